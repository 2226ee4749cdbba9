package dev.shoal.peer.internal.account;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What Jazzer calls with each of its inputs: they are taken for the file of a login. Either there
 * is none in it, or one that is read back the same; its token is never shown.
 */
public final class SavedLoginFuzzTarget {
  private SavedLoginFuzzTarget() {}

  /** Files of logins. */
  public static List<byte[]> seeds() {
    ByteString token = ByteString.copyFrom(new byte[SavedLogin.TOKEN_BYTES]);
    String text = new SavedLogin("lan-host:7070", "ann.smith-2", token).toText();
    return List.of(
        text.getBytes(StandardCharsets.UTF_8),
        text.replace("\n", "\r\n").replace("00", "aF").getBytes(StandardCharsets.UTF_8),
        new SavedLogin("[::1]:1", "B", token).toText().strip().getBytes(StandardCharsets.UTF_8));
  }

  /** Reads one input; whatever is thrown is a finding. */
  public static void fuzzerTestOneInput(byte[] input) {
    read(input);
  }

  /** Reads one input; whether there is a login in it. */
  static boolean read(byte[] input) {
    Optional<SavedLogin> login = SavedLogin.parse(new String(input, StandardCharsets.UTF_8));
    login.ifPresent(SavedLoginFuzzTarget::check);
    return login.isPresent();
  }

  private static void check(SavedLogin login) {
    require(login.token().size() == SavedLogin.TOKEN_BYTES);
    String text = login.toText();
    require(SavedLogin.parse(text).equals(Optional.of(login)));
    require(SavedLogin.parse(text + "\n").isEmpty());
    require(login.toString().equals("SavedLogin[" + login.user() + " at " + login.tracker() + "]"));
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new AssertionError("what was read is not what was written");
    }
  }
}
