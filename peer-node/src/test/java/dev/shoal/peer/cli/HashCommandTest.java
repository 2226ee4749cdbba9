package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HashCommandTest {
  /** SHA-256 of no bytes. */
  private static final String ROOT_OF_NOTHING =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  @TempDir Path directory;

  @Test
  void shouldHaveTheDocumentedFieldsWhenPrintedAsJson() throws IOException {
    Path file = Files.write(directory.resolve("a.bin"), new byte[(1 << 20) + 1]);

    Cli run = Cli.run("hash", "--json", file.toString());
    JsonObject json = JsonParser.parseString(run.out()).getAsJsonObject();

    assertThat(run.exitCode()).isZero();
    assertThat(json.keySet())
        .containsExactly("fileId", "path", "piecesRoot", "size", "chunkSize", "chunks");
    assertThat(json.get("size").getAsLong()).isEqualTo((1 << 20) + 1);
    assertThat(json.get("chunkSize").getAsInt()).isEqualTo(256 << 10);
    assertThat(json.get("chunks").getAsInt()).isEqualTo(5);
    assertThat(json.get("path").getAsString()).isEqualTo(file.toString());
  }

  @Test
  void shouldGiveTheSameIdWhateverTheChunkSize() throws IOException {
    Path file = directory.resolve("a.bin");
    Files.write(file, "shoal".repeat(300_000).getBytes(StandardCharsets.UTF_8));

    JsonObject fine = json(Cli.run("hash", "--json", "--chunk-size=64KiB", file.toString()));
    JsonObject coarse = json(Cli.run("hash", "--json", "--chunk-size=4MiB", file.toString()));

    assertThat(fine.get("chunks").getAsInt()).isEqualTo(23);
    assertThat(coarse.get("chunks").getAsInt()).isEqualTo(1);
    assertThat(fine.get("fileId")).isEqualTo(coarse.get("fileId"));
    assertThat(fine.get("piecesRoot")).isEqualTo(coarse.get("piecesRoot"));
  }

  @Test
  void shouldHashTheEmptyFile() throws IOException {
    Path file = Files.createFile(directory.resolve("empty"));

    JsonObject json = json(Cli.run("hash", "--json", file.toString()));

    assertThat(json.get("piecesRoot").getAsString()).isEqualTo(ROOT_OF_NOTHING);
    assertThat(json.get("chunks").getAsInt()).isZero();
  }

  @Test
  void shouldNameTheBadFileAndHashTheOthers() throws IOException {
    Path missing = directory.resolve("missing");
    Path file = Files.writeString(directory.resolve("a b\u202ec.txt"), "x");

    Cli run = Cli.run("hash", missing.toString(), file.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILED);
    assertThat(run.err()).contains("shoal: ").contains("missing").doesNotContain("\tat ");
    assertThat(run.out()).matches("[0-9a-f]{64}  .*a b\uFFFDc.txt\\R");
  }

  @Test
  void shouldPrintOnlyTheResultWhenQuiet() throws IOException {
    Path file = Files.writeString(directory.resolve("a.txt"), "x");

    assertThat(Cli.run("hash", "--quiet", file.toString()).err()).isEmpty();
  }

  @Test
  void shouldShowWhereItComesFromWhenVerbose() {
    String missing = directory.resolve("missing").toString();

    assertThat(Cli.run("hash", "--verbose", missing).err()).contains("\tat dev.shoal");
  }

  private static JsonObject json(Cli run) {
    return JsonParser.parseString(run.out()).getAsJsonObject();
  }
}
