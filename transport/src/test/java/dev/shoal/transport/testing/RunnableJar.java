package dev.shoal.transport.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/** A program with all that it needs in one file, as people pass it on. */
public final class RunnableJar {
  private static final String CLASS = ".class";

  private final Set<String> entries;

  private RunnableJar(Set<String> entries) {
    this.entries = entries;
  }

  /** The one in that file. */
  public static RunnableJar of(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      return new RunnableJar(jar.stream().map(JarEntry::getName).collect(Collectors.toSet()));
    }
  }

  /** Checks that licences and notices are there that have to come along with every such file. */
  public void checkLicences(String... others) {
    assertThat(entries)
        .contains(
            "META-INF/LICENSE",
            "META-INF/LICENSE.md",
            "META-INF/LICENSE.txt",
            "META-INF/NOTICE.txt",
            "META-INF/THIRD-PARTY.txt",
            "META-INF/license/LICENSE.boringssl.txt",
            "META-INF/license/LICENSE.protobuf.txt",
            "META-INF/license/LICENSE.tomcat-native.txt")
        .containsAll(List.of(others))
        .noneMatch(entry -> entry.matches("META-INF/[^/]*\\.(SF|RSA|DSA|EC)"));
  }

  /**
   * Checks that it contains nobody's classes but those of libraries that THIRD-PARTY.txt names: who
   * adds one has to name it there, and here.
   *
   * @param libraries first two parts of the names of packages, or the only part
   */
  public void checkLibraries(String... libraries) {
    Set<String> found = new TreeSet<>();
    for (String entry : entries) {
      if (entry.endsWith(CLASS) && !entry.startsWith("META-INF/")) {
        String[] parts = entry.split("/", 3);
        found.add(parts.length == 3 ? parts[0] + "." + parts[1] : parts[0]);
      }
    }
    assertThat(found).containsExactlyInAnyOrder(libraries);
  }
}
