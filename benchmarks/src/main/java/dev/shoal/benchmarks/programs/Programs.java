package dev.shoal.benchmarks.programs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which programs are installed. */
public final class Programs {
  private Programs() {}

  private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(":"));

  /** Those of a list that are not found where a shell would look. */
  public static List<String> missing(List<String> programs) {
    List<Path> directories =
        Stream.concat(
                SEPARATOR.splitAsStream(System.getenv().getOrDefault("PATH", "")),
                Stream.of("/usr/sbin", "/sbin"))
            .filter(directory -> !directory.isEmpty())
            .map(Path::of)
            .toList();
    return programs.stream()
        .filter(
            program ->
                directories.stream()
                    .noneMatch(directory -> Files.isExecutable(directory.resolve(program))))
        .toList();
  }
}
