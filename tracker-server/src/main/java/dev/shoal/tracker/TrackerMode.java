package dev.shoal.tracker;

/** For what one has to be logged in at a tracker. Groups need a login in every mode. */
public enum TrackerMode {
  /** For nothing that is public: anyone may share and fetch. */
  OPEN,
  /** For sharing: anyone may search and fetch. */
  USERS,
  /** For anything. Accounts are made by administrators. */
  CLOSED
}
