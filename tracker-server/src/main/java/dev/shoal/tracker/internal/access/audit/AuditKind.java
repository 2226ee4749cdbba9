package dev.shoal.tracker.internal.access.audit;

import java.util.Locale;

/** What happened, as it is called in the audit log: {@code login-failed} for LOGIN_FAILED. */
public enum AuditKind {
  /** Somebody has given an account's password. */
  LOGIN,
  /** A wrong name or password. */
  LOGIN_FAILED(true),
  /** A try that was not even looked at, because there were too many. */
  LOGIN_THROTTLED(true),
  /** Logins were ended by their account. */
  LOGOUT,
  /** Somebody has an account now. */
  ACCOUNT_CREATED,
  /** The first administrator's account was created. */
  ADMINISTRATOR_CREATED,
  /** An account has another password, and its other logins are ended. */
  PASSWORD_CHANGED,
  /** An administrator gave an account another password, and all its logins are ended. */
  PASSWORD_RESET,
  /** An administrator ended an account. */
  ACCOUNT_DELETED,
  /** An administrator made somebody one, too. */
  ADMINISTRATOR_MADE,
  /** Somebody is no administrator any more. */
  ADMINISTRATOR_UNMADE,
  /** A group is there. */
  GROUP_CREATED,
  /** Its owner or an administrator has ended a group. */
  GROUP_DELETED,
  /** Somebody is a member from now on, without having had to ask. */
  GROUP_JOINED,
  /** Somebody asked to join. */
  GROUP_REQUESTED,
  /** A member is one no more, of their own will. */
  GROUP_LEFT,
  /** The owner let somebody in who had asked. */
  GROUP_ACCEPTED,
  /** The owner turned somebody down who had asked. */
  GROUP_REJECTED,
  /** The owner put a member out. */
  GROUP_REMOVED,
  /** The owner made an invitation code. */
  GROUP_INVITED,
  /** The owner changed how one becomes a member. */
  GROUP_POLICY_CHANGED,
  /** Capabilities are signed with another key from now on. */
  KEY_ROTATED,
  /** Somebody asked for what they may not have. */
  ACCESS_DENIED(true);

  private final boolean provocable;

  AuditKind() {
    this(false);
  }

  AuditKind(boolean provocable) {
    this.provocable = provocable;
  }

  /** Whether anybody can make it happen as often as they like. */
  boolean isProvocable() {
    return provocable;
  }

  /** As it is called in the log. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
