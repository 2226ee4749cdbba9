package dev.shoal.benchmarks.small;

import dev.shoal.benchmarks.programs.ByteCount;
import dev.shoal.benchmarks.programs.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Files of equal size and different content, such as 10000x4KiB.
 *
 * @param count of the files
 * @param size of each
 */
record FileSet(int count, ByteCount size) {
  private static final int MOST = 1_000_000;

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException with a sentence
   */
  static FileSet parse(String text) {
    int cross = text.indexOf('x');
    if (cross < 1 || !text.substring(0, cross).matches("[1-9]\\d{0,6}")) {
      throw new IllegalArgumentException("files are given like 10000x4KiB, not " + text);
    }
    FileSet set =
        new FileSet(
            Integer.parseInt(text.substring(0, cross)), ByteCount.parse(text.substring(cross + 1)));
    if (set.count > MOST || set.size.bytes() < 1) {
      throw new IllegalArgumentException("there are at most 1,000,000 files, none of them empty");
    }
    return set;
  }

  /** With at most so many files. */
  FileSet atMost(int most) {
    return new FileSet(Math.min(count, most), size);
  }

  /** All bytes. */
  long bytes() {
    return count * size.bytes();
  }

  /** Names of the files. */
  List<String> names() {
    return IntStream.range(0, count).mapToObj("file-%06d"::formatted).toList();
  }

  /**
   * Writes all of them into a new directory.
   *
   * @param round those of another one have other content
   */
  void write(Path directory, int round) throws IOException {
    Files.createDirectory(directory);
    long number = (long) round * MOST;
    for (String name : names()) {
      Content.write(directory.resolve(name), size.bytes(), number++);
    }
  }

  /** Compares copies of all of them, byte by byte. */
  void requireEqual(Path directory, Path copies) throws IOException {
    for (String name : names()) {
      Content.requireEqual(directory.resolve(name), copies.resolve(name));
    }
  }

  @Override
  public String toString() {
    return count + "x" + size;
  }

  /** For picocli. */
  static final class Converter implements ITypeConverter<FileSet> {
    Converter() {}

    @Override
    public FileSet convert(String text) {
      try {
        return parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
