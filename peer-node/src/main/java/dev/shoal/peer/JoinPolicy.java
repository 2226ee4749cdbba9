package dev.shoal.peer;

/** Who may join a group. */
public enum JoinPolicy {
  /** Whoever has an account. */
  OPEN,
  /** Whom the owner accepts. */
  APPROVAL,
  /** Who has the invitation code. Nobody else sees that there is such a group. */
  INVITATION
}
