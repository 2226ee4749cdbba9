package dev.shoal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HashTreeTest {
  private static final HexFormat HEX = HexFormat.of();

  /** Roots of all-absent subtrees, as Transmission's tests and Ethereum's SSZ tables print them. */
  @ParameterizedTest
  @CsvSource({
    "1, f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b",
    "2, db56114e00fdd4c1f85c892bf35ac9a89289aaecb1ebd0a96cde606a748b5d71",
    "3, c78009fdf07fc56a11f122370658a353aaa542ed63e44c4bc15ff4cd105ab33c",
    "4, 536d98837f2dd165a55d5eeae91485954472d56f246df256bf3cae19352a123c",
    "5, 9efde052aa15429fae05bad4d0b1d7c64da64d03d7a1854a588c2cb8430c0d30",
    "7, 87eb0ddba57e35f6d286673802a4af5975e22506c7cf4c64bb6be5ee11527f2c",
  })
  void shouldFoldAbsentLeavesToPublishedHashes(int level, String published) {
    byte[] root =
        HashTree.foldInPlace(HashTree.sha256(), new byte[HashTree.HASH_LENGTH], 1, 1 << level, 0);

    assertThat(HEX.formatHex(root)).isEqualTo(published);
  }

  @Test
  void shouldGiveFullWidthFoldWhenAllHashesArePresent() {
    byte[] content = Contents.patterned(8 * HashTree.LEAF_SIZE);
    byte[] leaves = new byte[8 * HashTree.HASH_LENGTH];
    for (int leaf = 0; leaf < 8; leaf++) {
      byte[] bytes =
          Arrays.copyOfRange(content, leaf * HashTree.LEAF_SIZE, (leaf + 1) * HashTree.LEAF_SIZE);
      System.arraycopy(
          NaiveTree.sha256(bytes), 0, leaves, leaf * HashTree.HASH_LENGTH, HashTree.HASH_LENGTH);
    }

    assertThat(HashTree.foldInPlace(HashTree.sha256(), leaves, 8, 8, 0))
        .isEqualTo(new NaiveTree(content).root());
  }

  @Property(tries = 150)
  void shouldAgreeWithNaiveTreeWhateverLengthAndChunkSize(
      @ForAll("lengths") int length, @ForAll("chunkSizes") int chunkSize) {
    byte[] content = Contents.patterned(length);
    NaiveTree naive = new NaiveTree(content);

    Manifest manifest = Contents.manifest(content, chunkSize);

    byte[] hashes = new byte[manifest.layout().count() * HashTree.HASH_LENGTH];
    manifest.hashes(0, manifest.layout().count()).get(hashes);
    assertThat(hashes).isEqualTo(naive.chunkHashes(chunkSize));
    assertThat(manifest.root()).isEqualTo(naive.root());
    assertThat(manifest.fileId().toBytes()).isEqualTo(naive.fileId());
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "16383, 1", "16384, 1", "16385, 2", "4398046511104, 268435456"})
  void shouldCountLeavesUpToTheLongestFile(long length, long leaves) {
    assertThat(HashTree.leafCount(length)).isEqualTo(leaves);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 4", "4, 4", "5, 8", "1048575, 1048576", "1073741824, 1073741824"})
  void shouldRoundUpToPowersOfTwo(int n, int power) {
    assertThat(HashTree.nextPowerOfTwo(n)).isEqualTo(power);
  }

  @Provide
  Arbitrary<Integer> lengths() {
    return Contents.lengths();
  }

  @Provide
  Arbitrary<Integer> chunkSizes() {
    return Contents.chunkSizes();
  }
}
