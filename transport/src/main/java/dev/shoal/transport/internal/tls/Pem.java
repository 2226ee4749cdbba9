package dev.shoal.transport.internal.tls;

import dev.shoal.transport.InvalidIdentityException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Sections of Base64 between lines that say what they are (RFC 7468). */
public final class Pem {
  /** Far longer than any file of keys and certificates is, in bytes. */
  public static final int LONGEST = 256 * 1024;

  public static final String PRIVATE_KEY = "PRIVATE KEY";
  public static final String PUBLIC_KEY = "PUBLIC KEY";
  public static final String CERTIFICATE = "CERTIFICATE";

  private static final int LINE = 64;
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  private Pem() {}

  /** The bytes of a file as text; what is no ASCII becomes a character that no section has. */
  public static String text(byte[] content) {
    return new String(content, StandardCharsets.US_ASCII);
  }

  /** One section, with its lines ended. */
  public static String section(String label, byte[] content) {
    Base64.Encoder lines = Base64.getMimeEncoder(LINE, new byte[] {'\n'});
    return BEGIN
        + label
        + DASHES
        + '\n'
        + lines.encodeToString(content)
        + '\n'
        + END
        + label
        + DASHES
        + '\n';
  }

  /**
   * The contents of all sections with that label, in their order. What is between sections does not
   * matter.
   *
   * @throws InvalidIdentityException if one has no end or is no Base64
   */
  public static List<byte[]> sections(String label, String text) throws InvalidIdentityException {
    String begin = BEGIN + label + DASHES;
    String end = END + label + DASHES;
    List<byte[]> found = new ArrayList<>();
    int from = 0;
    int start;
    while ((start = text.indexOf(begin, from)) >= 0) {
      int stop = text.indexOf(end, start + begin.length());
      if (stop < 0) {
        throw new InvalidIdentityException("a section of " + label + " has no end", null);
      }
      found.add(decode(label, text.substring(start + begin.length(), stop)));
      from = stop + end.length();
    }
    return found;
  }

  /**
   * The content of the first section with that label.
   *
   * @throws InvalidIdentityException if there is none, more than one, or one that makes no sense
   */
  public static byte[] onlySection(String label, String text) throws InvalidIdentityException {
    List<byte[]> all = sections(label, text);
    if (all.size() != 1) {
      throw new InvalidIdentityException(
          "there is " + (all.isEmpty() ? "no " : "more than one ") + label.toLowerCase(Locale.ROOT),
          null);
    }
    return all.get(0);
  }

  private static byte[] decode(String label, String base64) throws InvalidIdentityException {
    try {
      return Base64.getDecoder().decode(base64.replaceAll("[ \t\r\n]", ""));
    } catch (IllegalArgumentException e) {
      throw new InvalidIdentityException("a section of " + label + " is no Base64", e);
    }
  }
}
