package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadOrder;
import dev.shoal.peer.DownloadStream;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.ShoalException;
import dev.shoal.protocol.wire.ChunkRequest;
import dev.shoal.transport.Request;
import dev.shoal.transport.TransportKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reading a file while it is downloaded. */
@Timeout(120)
class StreamIT {
  private static final int CHUNK = 256 << 10;
  private static final int LENGTH = (7 << 20) + 7;
  private static final int COUNT = 29;
  private static final String NOWHERE = "127.0.0.1:1";

  @TempDir Path directory;

  private final List<Integer> asked = Collections.synchronizedList(new ArrayList<>());
  private final CompletableFuture<Void> begun = new CompletableFuture<>();

  @OnEveryTransport
  void shouldReadTheWholeFileWhileItIsDownloaded(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind, 2)) {
      Download download = swarm.download(0, DownloadOptions.defaults());
      try (DownloadStream stream = download.openStream()) {
        assertThat(stream.length()).isEqualTo(LENGTH);
        assertThat(stream.readAllBytes()).isEqualTo(Files.readAllBytes(swarm.original()));
        assertThat(stream.position()).isEqualTo(LENGTH);
        assertThat(stream.read()).isEqualTo(-1);
        assertThat(stream.available()).isZero();
      }
      Await.result(download.completion());
      swarm.everyCopyIsIdentical();
    }
  }

  @OnEveryTransport
  void shouldFetchInOrderWhenItIsReadFromTheBeginning(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind, 0);
        ScriptedPeer source = recording(swarm)) {
      Download download = swarm.download(0, DownloadOptions.defaults());
      try (DownloadStream stream = download.openStream()) {
        begun.complete(null);
        assertThat(stream.readAllBytes()).isEqualTo(Files.readAllBytes(swarm.original()));
      }
      assertThat(source.chunkRequests()).isEqualTo(COUNT);
      assertThat(asked).isEqualTo(IntStream.range(0, COUNT).boxed().toList());
    }
  }

  @OnEveryTransport
  void shouldFetchInOrderWhenThatIsAsked(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind, 0);
        ScriptedPeer source = recording(swarm)) {
      begun.complete(null);
      DownloadOptions inOrder = DownloadOptions.defaults().withOrder(DownloadOrder.SEQUENTIAL);
      Await.result(swarm.download(0, inOrder).completion());
      assertThat(source.chunkRequests()).isEqualTo(COUNT);
      assertThat(asked).isEqualTo(IntStream.range(0, COUNT).boxed().toList());
      swarm.everyCopyIsIdentical();
    }
  }

  @OnEveryTransport
  void shouldFetchWhatIsReadBeforeTheRest(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind, 0);
        ScriptedPeer source = recording(swarm)) {
      byte[] original = Files.readAllBytes(swarm.original());
      Download download = swarm.download(0, DownloadOptions.defaults());
      try (DownloadStream stream = download.openStream()) {
        stream.seek(LENGTH - 3);
        begun.complete(null);
        assertThat(stream.readNBytes(5)).isEqualTo(part(original, LENGTH - 3, 3));
        assertThat(asked.get(0)).isEqualTo(COUNT - 1);
        stream.seek(1);
        assertThat(stream.readNBytes(CHUNK)).isEqualTo(part(original, 1, CHUNK));
      }
      assertThat(source.connections()).isEqualTo(1);
      Await.result(download.completion());
      swarm.everyCopyIsIdentical();
    }
  }

  /** At this rate the whole would take 15 s, what is sought half of one. */
  @OnEveryTransport
  void shouldFetchWhatIsReadFirstWhenTheRateIsLimited(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind, 0);
        ScriptedPeer source = recording(swarm)) {
      byte[] original = Files.readAllBytes(swarm.original());
      Download download =
          swarm.download(0, DownloadOptions.defaults().withDownloadLimit(2 * CHUNK));
      try (DownloadStream stream = download.openStream()) {
        stream.seek(LENGTH / 2);
        begun.complete(null);
        assertThat(stream.read()).isEqualTo(original[LENGTH / 2] & 0xFF);
        assertThat(asked.get(0)).isEqualTo(LENGTH / 2 / CHUNK);
        assertThat(download.completion()).as("the limit holds for streams, too").isNotDone();
        download.setDownloadLimit(0);
        stream.seek(0);
        assertThat(stream.readAllBytes()).isEqualTo(original);
      }
      assertThat(source.connections()).isEqualTo(1);
      Await.result(download.completion());
      swarm.everyCopyIsIdentical();
    }
  }

  @OnEveryTransport
  void shouldReadOnWhenTheFileIsCompleteAndGoneAndTheNodeClosed(TransportKind kind)
      throws Exception {
    try (Swarm swarm = swarm(kind, 1)) {
      byte[] original = Files.readAllBytes(swarm.original());
      PeerNode node = swarm.node("closing");
      Download download = node.download(swarm.fileId(), swarm.copy(0));
      try (DownloadStream stream = download.openStream()) {
        assertThat(stream.read()).isEqualTo(original[0] & 0xFF);
        Await.result(download.completion());
        try (DownloadStream later = download.openStream()) {
          node.close();
          Files.delete(swarm.copy(0));
          assertThat(stream.readAllBytes()).isEqualTo(part(original, 1, LENGTH - 1));
          assertThat(later.available()).isEqualTo(LENGTH);
          assertThat(later.readAllBytes()).isEqualTo(original);
        }
      }
    }
  }

  @Test
  void shouldHaveAPositionOfItsOwnWhenSeveralStreamsAreRead() throws Exception {
    try (Swarm swarm = swarm(TransportKind.best(), 1)) {
      byte[] original = Files.readAllBytes(swarm.original());
      Download download = swarm.download(0, DownloadOptions.defaults());
      try (DownloadStream one = download.openStream();
          DownloadStream other = download.openStream()) {
        other.seek(LENGTH / 2);
        for (int i = 0; i < 10; i++) {
          assertThat(one.readNBytes(100_000)).isEqualTo(part(original, i * 100_000, 100_000));
          assertThat(other.readNBytes(100_000))
              .isEqualTo(part(original, LENGTH / 2 + i * 100_000, 100_000));
        }
      }
    }
  }

  @Test
  void shouldMoveAboutInTheFile() throws Exception {
    try (Swarm swarm = swarm(TransportKind.best(), 1)) {
      byte[] original = Files.readAllBytes(swarm.original());
      try (DownloadStream stream = swarm.download(0, DownloadOptions.defaults()).openStream()) {
        assertThat(stream.skip(CHUNK + 1)).isEqualTo(CHUNK + 1);
        assertThat(stream.position()).isEqualTo(CHUNK + 1);
        assertThat(stream.markSupported()).isTrue();
        stream.mark(0);
        assertThat(stream.readNBytes(3)).isEqualTo(part(original, CHUNK + 1, 3));
        stream.reset();
        assertThat(stream.read()).isEqualTo(original[CHUNK + 1] & 0xFF);
        assertThat(stream.skip(Long.MAX_VALUE)).isEqualTo(LENGTH - CHUNK - 2);
        assertThat(stream.skip(-1)).isZero();
        assertThat(stream.read()).isEqualTo(-1);
        stream.seek(Long.MAX_VALUE);
        assertThat(stream.read()).isEqualTo(-1);
        assertThat(stream.skip(1)).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> stream.seek(-1));
      }
    }
  }

  @Test
  void shouldReadWhatAnEarlierAttemptLeftAndWhatIsCopiedOnThisMachine() throws Exception {
    try (Swarm swarm = swarm(TransportKind.best(), 0)) {
      byte[] original = Files.readAllBytes(swarm.original());
      try (ScriptedPeer half = new ScriptedPeer(swarm.original(), TransportKind.best());
          PeerNode node = swarm.settings("closing").tracker(NOWHERE).build()) {
        half.onChunk(
            (connection, request) -> {
              if (half.chunkRequests() <= COUNT / 2) {
                half.answerChunk(request);
              }
            });
        Download download =
            node.download(
                swarm.fileId(),
                swarm.copy(0),
                DownloadOptions.defaults().withSources(List.of(half.address())));
        Await.until("half is there", () -> download.progress().verifiedBytes() >= 13L * CHUNK);
      }
      try (PeerNode node = swarm.node("again")) {
        Await.result(node.share(swarm.original()));
        try (InputStream stream = node.download(swarm.fileId(), swarm.copy(0)).openStream()) {
          assertThat(stream.readAllBytes()).isEqualTo(original);
        }
      }
    }
  }

  @OnEveryTransport
  void shouldFailWhenTheDownloadIsCancelled(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind, 0);
        ScriptedPeer mute = swarm.scripted().onChunk((connection, request) -> {})) {
      Download download = swarm.download(0, DownloadOptions.defaults());
      try (DownloadStream stream = download.openStream()) {
        CompletableFuture<Integer> read = reading(stream);
        Await.until("it is asked", () -> mute.chunkRequests() > 0);
        download.cancel();
        failsBecauseOf(read, CancellationException.class);
        assertThatIOException().isThrownBy(stream::available);
      }
      try (DownloadStream late = download.openStream()) {
        failsBecauseOf(reading(late), CancellationException.class);
      }
    }
  }

  @Test
  void shouldFailWhenTheDownloadFails() throws Exception {
    try (Swarm swarm = swarm(TransportKind.best(), 0)) {
      Download download = swarm.download(0, DownloadOptions.defaults());
      try (DownloadStream stream = download.openStream()) {
        failsBecauseOf(reading(stream), NotFoundException.class);
        assertThatIOException()
            .isThrownBy(stream::length)
            .withMessageContaining("nobody shares the file");
      }
    }
  }

  @Test
  void shouldFailWhenTheNodeIsClosed() throws Exception {
    try (Swarm swarm = swarm(TransportKind.best(), 0);
        ScriptedPeer mute = swarm.scripted().onChunk((connection, request) -> {})) {
      Download download = swarm.download(0, DownloadOptions.defaults());
      try (DownloadStream stream = download.openStream()) {
        CompletableFuture<Integer> read = reading(stream);
        Await.until("it is asked", () -> mute.chunkRequests() > 0);
        swarm.leechers().get(0).close();
        failsBecauseOf(read, ShoalException.class);
      }
    }
  }

  @Test
  void shouldWaitNoLongerWhenTheStreamIsClosedOrTheReaderInterrupted() throws Exception {
    try (Swarm swarm = swarm(TransportKind.best(), 0);
        ScriptedPeer mute = swarm.scripted().onChunk((connection, request) -> {})) {
      Download download = swarm.download(0, DownloadOptions.defaults());
      DownloadStream closed = download.openStream();
      CompletableFuture<Integer> read = reading(closed);
      Await.until("it is asked", () -> mute.chunkRequests() > 0);
      closed.close();
      assertThat(Await.failure(read, IOException.class)).hasMessage("the stream is closed");
      assertThatIOException().isThrownBy(closed::read).withMessage("the stream is closed");
      assertThatIOException().isThrownBy(() -> closed.seek(0));
      try (DownloadStream interrupted = download.openStream()) {
        Thread.currentThread().interrupt();
        assertThatIOException()
            .isThrownBy(interrupted::read)
            .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(download.completion()).isNotDone();
      }
    }
  }

  /**
   * An honest source that notes what it is asked for, and holds the manifest until it may begin.
   */
  private ScriptedPeer recording(Swarm swarm) throws Exception {
    ScriptedPeer source = swarm.scripted();
    source.onManifest(
        (connection, request) ->
            begun.thenRunAsync(() -> source.answerManifest(request), connection.eventLoop()));
    return source.onChunk(
        (connection, request) -> {
          asked.add(chunk(request));
          source.answerChunk(request);
        });
  }

  private static byte[] part(byte[] bytes, int from, int count) {
    return Arrays.copyOfRange(bytes, from, from + count);
  }

  private static int chunk(Request request) {
    return ((ChunkRequest) request.header()).getChunk();
  }

  private static CompletableFuture<Integer> reading(DownloadStream stream) {
    CompletableFuture<Integer> result = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                result.complete(stream.read());
              } catch (IOException e) {
                result.completeExceptionally(e);
              }
            },
            "reader");
    reader.setDaemon(true);
    reader.start();
    return result;
  }

  private static void failsBecauseOf(
      CompletableFuture<Integer> read, Class<? extends Throwable> cause) throws Exception {
    IOException failure = Await.failure(read, IOException.class);
    assertThat(failure)
        .hasMessageStartingWith("the download ended early: ")
        .hasCauseExactlyInstanceOf(cause);
  }

  private Swarm swarm(TransportKind kind, int seeders) throws Exception {
    return Swarm.in(directory).sharing(LENGTH).seeders(seeders).leechers(1).over(kind).start();
  }
}
