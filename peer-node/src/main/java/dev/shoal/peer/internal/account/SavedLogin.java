package dev.shoal.peer.internal.account;

import com.google.protobuf.ByteString;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A login as it is kept on disk. Immutable.
 *
 * @param tracker as the node was told it, {@code host:port}
 * @param user who is logged in
 * @param token what the tracker takes for the password until the login ends
 */
record SavedLogin(String tracker, String user, ByteString token) {
  /** Bytes of a token. */
  static final int TOKEN_BYTES = 32;

  private static final String HEAD = "shoal login 1";

  /** The text form, which only this user may read. */
  String toText() {
    return String.join(
        "\n", HEAD, tracker, user, HexFormat.of().formatHex(token.toByteArray()), "");
  }

  /** Reads the text form; empty for any other text. */
  static Optional<SavedLogin> parse(String text) {
    List<String> lines = text.lines().limit(5).toList();
    if (lines.size() != 4 || !lines.get(0).equals(HEAD)) {
      return Optional.empty();
    }
    try {
      byte[] token = HexFormat.of().parseHex(lines.get(3));
      return token.length == TOKEN_BYTES
          ? Optional.of(new SavedLogin(lines.get(1), lines.get(2), ByteString.copyFrom(token)))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "SavedLogin[" + user + " at " + tracker + "]";
  }
}
