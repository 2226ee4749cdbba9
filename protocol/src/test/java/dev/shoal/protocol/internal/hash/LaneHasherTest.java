package dev.shoal.protocol.internal.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs with the Vector API, in registers of two widths: see this module's pom. */
class LaneHasherTest {
  private static final int HASH = MessageHasher.HASH_LENGTH;

  /** Kinds of buffers that hashers are given. */
  enum Kind {
    HEAP,
    HEAP_SLICE,
    DIRECT,
    DIRECT_SLICE,
    READ_ONLY
  }

  @Property(tries = 1000)
  void shouldHashAsThePlainDigestDoes(
      @ForAll long seed,
      @ForAll Kind kind,
      @ForAll @IntRange(max = 40) int whole,
      @ForAll @IntRange(max = 1023) int tail,
      @ForAll @IntRange(min = 1, max = 16) int least,
      @ForAll @IntRange(max = 5) int offset) {
    byte[] content = random(seed, whole * 1024 + tail);
    int count = (content.length + 1023) / 1024;
    byte[] expected = new byte[offset + count * HASH];
    new PlainHasher(Hashers.sha256()).hash(ByteBuffer.wrap(content), 1024, expected, offset);
    ByteBuffer messages = buffer(kind, content);
    int end = messages.limit();

    byte[] hashes = new byte[expected.length];
    lanes(least).hash(messages, 1024, hashes, offset);

    assertThat(hashes).isEqualTo(expected);
    assertThat(messages.position()).as("consumed").isEqualTo(end);
    assertThat(messages.limit()).isEqualTo(end);
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 64, 100, 128, 192, 4096, 16384})
  void shouldHashAsThePlainDigestDoesWhateverTheLength(int length) {
    MessageHasher lanes = lanes(1);
    for (int count = 1; count <= 33; count++) {
      byte[] content = random(count, count * length);
      byte[] expected = new byte[count * HASH];
      new PlainHasher(Hashers.sha256()).hash(ByteBuffer.wrap(content), length, expected, 0);

      byte[] hashes = new byte[count * HASH];
      lanes.hash(ByteBuffer.wrap(content), length, hashes, 0);

      assertThat(hashes).as("%d messages", count).isEqualTo(expected);
    }
  }

  @Test
  void shouldReplacePairsByTheirParentsInPlace() {
    byte[] expected = random(7, 66 * HASH);
    byte[] hashes = expected.clone();
    new PlainHasher(Hashers.sha256()).hash(ByteBuffer.wrap(expected), 2 * HASH, expected, 0);

    lanes(1).hash(ByteBuffer.wrap(hashes), 2 * HASH, hashes, 0);

    assertThat(hashes).isEqualTo(expected);
  }

  /** The third example of FIPS 180-2, appendix B: a million times the letter a. */
  @Test
  void shouldGiveThePublishedHashInEachLane() {
    int messages = Hashers.loadLanes().count();
    byte[] letters = "a".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
    ByteBuffer content = ByteBuffer.allocate(messages * letters.length);
    while (content.hasRemaining()) {
      content.put(letters);
    }

    byte[] hashes = new byte[messages * HASH];
    lanes(1).hash(content.flip(), letters.length, hashes, 0);

    assertThat(HexFormat.of().formatHex(hashes))
        .isEqualTo(
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0".repeat(messages));
  }

  private static MessageHasher lanes(int least) {
    return Hashers.loadLanes().newHasher(least, Hashers.sha256());
  }

  private static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  private static ByteBuffer buffer(Kind kind, byte[] content) {
    int before = 3;
    int capacity = content.length + 8;
    ByteBuffer whole =
        kind == Kind.DIRECT || kind == Kind.DIRECT_SLICE
            ? ByteBuffer.allocateDirect(capacity)
            : ByteBuffer.allocate(capacity);
    whole.put(before, content).position(before).limit(before + content.length);
    return switch (kind) {
      case HEAP, DIRECT -> whole;
      case HEAP_SLICE, DIRECT_SLICE -> whole.slice();
      case READ_ONLY -> whole.asReadOnlyBuffer();
    };
  }
}
