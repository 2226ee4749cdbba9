package dev.shoal.peer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.shoal.peer.DownloadPriority;
import dev.shoal.peer.StorageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
  private static final SavedState STATE =
      new SavedState(
          3,
          7,
          new TransferLimits(0, 4096),
          List.of(
              new SavedShare(
                  "s1",
                  "/files/ü \"1\"",
                  "",
                  List.of("a", "b"),
                  List.of("team"),
                  65536,
                  0,
                  ShareInfo.Origin.DOWNLOADED,
                  null,
                  -1)),
          List.of(
              new SavedDownload(
                  "d6",
                  DownloadRequest.of("some name"),
                  FakePort.id(5).toString(),
                  "some name",
                  null,
                  SavedDownload.Stage.FAILED,
                  DownloadPriority.HIGH,
                  2048,
                  -1,
                  0,
                  1,
                  2,
                  3,
                  new Problem("storage", "the disk is full"),
                  null)),
          List.of("5 1 /watched/file"),
          List.of());

  /** As it was before downloads had summaries. */
  private static final String EARLIER =
      """
      {"version":1,"checksum":2340640622,"state":{"nextShare":3,"nextDownload":7,
       "limits":{"upload":0,"download":4096},
       "shares":[{"id":"s1","path":"/files/ü \\"1\\"","name":"","tags":["a","b"],
        "groups":["team"],"chunkSize":65536,"uploadLimit":0,"origin":"downloaded","size":-1}],
       "downloads":[{"id":"d6","request":{"what":"some name","path":"","group":"",
        "overwrite":false,"keepSharing":true,"sources":[],"downloadLimit":0,
        "order":"rarest-first","priority":"normal","waitSeconds":-1},
        "fileId":"0000000000000000000000000000000000000000000000000000000000000005",
        "name":"some name","stage":"failed","priority":"high","downloadLimit":2048,
        "totalBytes":-1,"verifiedBytes":0,"createdMillis":1,"waitingSinceMillis":2,
        "endedMillis":3,"problem":{"code":"storage","message":"the disk is full"}}],
       "notShared":["5 1 /watched/file"],"notFetched":[],"forMembers":[]}}
      """;

  @TempDir Path directory;
  private final List<String> loud = new ArrayList<>();

  private Path path() {
    return directory.resolve("state.json");
  }

  @Test
  void shouldRememberNothingWhenThereIsNoFile() throws Exception {
    assertThat(new StateFile(directory).load(loud::add)).isEqualTo(SavedState.EMPTY);
    assertThat(loud).isEmpty();
  }

  @Test
  void shouldRememberWhatWasSaved() throws Exception {
    new StateFile(directory).save(STATE);
    assertThat(new StateFile(directory).load(loud::add)).isEqualTo(STATE);
    assertThat(Files.readString(path())).contains("\"origin\":\"downloaded\"", "\"high\"");
  }

  @Test
  void shouldTakeUpWhatAnEarlierVersionWrote() throws Exception {
    Files.writeString(path(), EARLIER);
    assertThat(new StateFile(directory).load(loud::add)).isEqualTo(STATE);
    assertThat(loud).isEmpty();
  }

  @Test
  void shouldSetItAsideAndSaySoWhenItIsDamaged() throws Exception {
    Files.writeString(directory.resolve("state.json.damaged-1"), "an earlier one");
    Files.writeString(path(), "{\"version\":1,");
    assertThat(new StateFile(directory).load(loud::add)).isEqualTo(SavedState.EMPTY);
    assertThat(loud).singleElement().asString().contains("damaged", "state.json.damaged-2");
    assertThat(path()).doesNotExist();
    assertThat(directory.resolve("state.json.damaged-1")).hasContent("an earlier one");
    assertThat(directory.resolve("state.json.damaged-2")).hasContent("{\"version\":1,");
  }

  @Test
  void shouldLeaveItAloneWhenALaterVersionWroteIt() throws Exception {
    Files.writeString(path(), "{\"version\":2,\"unheardOf\":[]}");
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> new StateFile(directory).load(loud::add))
        .withMessageContaining("later version");
    assertThat(path()).exists();
  }

  @Test
  void shouldReadItWhenSomebodyLaidItOutDifferently() throws Exception {
    new StateFile(directory).save(STATE);
    String json = Files.readString(path());
    Files.writeString(path(), json.replace(",\"", ",\n  \""));
    assertThat(new StateFile(directory).load(loud::add)).isEqualTo(STATE);
  }

  /** Whatever happens to its bytes: what is read is what was written, or nothing, loudly. */
  @Property(tries = 200)
  void shouldNeverReadSomethingElseWhenBytesAreDamaged(@ForAll long seed) throws Exception {
    Path folder = Files.createTempDirectory("state");
    try {
      StateFile file = new StateFile(folder);
      file.save(STATE);
      Path path = folder.resolve("state.json");
      byte[] bytes = Files.readAllBytes(path);
      Random random = new Random(seed);
      if (random.nextBoolean()) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      Files.write(path, bytes);
      List<String> said = new ArrayList<>();
      SavedState read;
      try {
        read = file.load(said::add);
      } catch (StorageException e) {
        assertThat(e).hasMessageContaining("later version");
        return;
      }
      if (!read.equals(STATE)) {
        assertThat(read).isEqualTo(SavedState.EMPTY);
        assertThat(said).hasSize(1);
        assertThat(folder.resolve("state.json.damaged-1")).hasBinaryContent(bytes);
      }
    } finally {
      try (var files = Files.list(folder)) {
        for (Path each : files.toList()) {
          Files.delete(each);
        }
      }
      Files.delete(folder);
    }
  }
}
