package dev.shoal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Content identity against what other BEP 52 programs computed and published. */
class PublishedVectorsTest {
  private static final HexFormat HEX = HexFormat.of();

  /** Where pieces-roots.txt has the layer of which chunk size. */
  private static final List<Integer> LAYER_SIZES = List.of(64 * 1024, 256 * 1024, 4 * 1024 * 1024);

  /**
   * Roots and piece layers, at 4 MiB a piece, of files in test torrents. The first is "Darkroom
   * (Stellar, 1994, Amiga ECS) HQ.mp4" of libtorrent's bittorrent-v2-test.torrent, which many
   * clients test with; both are in Transmission's Merkle tree tests. The second has seven pieces,
   * so that its layer is padded; only the number of pieces is known of its length.
   */
  @ParameterizedTest
  @CsvSource({
    "6535405, 8e31d30f9e25c6336768e978261219c8a9ee8ba81f1bf8a07d8b84664428ccc6,"
        + "e9175dd85bbbcb350d0f47114554ff14bdf0430b83de7271af1f8c6103edec94"
        + "ff00106b865a5d5984464cf28b2d3e36334d0e3dca354f6bd863939d5d4e219c",
    "29360128, 81fd3fecc5c6c39db056e91b7c73bd7bb11ec2011a21084634c01bfe2405eaf9,"
        + "b7b3a957e80db628d0d49f75691157da8e7b10a7b8db377ea5f11d97e112481c"
        + "4cc961a734bdb8a5ee0c0a6e869d2fa215619870adada5c8d7fac04fc50a7059"
        + "aad695232416104a845cc12c52015689816468e5275444d73af1034cf824fe5c"
        + "659c709937a78866bab707bda756192a8e8ce77e717ec4bbde0d67324b819685"
        + "95f2ef2d122c528ffeb1e4cb8094c5935df389a7c7f1f95283701caa494f4399"
        + "357ec3a4e34a2eb36a731a1d8109803b58efab9393056256314969fc3f438759"
        + "aece17fa120fb86be274e57914ecace6b55f01285365519ca035633288a4c807",
  })
  void shouldFindRootOfPublishedPieceLayer(long length, String root, String layer) {
    Manifest manifest = Manifest.of(new ChunkLayout(length, 4 * 1024 * 1024), HEX.parseHex(layer));

    assertThat(HEX.formatHex(manifest.root())).isEqualTo(root);
  }

  @ParameterizedTest
  @MethodSource("otherProgram")
  void shouldAgreeWithLibtorrent(String vector) {
    List<String> cells = List.of(vector.split(" ", -1));
    byte[] content = Contents.patterned(Integer.parseInt(cells.get(0)));
    for (int i = 0; i < LAYER_SIZES.size(); i++) {
      Manifest manifest = Contents.manifest(content, LAYER_SIZES.get(i));
      assertThat(HEX.formatHex(manifest.root())).isEqualTo(cells.get(1));
      assertThat(layerDigest(manifest)).isEqualTo(cells.get(2 + i));
    }
  }

  @ParameterizedTest
  @MethodSource("otherProgram")
  void shouldHaveNaiveTreeAgreeWithLibtorrent(String vector) {
    List<String> cells = List.of(vector.split(" ", -1));
    byte[] content = Contents.patterned(Integer.parseInt(cells.get(0)));

    assertThat(HEX.formatHex(new NaiveTree(content).root())).isEqualTo(cells.get(1));
  }

  private static String layerDigest(Manifest manifest) {
    if (manifest.layout().count() == 1) {
      return "-";
    }
    byte[] hashes = new byte[manifest.layout().count() * HashTree.HASH_LENGTH];
    manifest.hashes(0, manifest.layout().count()).get(hashes);
    return HEX.formatHex(NaiveTree.sha256(hashes));
  }

  static Stream<String> otherProgram() throws IOException {
    try (InputStream in = PublishedVectorsTest.class.getResourceAsStream("pieces-roots.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(text.split("\n", -1)).filter(line -> line.matches("\\d.*"));
    }
  }
}
