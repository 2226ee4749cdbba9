package dev.shoal.tracker.internal.fuzz;

import dev.shoal.protocol.CapabilityToken;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.VerificationKeys;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.HexFormat;
import java.util.List;

/** What {@link AccessFuzzTarget} begins with: valid tokens, a key, a peer id and a name. */
final class AccessSeeds {
  private static final HexFormat HEX = HexFormat.of();

  /** RFC 8032, 7.1, TEST 1. */
  private static final byte[] SEED =
      HEX.parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

  private static final byte[] PUBLIC_KEY =
      HEX.parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");

  private AccessSeeds() {}

  static PrivateKey privateKey() throws GeneralSecurityException {
    return KeyFactory.getInstance("Ed25519")
        .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, SEED));
  }

  static PublicKey publicKey() {
    try {
      return VerificationKeys.fromBytes(PUBLIC_KEY);
    } catch (ProtocolException e) {
      throw new AssertionError(e);
    }
  }

  static List<byte[]> all() throws GeneralSecurityException {
    PeerId holder = PeerId.of(publicKey());
    GroupId group = GroupId.fromBytes(new byte[GroupId.LENGTH]);
    long now = 1_800_000_000_000L;
    FileId file = FileId.of(new byte[FileId.LENGTH], 1);
    CapabilityToken forAll =
        new CapabilityToken(1, CapabilityToken.FETCH, now, now + 300_000, 1, group, holder, null);
    CapabilityToken forOne =
        new CapabilityToken(
            -1, CapabilityToken.FETCH, 0, 600_000, Long.MAX_VALUE, group, holder, file);
    return List.of(
        forAll.sign(privateKey()),
        forOne.sign(privateKey()),
        PUBLIC_KEY,
        holder.toText().getBytes(StandardCharsets.US_ASCII),
        holder.toString().getBytes(StandardCharsets.US_ASCII),
        "ann.smith-2".getBytes(StandardCharsets.US_ASCII));
  }
}
