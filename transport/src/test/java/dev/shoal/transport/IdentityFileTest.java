package dev.shoal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityFileTest {
  @TempDir Path directory = Path.of("");

  private Identity open() throws IOException {
    return IdentityFile.in(directory).loadOrCreate();
  }

  @Test
  void shouldKeepTheIdentity() throws IOException {
    Identity first = open();
    Identity second = open();

    assertThat(second.peerId()).isEqualTo(first.peerId());
    assertThat(second.certificates()).isEqualTo(first.certificates());
    assertThat(names()).containsExactly("identity.key");
  }

  @Test
  void shouldBeForItsOwnerAlone() throws IOException {
    assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
    open();

    assertThat(permissions()).isEqualTo("rw-------");
  }

  /** As versions without TLS wrote it. */
  @Test
  void shouldAddACertificateToAFileWithoutOne() throws IOException {
    Identity old = Identity.generate();
    String text = IdentityPem.encode(old);
    Path file = IdentityFile.in(directory).path();
    Files.writeString(file, text.substring(0, text.indexOf("-----BEGIN CERTIFICATE")));

    Identity first = open();

    assertThat(first.peerId()).isEqualTo(old.peerId());
    assertThat(open().certificates()).isEqualTo(first.certificates());
    assertThat(file).content().contains("-----BEGIN CERTIFICATE-----");
    assertThat(names()).containsExactly("identity.key");
  }

  @Test
  void shouldNotReplaceAFileThatMakesNoSense() throws IOException {
    Path file = Files.writeString(directory.resolve("identity.key"), "garbage \u00ff");

    assertThatThrownBy(this::open)
        .isInstanceOf(InvalidIdentityException.class)
        .hasMessageStartingWith(file + " does not hold a node's key; restore it, or remove it");
    assertThat(file).hasContent("garbage \u00ff");
  }

  @Test
  void shouldTakeAFileThatIsOpenToOthers() throws IOException {
    assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Identity first = open();
    Files.setPosixFilePermissions(
        directory.resolve("identity.key"), PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(open().peerId()).isEqualTo(first.peerId());
  }

  @Test
  void shouldGiveAllTheSameIdentityWhenManyOpenItAtOnce() {
    List<CompletableFuture<Identity>> opened =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          try {
                            return open();
                          } catch (IOException e) {
                            throw new AssertionError(e);
                          }
                        }))
            .toList();

    assertThat(opened.stream().map(each -> each.join().peerId()).distinct()).hasSize(1);
  }

  private String permissions() throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(directory.resolve("identity.key")));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
