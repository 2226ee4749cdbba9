package dev.shoal.tracker.internal.fuzz;

import dev.shoal.protocol.AccountNames;
import dev.shoal.protocol.CapabilityToken;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.VerificationKeys;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.util.Arrays;
import java.util.Optional;

/**
 * What Jazzer calls with each of its inputs: they are taken for a token, for the fields of one that
 * is signed properly, for a key, and for what a person may type. Whatever is not refused must be
 * read back the same.
 */
public final class AccessFuzzTarget {
  private static final byte[] CONTEXT = "shoal capability 1\0".getBytes(StandardCharsets.US_ASCII);
  private static final int SIGNED = 112;

  private AccessFuzzTarget() {}

  /** Reads one input; whatever is thrown is a finding. */
  public static void fuzzerTestOneInput(byte[] input) throws GeneralSecurityException {
    token(input);
    if (input.length >= SIGNED) {
      token(signed(Arrays.copyOf(input, SIGNED)));
    }
    key(input);
    text(new String(input, StandardCharsets.UTF_8));
  }

  private static byte[] signed(byte[] fields) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(AccessSeeds.privateKey());
    signature.update(CONTEXT);
    signature.update(fields);
    byte[] token = Arrays.copyOf(fields, CapabilityToken.LENGTH);
    signature.sign(token, SIGNED, CapabilityToken.LENGTH - SIGNED);
    return token;
  }

  private static void token(byte[] bytes) throws GeneralSecurityException {
    PrivateKey privateKey = AccessSeeds.privateKey();
    PublicKey publicKey = AccessSeeds.publicKey();
    CapabilityToken token;
    try {
      token = CapabilityToken.verify(bytes, keyId -> Optional.of(publicKey));
    } catch (ProtocolException e) {
      require(e.code() == ErrorCode.BAD_REQUEST || e.code() == ErrorCode.DENIED);
      return;
    }
    require(token.rights() == CapabilityToken.FETCH && token.epoch() > 0);
    require(token.expiresMillis() - token.issuedMillis() <= CapabilityToken.MAX_LIFE_MILLIS);
    require(Arrays.equals(token.sign(privateKey), bytes));
  }

  private static void key(byte[] bytes) {
    PublicKey key;
    try {
      key = VerificationKeys.fromBytes(bytes);
    } catch (ProtocolException e) {
      require(e.code() == ErrorCode.BAD_REQUEST);
      return;
    }
    require(Arrays.equals(VerificationKeys.toBytes((EdECPublicKey) key), bytes));
    try {
      Signature.getInstance("Ed25519").initVerify(key);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static void text(String text) {
    if (AccountNames.isValid(text)) {
      require(AccountNames.isValid(AccountNames.key(text)));
    }
    PeerId id;
    try {
      id = PeerId.parse(text);
    } catch (IllegalArgumentException e) {
      return;
    }
    require(PeerId.parse(id.toText()).equals(id));
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new AssertionError("what was read is not what was written");
    }
  }
}
