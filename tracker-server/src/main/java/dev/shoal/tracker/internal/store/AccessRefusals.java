package dev.shoal.tracker.internal.store;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;

/** Sentences that must be the same wherever they are said, so that none tells more than another. */
public final class AccessRefusals {
  private AccessRefusals() {}

  /** The group is not there, or the asker may not know that it is. */
  public static ProtocolException noSuchGroup() {
    return new ProtocolException(
        ErrorCode.NOT_FOUND, "there is no such group, or none that you may see");
  }

  /** The asker may see the group, but not what is in it. */
  public static ProtocolException forMembers() {
    return new ProtocolException(ErrorCode.DENIED, "only members of the group may do that");
  }

  /** The asker may see the group, but not change it. */
  public static ProtocolException forOwner() {
    return new ProtocolException(ErrorCode.DENIED, "only the owner of the group may do that");
  }

  /** The asker is no administrator. */
  public static ProtocolException forAdministrators() {
    return new ProtocolException(ErrorCode.DENIED, "only an administrator may do that");
  }

  /** There is no such account, and the asker is an administrator, who may know it. */
  public static ProtocolException noSuchUser() {
    return new ProtocolException(ErrorCode.NOT_FOUND, "there is no user of that name");
  }

  /** There is no such account, or the password is not its. */
  public static ProtocolException wrongNameOrPassword() {
    return new ProtocolException(ErrorCode.DENIED, "the name or the password is wrong");
  }
}
