package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadResult;
import dev.shoal.protocol.wire.ChunkRequest;
import dev.shoal.transport.Connection;
import dev.shoal.transport.Request;
import dev.shoal.transport.TransportKind;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The last chunks, when a slow source has them. */
@Timeout(120)
class EndgameIT {
  private static final int COUNT = 8;
  private static final long LENGTH = COUNT * (256L << 10);

  /** How many chunks a source is asked for that has given nothing yet. */
  private static final int WINDOW = 2;

  @TempDir Path directory;

  /** What the slow source is asked and never answers, by chunk. */
  private final Map<Integer, Request> slowRequests = new ConcurrentHashMap<>();

  private final CompletableFuture<Void> bothAsked = new CompletableFuture<>();

  /** The first of these that the other source is asked as well. */
  private final AtomicReference<@Nullable Request> lost = new AtomicReference<>();

  @OnEveryTransport
  void shouldAskAFasterSourceAndCancelTheSlowOnesRequests(TransportKind kind) throws Exception {
    try (Swarm swarm = Swarm.in(directory).sharing(LENGTH).seeders(0).over(kind).start();
        ScriptedPeer slow = swarm.scripted();
        ScriptedPeer fast = swarm.scripted()) {
      slow.onChunk(
          (connection, request) -> {
            slowRequests.put(chunk(request), request);
            if (slowRequests.size() == WINDOW) {
              bothAsked.complete(null);
            }
          });
      fast.onChunk(
          (connection, request) ->
              bothAsked.thenRunAsync(
                  () -> answer(fast, connection, request), connection.eventLoop()));
      DownloadResult result =
          Await.result(swarm.download(0, DownloadOptions.defaults()).completion());
      swarm.everyCopyIsIdentical();
      assertThat(slow.chunkRequests()).isEqualTo(WINDOW);
      assertThat(fast.chunkRequests()).isEqualTo(COUNT);
      assertThat(result.fetchedBytes()).isEqualTo(LENGTH);
    }
  }

  /** The second chunk that the slow source was asked for waits until the first is cancelled. */
  private void answer(ScriptedPeer fast, Connection connection, Request request) {
    Request same = slowRequests.get(chunk(request));
    if (same == null || lost.compareAndSet(null, same)) {
      fast.answerChunk(request);
    } else {
      answerWhenCancelled(Objects.requireNonNull(lost.get()), fast, connection, request);
    }
  }

  private static void answerWhenCancelled(
      Request first, ScriptedPeer fast, Connection connection, Request request) {
    if (first.isCancelled()) {
      fast.answerChunk(request);
    } else {
      connection
          .eventLoop()
          .schedule(
              () -> answerWhenCancelled(first, fast, connection, request),
              1,
              TimeUnit.MILLISECONDS);
    }
  }

  private static int chunk(Request request) {
    return ((ChunkRequest) request.header()).getChunk();
  }
}
