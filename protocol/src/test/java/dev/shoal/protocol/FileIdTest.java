package dev.shoal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileIdTest {
  private static final FileId ID = FileId.of(new byte[32], 7);

  @Test
  void shouldBindLengthBesidesRoot() {
    assertThat(FileId.of(new byte[32], 8)).isNotEqualTo(ID);
    assertThat(FileId.of(new byte[32], 7)).isEqualTo(ID).hasSameHashCodeAs(ID);
  }

  /** The 64 bytes of two hashes have the root of the two leaves, so the length must tell. */
  @Test
  void shouldTellFileFromItsOwnTreeNodeWhenRootsAreEqual() {
    byte[] content = Contents.patterned(2 * HashTree.LEAF_SIZE);
    byte[] left = NaiveTree.sha256(Arrays.copyOf(content, HashTree.LEAF_SIZE));
    byte[] right =
        NaiveTree.sha256(Arrays.copyOfRange(content, HashTree.LEAF_SIZE, 2 * HashTree.LEAF_SIZE));
    byte[] node = Arrays.copyOf(left, 64);
    System.arraycopy(right, 0, node, 32, 32);

    Manifest large = Contents.manifest(content, ChunkSize.DEFAULT);
    Manifest small = Contents.manifest(node, ChunkSize.DEFAULT);

    assertThat(small.root()).isEqualTo(large.root());
    assertThat(small.fileId()).isNotEqualTo(large.fileId());
  }

  @Test
  void shouldReadItsTextInEitherCase() {
    assertThat(ID.toString()).matches("[0-9a-f]{64}");
    assertThat(FileId.parse(ID.toString())).isEqualTo(ID);
    assertThat(FileId.parse(ID.toString().toUpperCase(Locale.ROOT))).isEqualTo(ID);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33})
  void shouldRefuseBytesOfAnotherLength(int length) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FileId.fromBytes(new byte[length]))
        .withMessageContaining("not " + length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "0x00", "ffffffffffffffffffffffffffffffff\u001b[2J"})
  void shouldRefuseOtherTextInOnePrintableSentence(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FileId.parse(text))
        .withMessageStartingWith("a file id is 64 hex digits")
        .withMessageNotContaining("\u001b");
  }

  @Test
  void shouldRefuseDigitsOfOtherScripts() {
    assertThatIllegalArgumentException().isThrownBy(() -> FileId.parse("\u0661".repeat(64)));
  }

  @Test
  void shouldNotChangeWhenItsArraysAreWrittenTo() {
    byte[] given = HexFormat.of().parseHex("ab".repeat(32));
    FileId id = FileId.fromBytes(given);
    given[0] = 0;
    id.toBytes()[1] = 0;

    assertThat(id).hasToString("ab".repeat(32));
  }

  @Test
  void shouldOrderByUnsignedBytes() {
    FileId low = FileId.parse("7f" + "00".repeat(31));
    FileId high = FileId.parse("80" + "00".repeat(31));

    assertThat(low).isLessThan(high);
  }
}
