package dev.shoal.peer.service.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class WatchTurnsTest {
  private static final WatchOptions OPTIONS =
      WatchOptions.defaults().withRescan(Duration.ofSeconds(1));

  @TempDir private Path directory;

  private final RecordedSink sink = new RecordedSink();
  private final Deque<Runnable> later = new ArrayDeque<>();
  private WatchTurns turns = turns(Path.of("unused"), OPTIONS);
  private long now;

  @AfterEach
  void close() {
    turns.close();
  }

  @Test
  void shouldShareFilesUnderTheirPathInTheFolder() throws Exception {
    write("a.txt", "1");
    write("sub/b c/ü.txt", "2");
    write("empty", "");
    watch();

    assertThat(sink.shares).containsOnlyKeys("a.txt", "sub/b c/ü.txt", "empty");
    assertThat(turns.status()).isEqualTo(new WatchStatus(3, 0, null));
  }

  @Test
  void shouldLookAtNothingThatIsHiddenOrUnfinished() throws Exception {
    write(".hidden", "");
    write(".git/config", "");
    write("sub/.cache/x", "");
    write("film.mkv.part", "");
    write("film.mkv.crdownload", "");
    write("x.PARTIAL", "");
    write("x.tmp", "");
    write("letter.txt~", "");
    write(".film.mkv.0123456789abcdef.journal", "");
    write("party", "");
    watch();

    assertThat(sink.shares).containsOnlyKeys("party");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need rights there")
  void shouldFollowNoLinks() throws Exception {
    write("outside/secret.txt", "s");
    write("in/a.txt", "1");
    Files.createSymbolicLink(
        folder().resolve("secret.txt"), directory.resolve("outside/secret.txt"));
    Files.createSymbolicLink(folder().resolve("outside"), directory.resolve("outside"));
    Files.createSymbolicLink(folder().resolve("circle"), folder());
    Files.createSymbolicLink(folder().resolve("again.txt"), folder().resolve("a.txt"));
    watch();

    assertThat(sink.shares).containsOnlyKeys("a.txt");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need rights there")
  void shouldShareNothingFromOutsideWhenASubfolderIsSwappedForALink() throws Exception {
    write("outside/a.txt", "secret");
    write("in/sub/a.txt", "1");
    watch(0);
    Files.move(folder().resolve("sub"), directory.resolve("moved"));
    Files.createSymbolicLink(folder().resolve("sub"), directory.resolve("outside"));
    settle();

    assertThat(sink.shares).isEmpty();
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "names are text elsewhere")
  void shouldLeaveOutAloneWhatHasANameThatIsNoText() throws Exception {
    write("a.txt", "1");
    URI within = folder().toUri();
    Files.writeString(Path.of(URI.create(within + "bad%FF.txt")), "2");
    Files.writeString(
        Files.createDirectory(Path.of(URI.create(within + "bad%FE"))).resolve("b.txt"), "3");
    watch();

    assertThat(sink.shares).containsOnlyKeys("a.txt");
    assertThat(sink.problems)
        .singleElement()
        .asString()
        .contains(folder().toString(), "is not shared");
  }

  @Test
  void shouldLookAtNothingThatIsExcluded() throws Exception {
    write("a", "");
    write("data/b", "");
    write("c", "");
    turns =
        turns(
            folder(),
            OPTIONS.withExcluded(List.of(folder().resolve("data"), folder().resolve("c"))));
    settle();

    assertThat(sink.shares).containsOnlyKeys("a");
  }

  @Test
  void shouldFollowChangesRenamesAndRemovals() throws Exception {
    write("changed", "1");
    write("sub/renamed", "22");
    write("removed", "333");
    write("same", "4444");
    watch();
    write("changed", "12345");
    CompletableFuture<Void> before = sink.shares.get("changed");
    Files.move(folder().resolve("sub"), folder().resolve("other"));
    Files.delete(folder().resolve("removed"));
    settle();

    assertThat(sink.shares).containsOnlyKeys("changed", "other/renamed", "same");
    assertThat(sink.shares.get("changed")).isNotSameAs(before);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no inodes there")
  void shouldSayThatAFileIsRenamedWhenItIs() throws Exception {
    write("a", "1");
    watch();
    Files.move(folder().resolve("a"), folder().resolve("b"));
    settle();

    assertThat(sink.renames).containsExactly("a to b");
    assertThat(sink.shares).containsOnlyKeys("b");
  }

  @Test
  void shouldPrepareOnlySoManyFilesAtATime() throws Exception {
    for (int i = 0; i < 100; i++) {
      write("file" + i, "");
    }
    sink.atOnce = false;
    turns = turns(folder(), OPTIONS.withPreparing(3));
    settle();
    assertThat(sink.underWay()).isEqualTo(3);
    assertThat(turns.status()).isEqualTo(new WatchStatus(0, 100, null));

    while (sink.underWay() > 0) {
      sink.shares.values().forEach(share -> share.complete(null));
      turn(0);
    }
    turn(0);
    assertThat(sink.shares).hasSize(100);
    assertThat(sink.mostAtOnce).isEqualTo(3);
    assertThat(turns.status()).isEqualTo(new WatchStatus(100, 0, null));
  }

  @Test
  void shouldTryAgainWhenAFileCouldNotBeShared() throws Exception {
    write("a", "");
    sink.atOnce = false;
    watch();
    Objects.requireNonNull(sink.shares.get("a")).completeExceptionally(new IOException("no"));
    sink.atOnce = true;
    turn(0);
    assertThat(turns.status().files()).isZero();

    turn(61);
    turn(0);
    assertThat(turns.status().files()).isOne();
  }

  @Test
  void shouldLeaveAFileAloneWhenSomebodyStoppedSharingIt() throws Exception {
    write("a", "");
    write("b", "");
    sink.unwanted.add("b");
    watch();
    assertThat(sink.shares).containsOnlyKeys("a");

    sink.gone(folder().resolve("a"));
    turns.unshared(folder().resolve("a"));
    settle();
    assertThat(sink.shares).isEmpty();
    assertThat(turns.status()).isEqualTo(new WatchStatus(0, 0, null));

    write("a", "changed");
    settle();
    assertThat(sink.shares).containsOnlyKeys("a");
  }

  @Test
  void shouldShareAFileAgainWhenItsShareEndedByItself() throws Exception {
    write("a", "");
    watch();
    CompletableFuture<Void> before = sink.shares.get("a");
    turns.lost(folder().resolve("a"));
    settle();

    assertThat(sink.shares.get("a")).isNotNull().isNotSameAs(before);
  }

  @Test
  void shouldWaitForAFolderThatIsNotThere() throws Exception {
    watch();
    assertThat(turns.status().problem()).contains("isn't there");
    assertThat(sink.problems).hasSize(1);

    write("a", "");
    settle();
    assertThat(turns.status()).isEqualTo(new WatchStatus(1, 0, null));
  }

  @Test
  void shouldThrowNothingAwayWhenTheFolderGoesAndComesBack() throws Exception {
    write("a", "");
    write("sub/b", "");
    watch();
    CompletableFuture<Void> before = sink.shares.get("a");
    Files.move(folder(), directory.resolve("away"));
    settle();
    assertThat(turns.status().problem()).contains("isn't there");
    assertThat(sink.shares).containsOnlyKeys("a", "sub/b");

    Files.move(directory.resolve("away"), folder());
    settle();
    assertThat(turns.status()).isEqualTo(new WatchStatus(2, 0, null));
    assertThat(sink.shares).containsEntry("a", before);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "folders can't be told apart there")
  void shouldThrowNothingAwayWhenItsDiskIsTakenOff() throws Exception {
    write("a", "");
    watch();
    Files.move(folder(), directory.resolve("disk"));
    Files.createDirectory(folder()); // as a mount point that is left behind
    settle();
    assertThat(turns.status().problem()).contains("is empty, and not the folder");
    assertThat(sink.shares).containsOnlyKeys("a");

    Files.delete(folder());
    Files.move(directory.resolve("disk"), folder());
    settle();
    assertThat(turns.status()).isEqualTo(new WatchStatus(1, 0, null));
  }

  @Test
  void shouldDropAllFilesWhenTheFolderIsEmptied() throws Exception {
    write("a", "");
    write("sub/b", "");
    watch();
    Files.delete(folder().resolve("a"));
    Files.delete(folder().resolve("sub/b"));
    Files.delete(folder().resolve("sub"));
    settle();

    assertThat(sink.shares).isEmpty();
  }

  @Test
  void shouldShareNoMoreFilesThanAreLookedAt() throws Exception {
    for (int i = 0; i < 20; i++) {
      write("file" + i, "");
    }
    turns = turns(folder(), OPTIONS.withEntries(10));
    settle();

    assertThat(sink.shares).hasSize(10);
    assertThat(turns.status().problem()).contains("more than 10 files");
    assertThat(sink.problems).hasSize(1);

    for (int i = 0; i < 12; i++) {
      Files.delete(folder().resolve("file" + i));
    }
    settle();
    assertThat(turns.status()).isEqualTo(new WatchStatus(8, 0, null));
  }

  private Path folder() {
    return directory.resolve("in");
  }

  private void write(String name, String content) throws IOException {
    Path root = name.startsWith("outside/") || name.startsWith("in/") ? directory : folder();
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private void watch() {
    watch(10);
  }

  private void watch(int seconds) {
    turns = turns(folder(), OPTIONS);
    turn(0);
    turn(0);
    for (int i = 0; i < seconds; i++) {
      turn(1);
    }
  }

  /** All that happened is followed, whatever hints there are. */
  private void settle() {
    for (int i = 0; i < 12; i++) {
      turn(1);
      turn(0);
    }
  }

  private void turn(int seconds) {
    now += TimeUnit.SECONDS.toNanos(seconds);
    for (Runnable next = later.poll(); next != null; next = later.poll()) {
      next.run();
    }
    turns.turn();
  }

  private WatchTurns turns(Path folder, WatchOptions options) {
    return new WatchTurns(folder, options, sink, () -> now, later::add);
  }
}
