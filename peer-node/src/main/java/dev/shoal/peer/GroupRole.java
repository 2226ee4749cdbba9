package dev.shoal.peer;

/** Somebody's part in a group. */
public enum GroupRole {
  /** None. */
  NONE,
  /** Asked to join, and waits for the owner. */
  REQUESTED,
  /** May list, fetch and share the group's files. */
  MEMBER,
  /** Made the group: also says who belongs to it. */
  OWNER
}
