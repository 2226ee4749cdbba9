package dev.shoal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shoal.protocol.CapabilityToken.KeyFinder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilityTokenTest {
  private static final int SIGNED = 112;
  private static final byte[] CONTEXT = "shoal capability 1\0".getBytes(StandardCharsets.US_ASCII);
  private static final int KEY_ID = 0xCAFE0001;
  private static final long ISSUED = 1_800_000_000_000L;
  private static final GroupId GROUP = GroupId.fromBytes(filled(GroupId.LENGTH, 0x11));
  private static final PeerId HOLDER = PeerId.fromBytes(filled(PeerId.LENGTH, 0x22));
  private static final FileId FILE = FileId.fromBytes(filled(FileId.LENGTH, 0x33));
  private static final CapabilityToken TOKEN = token(ISSUED, ISSUED + 300_000, 5, FILE);
  private static final KeyFinder KEYS =
      id -> id == KEY_ID ? Optional.of(Ed25519Keys.TEST_1.publicKey()) : Optional.empty();

  private static CapabilityToken token(
      long issued, long expires, long epoch, @Nullable FileId file) {
    return new CapabilityToken(
        KEY_ID, CapabilityToken.FETCH, issued, expires, epoch, GROUP, HOLDER, file);
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static byte[] signed() {
    return TOKEN.sign(Ed25519Keys.TEST_1.privateKey());
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void shouldBeReadBackAsSigned(@ForAll("tokens") CapabilityToken token) throws ProtocolException {
    byte[] bytes = token.sign(Ed25519Keys.TEST_2.privateKey());

    CapabilityToken read =
        CapabilityToken.verify(
            bytes,
            id -> {
              assertThat(id).isEqualTo(token.keyId());
              return Optional.of(Ed25519Keys.TEST_2.publicKey());
            });

    assertThat(read).isEqualTo(token).hasSameHashCodeAs(token);
    assertThat(bytes).hasSize(CapabilityToken.LENGTH);
  }

  @Provide
  Arbitrary<CapabilityToken> tokens() {
    Arbitrary<byte[]> ids = Arbitraries.bytes().array(byte[].class).ofSize(FileId.LENGTH);
    return Combinators.combine(
            Arbitraries.integers(),
            Arbitraries.longs().between(0, Long.MAX_VALUE - CapabilityToken.MAX_LIFE_MILLIS),
            Arbitraries.longs().between(1, CapabilityToken.MAX_LIFE_MILLIS),
            Arbitraries.longs().between(1, Long.MAX_VALUE),
            ids.map(id -> GroupId.fromBytes(Arrays.copyOf(id, GroupId.LENGTH))),
            ids.map(PeerId::fromBytes),
            ids.filter(id -> ByteBuffer.wrap(id).getLong() != 0)
                .map(FileId::fromBytes)
                .injectNull(0.3))
        .as(
            (keyId, issued, life, epoch, group, holder, file) ->
                new CapabilityToken(
                    keyId,
                    CapabilityToken.FETCH,
                    issued,
                    issued + life,
                    epoch,
                    group,
                    holder,
                    file));
  }

  @Test
  void shouldHaveItsFieldsWhereTheProtocolSays() {
    ByteBuffer bytes = ByteBuffer.wrap(signed());

    assertThat(bytes.get(0)).isEqualTo((byte) 1);
    assertThat(bytes.get(1)).isEqualTo((byte) CapabilityToken.FETCH);
    assertThat(bytes.getShort(2)).isZero();
    assertThat(bytes.getInt(4)).isEqualTo(KEY_ID);
    assertThat(bytes.getLong(8)).isEqualTo(ISSUED);
    assertThat(bytes.getLong(16)).isEqualTo(ISSUED + 300_000);
    assertThat(bytes.getLong(24)).isEqualTo(5);
    assertThat(Arrays.copyOfRange(bytes.array(), 32, 48)).isEqualTo(GROUP.toBytes());
    assertThat(Arrays.copyOfRange(bytes.array(), 48, 80)).isEqualTo(HOLDER.toBytes());
    assertThat(Arrays.copyOfRange(bytes.array(), 80, SIGNED)).isEqualTo(FILE.toBytes());
    assertThat(Arrays.copyOfRange(bytes.array(), SIGNED, CapabilityToken.LENGTH))
        .isEqualTo(Ed25519Keys.TEST_1.sign(CONTEXT, Arrays.copyOf(bytes.array(), SIGNED)));
  }

  @Test
  void shouldCoverItsFileOrAllOfTheGroup() {
    FileId other = FileId.fromBytes(filled(FileId.LENGTH, 0x44));

    assertThat(TOKEN.covers(FILE)).isTrue();
    assertThat(TOKEN.covers(other)).isFalse();
    assertThat(token(ISSUED, ISSUED + 1, 1, null).covers(other)).isTrue();
  }

  @Test
  void shouldBeRefusedWithAnyBitFlipped() {
    byte[] bytes = signed();
    for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
      byte[] altered = bytes.clone();
      altered[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);

      assertThatExceptionOfType(ProtocolException.class)
          .as("bit %d", bit)
          .isThrownBy(() -> verify(altered))
          .matches(
              e -> e.code() == ErrorCode.BAD_REQUEST || e.code() == ErrorCode.DENIED, "the code");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 112, 175, 177, 352})
  void shouldBeRefusedWithAnotherLength(int length) {
    assertMalformed(Arrays.copyOf(signed(), length));
  }

  /** Each of these is signed properly: nobody gets what a later version may mean by it. */
  @ParameterizedTest
  @CsvSource({"0, 0", "0, 2", "0, -1", "1, 0", "1, 2", "1, 3", "1, -127", "2, 1", "3, 1", "3, -1"})
  void shouldBeRefusedWithAnotherVersionOrOtherRights(int at, byte value) {
    byte[] bytes = signed();
    bytes[at] = value;

    assertMalformed(signedAgain(bytes));
  }

  @ParameterizedTest
  @CsvSource({
    "1000, 1000", // no life at all
    "1000, 999",
    "1000, 601001", // a millisecond too long
    "-1, 1000",
    "-2, -1",
    "0, -9223372036854775808",
    "9223372036854775807, -9223372036854775808",
    "-9223372036854775808, 9223372036854775807"
  })
  void shouldBeRefusedWhenItsLifeIsNoneOrTooLong(long issued, long expires) {
    byte[] bytes = signed();
    ByteBuffer.wrap(bytes).putLong(8, issued).putLong(16, expires);

    assertMalformed(signedAgain(bytes));
    assertThatIllegalArgumentException().isThrownBy(() -> token(issued, expires, 1, null));
  }

  @Test
  void shouldLiveForTenMinutesAtMost() throws ProtocolException {
    CapabilityToken longest = token(1000, 601_000, 1, null);

    assertThat(verify(longest.sign(Ed25519Keys.TEST_1.privateKey()))).isEqualTo(longest);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void shouldBeRefusedWithAnEpochThatIsNone(long epoch) {
    byte[] bytes = signed();
    ByteBuffer.wrap(bytes).putLong(24, epoch);

    assertMalformed(signedAgain(bytes));
    assertThatIllegalArgumentException().isThrownBy(() -> token(1, 2, epoch, null));
  }

  /** On the wire zeros stand for all files: a token for one file must not turn into that. */
  @Test
  void shouldNotBeMadeForTheFileOfZeros() {
    FileId zeros = FileId.fromBytes(new byte[FileId.LENGTH]);

    assertThatIllegalArgumentException().isThrownBy(() -> token(1, 2, 1, zeros));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 3, -1})
  void shouldNotBeMadeWithOtherRights(int rights) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CapabilityToken(1, rights, 1, 2, 1, GROUP, HOLDER, null));
  }

  /** What it says may matter before it is known who signed it: by which key, for which group. */
  @Test
  void shouldBeReadableWhoeverSignedIt() throws ProtocolException {
    byte[] byAnother = TOKEN.sign(Ed25519Keys.TEST_2.privateKey());

    assertThat(CapabilityToken.read(byAnother)).isEqualTo(TOKEN);
  }

  @Test
  void shouldBeRefusedWhenItsKeyIsUnknownOrAnother() throws GeneralSecurityException {
    byte[] byAnother = TOKEN.sign(Ed25519Keys.TEST_2.privateKey());
    KeyPair elliptic = KeyPairGenerator.getInstance("EC").generateKeyPair();

    assertUnsigned(byAnother, KEYS);
    assertUnsigned(signed(), id -> Optional.empty());
    assertUnsigned(signed(), id -> Optional.of(elliptic.getPublic()));
    assertThatIllegalArgumentException().isThrownBy(() -> TOKEN.sign(elliptic.getPrivate()));
  }

  /** Whatever else the tracker may sign by the same key, now or later, is no capability. */
  @Test
  void shouldBeRefusedWhenSignedForAnotherPurpose() {
    byte[] fields = Arrays.copyOf(signed(), SIGNED);

    assertUnsigned(withSignature(fields, Ed25519Keys.TEST_1.sign(fields)), KEYS);
    assertUnsigned(
        withSignature(
            fields,
            Ed25519Keys.TEST_1.sign(
                "shoal capability 2\0".getBytes(StandardCharsets.US_ASCII), fields)),
        KEYS);
  }

  /** S and S + L give the same point; RFC 8032 takes the one below L only. */
  @Test
  void shouldBeRefusedWithTheSignaturesTwin() {
    byte[] order = // little-endian
        HexFormat.of().parseHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    byte[] twin = signed();
    int carry = 0;
    for (int i = 0; i < order.length; i++) {
      int sum = (twin[144 + i] & 0xFF) + (order[i] & 0xFF) + carry;
      twin[144 + i] = (byte) sum;
      carry = sum >>> Byte.SIZE;
    }

    assertUnsigned(twin, KEYS);
  }

  private static CapabilityToken verify(byte[] bytes) throws ProtocolException {
    return CapabilityToken.verify(bytes, KEYS);
  }

  private static byte[] signedAgain(byte[] token) {
    byte[] fields = Arrays.copyOf(token, SIGNED);
    return withSignature(fields, Ed25519Keys.TEST_1.sign(CONTEXT, fields));
  }

  private static byte[] withSignature(byte[] fields, byte[] signature) {
    return ByteBuffer.allocate(CapabilityToken.LENGTH).put(fields).put(signature).array();
  }

  private static void assertMalformed(byte[] bytes) {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> verify(bytes))
        .withMessageStartingWith("the capability makes no sense: ")
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
  }

  private static void assertUnsigned(byte[] bytes, KeyFinder keys) {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> CapabilityToken.verify(bytes, keys))
        .withMessage("the capability is not signed by the tracker of the group")
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.DENIED));
  }
}
