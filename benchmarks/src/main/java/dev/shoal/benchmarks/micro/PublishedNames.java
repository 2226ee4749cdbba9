package dev.shoal.benchmarks.micro;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.PeerId;
import dev.shoal.tracker.internal.state.StoredFile;
import java.util.SplittableRandom;

/**
 * Files with made-up names: all begin with the same word, every other one has the second word in
 * common, the rest are drawn from 50,000 words, of which few are common and most are rare, and one
 * word that no other file has.
 */
final class PublishedNames {
  private static final int WORDS = 50_000;
  private static final int DRAWN_LENGTH = 38;

  private final SplittableRandom random = new SplittableRandom(1);
  private final String[] words = new String[WORDS];

  PublishedNames() {
    for (int i = 0; i < WORDS; i++) {
      StringBuilder word = new StringBuilder();
      for (int left = random.nextInt(3, 10); left > 0; left--) {
        word.append((char) random.nextInt('a', 'z' + 1));
      }
      words[i] = word.toString();
    }
  }

  /** One of the words: the lower its rank, the more common. */
  String word(int rank) {
    return words[rank];
  }

  /** The word that only the file with that number has. */
  static String unique(int number) {
    return Integer.toString(number, 36);
  }

  /** A file with that number, and an id and a name of its own. */
  StoredFile file(int number) {
    return StoredFile.newBuilder()
        .setNumber(number)
        .setFileId(id(number, FileId.LENGTH))
        .setLength(1L << 30)
        .setName(name(number))
        .addTags("tag" + number % 10)
        .setPublisher(id(number % 1000, PeerId.LENGTH))
        .setPublishedMillis(1_700_000_000_000L + number)
        .build();
  }

  /** The file again, as another one with another number. */
  StoredFile renumbered(StoredFile file, int number) {
    return file.toBuilder().setNumber(number).setFileId(id(number, FileId.LENGTH)).build();
  }

  private String name(int number) {
    StringBuilder name = new StringBuilder("file-").append(number % 2 == 0 ? "even" : "odd");
    while (name.length() < DRAWN_LENGTH) {
      int rank = (int) Math.pow(WORDS, random.nextDouble()) - 1;
      name.append('-').append(words[rank]);
    }
    return name.append('-').append(unique(number)).append(".iso").toString();
  }

  private static ByteString id(int seed, int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(seed).nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }
}
