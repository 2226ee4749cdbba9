package dev.shoal.peer.internal.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.peer.internal.hash.FileStamp;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.transport.SharedChannel;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedFileTest {
  @TempDir Path directory;
  private Path path;
  private FileStamp hashed;
  private final Queue<Runnable> work = new ArrayDeque<>();
  private final OpenFiles openFiles = new OpenFiles(2);

  @BeforeEach
  void hash() throws Exception {
    path = Files.writeString(directory.resolve("file"), "content");
    hashed = FileStamp.of(path);
  }

  @Test
  void shouldLookOnceForAllWhoAskMeanwhile() {
    GuardedFile file = new GuardedFile(path, hashed, work::add, openFiles);
    CompletableFuture<SharedChannel> first = file.open(0, 1);
    CompletableFuture<SharedChannel> second = file.open(0, 1);
    assertThat(work).hasSize(1);
    work.remove().run();
    assertThat(first.join()).isSameAs(second.join());
    CompletableFuture<SharedChannel> trusted = file.open(0, 1);
    assertThat(work).isEmpty();
    file.close();
    for (CompletableFuture<SharedChannel> each : List.of(first, second, trusted)) {
      assertThat(each.join().refCnt()).isPositive();
      each.join().release();
    }
    assertThat(first.join().refCnt()).isZero();
  }

  @Test
  void shouldLookAgainWhenAnotherPartOfTheFileIsWanted() throws Exception {
    try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw")) {
      sparse.setLength(3L * WarmExtents.LEAST);
    }
    GuardedFile file = new GuardedFile(path, FileStamp.of(path), work::add, openFiles);
    CompletableFuture<SharedChannel> first = file.open(0, 1);
    CompletableFuture<SharedChannel> other = file.open(2L * WarmExtents.LEAST, 1);
    assertThat(work).as("one for each part, to be read there").hasSize(2);
    work.remove().run();
    work.remove().run();
    CompletableFuture<SharedChannel> again = file.open(2L * WarmExtents.LEAST, 1);
    assertThat(work).as("it was in memory a moment ago").isEmpty();
    for (CompletableFuture<SharedChannel> each : List.of(first, other, again)) {
      each.join().release();
    }
    file.close();
  }

  @Test
  void shouldRefuseWhenTheFileChanged() throws Exception {
    GuardedFile file = new GuardedFile(path, hashed, Runnable::run, openFiles);
    Files.writeString(path, "another content");
    isRefused(file.open(0, 1), ErrorCode.FILE_CHANGED);
    Files.delete(path);
    isRefused(file.open(0, 1), ErrorCode.FILE_CHANGED);
  }

  @Test
  void shouldNotTakeAPassingFailureForAChange() throws Exception {
    GuardedFile file = new GuardedFile(path, hashed, Runnable::run, openFiles);
    ByteBuf into = Unpooled.buffer(100);
    Thread.currentThread().interrupt(); // which closes a channel that is read
    try {
      assertThatThrownBy(() -> file.read(into))
          .isInstanceOfSatisfying(
              Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.BUSY));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    file.read(into);
    assertThat(into.toString(UTF_8)).isEqualTo("content");
    Files.delete(path);
    assertThatThrownBy(() -> file.read(into))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.FILE_CHANGED));
  }

  @Test
  void shouldRefuseWhenItIsClosed() {
    GuardedFile file = new GuardedFile(path, hashed, work::add, openFiles);
    CompletableFuture<SharedChannel> asked = file.open(0, 1);
    file.close();
    work.remove().run();
    isRefused(asked, ErrorCode.NOT_FOUND);
  }

  @Test
  void shouldRefuseWhenNobodyCanLook() {
    GuardedFile file =
        new GuardedFile(
            path,
            hashed,
            task -> {
              throw new RejectedExecutionException();
            },
            openFiles);
    isRefused(file.open(0, 1), ErrorCode.SHUTTING_DOWN);
    isRefused(file.open(0, 1), ErrorCode.SHUTTING_DOWN);
  }

  @Test
  void shouldCloseTheFileThatIsUnusedForLongestWhenManyAreOpen() throws Exception {
    List<GuardedFile> files = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Path each = Files.writeString(directory.resolve("file " + i), "content");
      files.add(new GuardedFile(each, FileStamp.of(each), Runnable::run, openFiles));
    }
    SharedChannel first = files.get(0).open(0, 1).join();
    SharedChannel second = files.get(1).open(0, 1).join();
    files.get(0).open(0, 1).join().release();
    SharedChannel third = files.get(2).open(0, 1).join();
    second.release();
    assertThat(second.refCnt()).as("nobody holds it open").isZero();
    assertThat(openFiles.count()).isEqualTo(2);
    SharedChannel again = files.get(1).open(0, 1).join();
    assertThat(again.refCnt()).isEqualTo(2);
    first.release();
    third.release();
    again.release();
    files.forEach(GuardedFile::close);
    assertThat(openFiles.count()).isZero();
    assertThat(List.of(first, third, again)).allMatch(each -> each.refCnt() == 0);
  }

  private static void isRefused(CompletableFuture<?> answer, ErrorCode code) {
    assertThat(answer).isCompletedExceptionally();
    Throwable failure = answer.handle((done, cause) -> cause).join();
    assertThat(Refusal.in(failure).code()).isEqualTo(code);
  }
}
