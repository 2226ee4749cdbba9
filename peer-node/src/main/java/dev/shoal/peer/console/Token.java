package dev.shoal.peer.console;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What lets somebody use a node's local API: 256 random bits. Immutable; never shown by itself. */
final class Token {
  private static final int BYTES = 32;
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final String HMAC = "HmacSHA256";

  private final String text;

  private Token(String text) {
    this.text = text;
  }

  /** A new one. */
  static Token random() {
    byte[] bits = new byte[BYTES];
    new SecureRandom().nextBytes(bits);
    return new Token(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
  }

  /**
   * One that is written somewhere.
   *
   * @throws IllegalArgumentException if it can't be one
   */
  static Token parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("that is no token of a node");
    }
    return new Token(text);
  }

  /** Its characters, which only its owner may see. */
  String text() {
    return text;
  }

  /** Whether that is the token; takes the same time whatever is wrong with it. */
  boolean is(String claimed) {
    return MessageDigest.isEqual(bytes(text), bytes(claimed));
  }

  /**
   * Shows that who answers knows the token, without telling it: to whoever asks on the connection
   * to that address.
   *
   * @param question chosen at random by who asks
   * @param address {@code host:port} that was dialled: another node's proof is good for its own
   */
  String proof(String question, String address) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(bytes(text), HMAC));
      byte[] proof = mac.doFinal(bytes("shoal local API\n" + question + "\n" + address));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(proof);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  /** Whether that is the {@link #proof}. */
  boolean isProof(String claimed, String question, String address) {
    return MessageDigest.isEqual(bytes(proof(question, address)), bytes(claimed));
  }

  private static byte[] bytes(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "Token[]";
  }
}
