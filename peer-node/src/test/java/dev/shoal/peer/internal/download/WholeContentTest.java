package dev.shoal.peer.internal.download;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.internal.store.DiskFileLayer;
import dev.shoal.peer.internal.store.UnverifiedPart;
import dev.shoal.protocol.ChunkHasher;
import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.ChunkSize;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.Manifest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeContentTest implements WholeContent.Listener {
  private static final int BLOCK = 256 << 10;

  @TempDir Path directory;
  private final EmbeddedChannel channel = new EmbeddedChannel();

  /** What the worker is to do. */
  private final Queue<Runnable> work = new ArrayDeque<>();

  /** What was told, in order. */
  private final List<String> told = new ArrayList<>();

  private Manifest manifest = Manifest.of(new ChunkLayout(0, ChunkSize.MIN), new byte[0]);

  @AfterEach
  void end() {
    channel.finishAndReleaseAll();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 64 << 10, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 12_345})
  void shouldKnowWhatFileItIs(int length) throws Exception {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    WholeContent content = content(length);
    content.start();
    for (int at = 0; at < length; at += 100_000) {
      accept(content, Arrays.copyOfRange(bytes, at, Math.min(length, at + 100_000)));
      runAll();
    }
    runAll();
    assertThat(told).endsWith("whole").doesNotContain("failed");
    assertThat(manifest).isEqualTo(expected(bytes));
    content.stop(() -> told.add("idle"));
    assertThat(told).endsWith("idle");
    UnverifiedPart part = content.take().orElseThrow();
    assertThat(content.take()).isEmpty();
    try (var files = Files.list(directory)) {
      Path data = files.filter(path -> path.toString().endsWith(".part")).findFirst().orElseThrow();
      assertThat(data).hasBinaryContent(bytes);
    }
    part.discard();
  }

  @Test
  void shouldAskForNoMoreThanTheDiskTakes() {
    WholeContent content = content(4L * BLOCK);
    content.start();
    accept(content, new byte[BLOCK - 1]);
    assertThat(content.isFull()).isFalse();
    accept(content, new byte[2]);
    assertThat(content.isFull()).isTrue();
    runAll();
    assertThat(content.isFull()).isFalse();
    assertThat(told).containsExactly("room");
    content.discard(() -> told.add("gone"));
    runAll();
    assertThat(told).endsWith("gone");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void shouldLeaveNothingWhenItIsDiscardedWhileAWorkerIsAtIt() {
    WholeContent content = content(2L * BLOCK);
    content.start();
    accept(content, new byte[BLOCK + 1]);
    content.discard(() -> told.add("gone"));
    assertThat(told).isEmpty();
    runAll();
    assertThat(told).containsExactly("gone");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void shouldSayThatItCannotBeWritten() {
    WholeContent content =
        content(
            BLOCK,
            () -> {
              throw new IllegalStateException("no disk");
            });
    content.start();
    runAll();
    assertThat(told).containsExactly("failed");
    content.discard(() -> told.add("gone"));
    assertThat(told).endsWith("gone");
  }

  private WholeContent content(long length) {
    return content(
        length,
        () ->
            UnverifiedPart.create(
                new DiskFileLayer(),
                directory.resolve("copy.bin"),
                FileId.of(new byte[32], 0),
                length));
  }

  private WholeContent content(long length, Callable<UnverifiedPart> opening) {
    return new WholeContent(
        new WholeContent.Means(
            channel.eventLoop(), work::add, PooledByteBufAllocator.DEFAULT, new HasherPool()),
        length,
        opening,
        this);
  }

  private static void accept(WholeContent content, byte[] bytes) {
    ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
    content.accept(buffer);
    assertThat(buffer.refCnt()).isEqualTo(1);
  }

  private void runAll() {
    do {
      Runnable next = work.poll();
      if (next != null) {
        next.run();
      }
      channel.runPendingTasks();
    } while (!work.isEmpty());
  }

  private static Manifest expected(byte[] bytes) {
    ChunkLayout layout = new ChunkLayout(bytes.length, ChunkSize.forLength(bytes.length));
    ByteBuffer hashes = ByteBuffer.allocate(layout.count() * 32);
    for (int chunk = 0; chunk < layout.count(); chunk++) {
      ByteBuffer slice = ByteBuffer.wrap(bytes, (int) layout.offset(chunk), layout.size(chunk));
      hashes.put(new ChunkHasher().hash(slice, layout.paddedLeaves()));
    }
    return Manifest.of(layout, hashes.array());
  }

  @Override
  public void onRoom() {
    told.add("room");
  }

  @Override
  public void onWhole(Manifest found) {
    manifest = found;
    told.add("whole");
  }

  @Override
  public void onFailed(Throwable cause) {
    told.add("failed");
  }
}
