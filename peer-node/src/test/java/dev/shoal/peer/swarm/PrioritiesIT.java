package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadPriority;
import dev.shoal.peer.PeerNode;
import dev.shoal.transport.Request;
import dev.shoal.transport.TransportKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Downloads of one node that matter more and less. */
@Timeout(120)
class PrioritiesIT {
  private static final int LENGTH = 16 << 20;
  private static final int ROUNDS = 10;

  /** Only if the important one received something so lately does the other have to give way. */
  private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  @TempDir Path directory;

  /** A source of a file that answers when it is told to. */
  private static final class Source implements AutoCloseable {
    private final ScriptedPeer peer;
    private final BlockingQueue<Request> held = new LinkedBlockingQueue<>();
    private volatile boolean free;

    /** When it was last told to, by the test's thread. */
    private long answeredNanos = System.nanoTime();

    Source(Path file, TransportKind kind) throws Exception {
      peer = new ScriptedPeer(file, kind);
      peer.onChunk(
          (connection, request) -> {
            held.add(request);
            if (free) {
              release();
            }
          });
    }

    void answerOne() throws InterruptedException {
      peer.answerChunk(held.take());
    }

    /** Answers all from now on. */
    void release() {
      free = true;
      for (Request request = held.poll(); request != null; request = held.poll()) {
        peer.answerChunk(request);
      }
    }

    Download download(PeerNode node, Path copy, DownloadPriority priority) {
      return node.download(
          peer.fileId(),
          copy,
          DownloadOptions.defaults().withPriority(priority).withSources(List.of(peer.address())));
    }

    @Override
    public void close() throws IOException {
      peer.close();
    }
  }

  @OnEveryTransport
  void shouldLeaveTheLineToTheMoreImportantOne(TransportKind kind) throws Exception {
    try (Swarm swarm = Swarm.in(directory).sharing(LENGTH).seeders(0).over(kind).start();
        Source important = new Source(swarm.original(), kind);
        Source other = new Source(file("other.bin"), kind)) {
      PeerNode node = swarm.leechers().get(0);
      Download high = important.download(node, directory.resolve("high"), DownloadPriority.HIGH);
      important.answerOne();
      Await.until("something came", () -> high.progress().fetchedBytes() > 0);
      Download low = other.download(node, directory.resolve("low"), DownloadPriority.LOW);
      for (int i = 0; i < ROUNDS; i++) {
        Await.until("it goes on all the same", () -> isAskedAgain(important, other));
        other.answerOne();
      }

      low.setPriority(DownloadPriority.HIGH);
      Await.until("it has as much of the line as the other", () -> other.held.size() >= 2);
      important.release();
      other.release();
      Await.result(high.completion());
      Await.result(low.completion());
      swarm.isIdentical(directory.resolve("high"));
    }
  }

  /** Keeps the important one going meanwhile; the other is asked for one chunk and not for two. */
  private static boolean isAskedAgain(Source important, Source other) {
    long before = important.answeredNanos;
    Request next = important.held.poll();
    if (next != null && important.peer.chunkRequests() < LENGTH / (256 << 10) - 2) {
      important.peer.answerChunk(next);
      important.answeredNanos = System.nanoTime();
    }
    int waiting = other.held.size();
    if (System.nanoTime() - before < FRESH_NANOS) {
      assertThat(waiting).isLessThanOrEqualTo(1);
    }
    return waiting > 0;
  }

  @OnEveryTransport
  void shouldTakeTheLineBackWhenTheMoreImportantOneIsComplete(TransportKind kind) throws Exception {
    try (Swarm swarm = Swarm.in(directory).sharing(LENGTH).seeders(0).over(kind).start();
        Source important = new Source(swarm.original(), kind);
        Source other = new Source(file("other.bin"), kind)) {
      PeerNode node = swarm.leechers().get(0);
      Download low = other.download(node, directory.resolve("low"), DownloadPriority.LOW);
      important.release();
      Await.result(
          important.download(node, directory.resolve("high"), DownloadPriority.HIGH).completion());
      Await.until("it uses the line", () -> other.held.size() >= 2);
      other.release();
      Await.result(low.completion());
    }
  }

  private Path file(String name) throws Exception {
    return Content.write(directory.resolve(name), LENGTH, 2);
  }
}
