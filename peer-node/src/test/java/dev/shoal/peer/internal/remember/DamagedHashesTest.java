package dev.shoal.peer.internal.remember;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.internal.hash.FileStamp;
import dev.shoal.peer.internal.hash.HashedFile;
import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.ChunkSize;
import dev.shoal.protocol.HashTree;
import dev.shoal.protocol.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever becomes of the file of records: what is found in it is true. */
class DamagedHashesTest {
  private static final int FILES = 6;

  @SuppressWarnings("NullAway.Init")
  private static Path directory;

  @SuppressWarnings("NullAway.Init")
  private static byte[] sound;

  @SuppressWarnings("NullAway.Init")
  private static List<HashedFile> files;

  @BeforeContainer
  static void remember() throws IOException {
    directory = Files.createTempDirectory("damaged-hashes");
    files = new ArrayList<>();
    Random random = new Random(1);
    try (RememberedHashes remembered = open()) {
      for (int i = 0; i < FILES; i++) {
        ChunkLayout layout = new ChunkLayout(1L + i * 100_000L, ChunkSize.MIN);
        byte[] hashes = new byte[layout.count() * HashTree.HASH_LENGTH];
        random.nextBytes(hashes);
        HashedFile file =
            new HashedFile(
                directory.resolve("file " + i),
                new FileStamp(layout.length(), random.nextLong(), "(dev=1,ino=" + i + ")"),
                Manifest.of(layout, hashes));
        files.add(file);
        remembered.learn(file);
      }
    }
    sound = Files.readAllBytes(directory.resolve("hashes"));
  }

  @AfterContainer
  static void delete() throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  @Property(tries = 300)
  void shouldTellNothingWrongWhenBytesHaveChanged(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int count) throws IOException {
    byte[] damaged = sound.clone();
    Random random = new Random(seed);
    for (int i = 0; i < count; i++) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
    }
    check(damaged);
  }

  @Property(tries = 100)
  void shouldKnowWhatIsInFrontOfATornEnd(@ForAll @IntRange(max = 4000) int length)
      throws IOException {
    int kept = Math.min(length, sound.length);
    int known = check(Arrays.copyOf(sound, kept));
    assertThat(known).isEqualTo(check(Arrays.copyOf(Arrays.copyOf(sound, kept), kept + 1000)));
    assertThat(kept == sound.length).isEqualTo(known == FILES);
  }

  @Property(tries = 100)
  void shouldTellNothingWrongWhenPiecesAreInOtherPlaces(@ForAll long seed) throws IOException {
    byte[] damaged = sound.clone();
    Random random = new Random(seed);
    int length = random.nextInt(sound.length / 2);
    System.arraycopy(
        sound,
        random.nextInt(sound.length - length),
        damaged,
        random.nextInt(sound.length - length),
        length);
    check(damaged);
  }

  @Property(tries = 100)
  void shouldTellNothingOfRandomBytes(@ForAll byte[] bytes) throws IOException {
    assertThat(check(bytes)).isZero();
  }

  /** All that is found must be as it was learned; and what is learned then must be found. */
  private static int check(byte[] bytes) throws IOException {
    Files.write(directory.resolve("hashes"), bytes);
    int known = 0;
    try (RememberedHashes remembered = open()) {
      for (HashedFile file : files) {
        var found = remembered.find(file.path(), file.stamp());
        found.ifPresent(each -> assertThat(each).isEqualTo(file));
        known += found.isPresent() ? 1 : 0;
      }
      files.forEach(remembered::learn);
    }
    try (RememberedHashes remembered = open()) {
      for (HashedFile file : files) {
        assertThat(remembered.find(file.path(), file.stamp())).contains(file);
      }
    }
    return known;
  }

  private static RememberedHashes open() {
    return RememberedHashes.open(directory).orElseThrow();
  }
}
