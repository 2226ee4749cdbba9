package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.SourceProgress;
import dev.shoal.protocol.wire.Availability;
import dev.shoal.protocol.wire.ChunkRequest;
import dev.shoal.transport.Body;
import dev.shoal.transport.Request;
import dev.shoal.transport.TransportKind;
import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A seeder that answers with another chunk than was asked for, as the request allows. */
@Timeout(120)
class AlternativesIT {
  private static final int COUNT = 8;
  private static final long CHUNK = 256 << 10;
  private static final long LENGTH = COUNT * CHUNK;

  /** The only chunk that the other leecher has. */
  private static final int COMMON = 3;

  @TempDir Path directory;

  private final CompletableFuture<Void> begun = new CompletableFuture<>();

  /** With which chunk the first request was answered. */
  private final CompletableFuture<Integer> chosen = new CompletableFuture<>();

  /** The seeder's first request, until the second has come. */
  private final AtomicReference<@Nullable Request> first = new AtomicReference<>();

  @OnEveryTransport
  void shouldTakeTheAlternativeThatASeederChooses(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind);
        ScriptedPeer leecher = leecher(swarm);
        ScriptedPeer seeder = seeder(swarm)) {
      seeder.onChunk(
          (connection, request) -> {
            if (first.compareAndSet(null, request)) {
              return;
            }
            if (seeder.chunkRequests() == 2) {
              answerFirst(seeder, chunk -> chunk != asked(request).getChunk());
            }
            seeder.answerChunk(request);
          });
      DownloadResult result = finish(swarm);
      assertThat(chosen).isCompleted();
      assertThat(leecher.chunkRequests()).isEqualTo(1);
      assertThat(seeder.chunkRequests()).as("none of them again").isEqualTo(COUNT - 1);
      assertThat(result.fetchedBytes()).isEqualTo(LENGTH);
    }
  }

  @OnEveryTransport
  void shouldRefuseAnAlternativeThatItAskedForMeanwhile(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind);
        ScriptedPeer leecher = leecher(swarm);
        ScriptedPeer seeder = seeder(swarm)) {
      seeder.onChunk(
          (connection, request) -> {
            if (first.compareAndSet(null, request)) {
              return; // until the downloader asks for one of its alternatives as well
            }
            if (seeder.chunkRequests() == 2) {
              answerFirst(seeder, chunk -> chunk == asked(request).getChunk());
            }
            seeder.answerChunk(request);
          });
      assertRefusedWithoutBlame(finish(swarm), leecher, seeder);
    }
  }

  @OnEveryTransport
  void shouldRefuseAnAlternativeThatCameInMeanwhile(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind);
        ScriptedPeer leecher = leecher(swarm);
        ScriptedPeer seeder = seeder(swarm)) {
      seeder.onChunk(
          (connection, request) -> {
            if (first.compareAndSet(null, request)) {
              return;
            }
            boolean second = seeder.chunkRequests() == 2;
            seeder.answerChunk(request);
            if (second) {
              answerFirst(seeder, chunk -> chunk == asked(request).getChunk());
            }
          });
      assertRefusedWithoutBlame(finish(swarm), leecher, seeder);
    }
  }

  /** Answers the seeder's first request with such an alternative. */
  private void answerFirst(ScriptedPeer seeder, IntPredicate which) {
    Request waiting = Objects.requireNonNull(first.get());
    int chunk =
        asked(waiting).getAlternativesList().stream()
            .mapToInt(Integer::intValue)
            .filter(which)
            .findFirst()
            .orElseThrow();
    seeder.answerInstead(waiting, chunk);
    chosen.complete(chunk);
  }

  /** Its bytes were dropped, what it was asked for first is asked again, and it is used on. */
  private void assertRefusedWithoutBlame(
      DownloadResult result, ScriptedPeer leecher, ScriptedPeer seeder) {
    assertThat(chosen).isCompleted();
    assertThat(leecher.chunkRequests()).isEqualTo(1);
    assertThat(seeder.chunkRequests()).as("one of them again").isEqualTo(COUNT);
    assertThat(seeder.connections()).as("neither banned nor dialled anew").isEqualTo(1);
    assertThat(verifiedBytes(result, seeder)).isEqualTo(LENGTH - CHUNK);
  }

  /** The seeder takes part once the downloader has what the leecher has. */
  private DownloadResult finish(Swarm swarm) throws Exception {
    Download download = swarm.download(0, DownloadOptions.defaults());
    Await.until("the leecher has given", () -> download.progress().verifiedBytes() == CHUNK);
    begun.complete(null);
    DownloadResult result = Await.result(download.completion());
    swarm.everyCopyIsIdentical();
    return result;
  }

  private static ScriptedPeer leecher(Swarm swarm) throws Exception {
    return swarm
        .scripted()
        .onWatch(
            (connection, request) ->
                request.answer(
                    offset -> Availability.getDefaultInstance(),
                    Body.of(Unpooled.wrappedBuffer(new byte[] {(byte) (0x80 >> COMMON)}))));
  }

  private ScriptedPeer seeder(Swarm swarm) throws Exception {
    ScriptedPeer seeder = swarm.scripted();
    return seeder.onWatch(
        (connection, request) ->
            begun.thenRunAsync(() -> seeder.answerComplete(request), connection.eventLoop()));
  }

  private static ChunkRequest asked(Request request) {
    return (ChunkRequest) request.header();
  }

  private static long verifiedBytes(DownloadResult result, ScriptedPeer peer) {
    return result.sources().stream()
        .filter(source -> source.address().equals(peer.address()))
        .mapToLong(SourceProgress::verifiedBytes)
        .sum();
  }

  private Swarm swarm(TransportKind kind) throws Exception {
    return Swarm.in(directory).sharing(LENGTH).seeders(0).leechers(1).over(kind).start();
  }
}
