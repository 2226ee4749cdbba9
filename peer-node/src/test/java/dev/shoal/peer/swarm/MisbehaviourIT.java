package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.IntegrityException;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.SourceProgress;
import dev.shoal.peer.UnreachableException;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.wire.Availability;
import dev.shoal.protocol.wire.ChunkData;
import dev.shoal.protocol.wire.Gone;
import dev.shoal.protocol.wire.Have;
import dev.shoal.protocol.wire.ManifestPage;
import dev.shoal.transport.Body;
import dev.shoal.transport.Connection;
import dev.shoal.transport.Request;
import dev.shoal.transport.TransportKind;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Downloads among peers that lie, dawdle and break the rules. */
@Tag("any-jdk")
@Timeout(120)
class MisbehaviourIT {
  private static final int CHUNK = 256 << 10;
  private static final int LENGTH = 16 * CHUNK - 100;
  private static final DownloadOptions IMPATIENT =
      DownloadOptions.defaults().withStall(Duration.ofMillis(500));

  @TempDir Path directory;

  @OnEveryTransport
  void shouldFinishFromOthersWhenASourceSendsWrongBytes(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind);
        ScriptedPeer liar = swarm.scripted();
        ScriptedPeer honest = swarm.scripted()) {
      CompletableFuture<Void> caught = new CompletableFuture<>();
      liar.onChunk(
          (connection, request) -> {
            byte[] bytes = liar.bytes(request);
            bytes[bytes.length / 2] ^= 1;
            liar.answerChunk(request, bytes);
          });
      honest.onChunk((connection, request) -> caught.thenRun(() -> honest.answerChunk(request)));
      Download download = swarm.download(0, DownloadOptions.defaults());
      Await.until("a lie", () -> liar.chunkRequests() > 0);
      caught.complete(null);
      DownloadResult result = Await.result(download.completion());
      swarm.everyCopyIsIdentical();
      assertThat(verifiedBytes(result, honest)).isEqualTo(LENGTH);
      assertThat(verifiedBytes(result, liar)).isZero();
      assertThat(liar.connections()).isEqualTo(1);
    }
  }

  @OnEveryTransport
  void shouldFailAndKeepNothingWhenTheOnlySourceSendsWrongBytes(TransportKind kind)
      throws Exception {
    try (Swarm swarm = swarm(kind)) {
      try (ScriptedPeer liar = swarm.scripted()) {
        liar.onChunk(
            (connection, request) ->
                liar.answerChunk(request, new byte[liar.bytes(request).length]));
        Download download =
            swarm.download(0, DownloadOptions.defaults().withWaitFor(Duration.ofSeconds(2)));
        IntegrityException failure = Await.failure(download.completion(), IntegrityException.class);
        assertThat(failure)
            .hasMessage(
                "no source has the right bytes: a source sent a chunk that is not the file's");
        assertThat(liar.connections()).as("it is not dialled again").isEqualTo(1);
        assertThat(download.progress().verifiedBytes()).isZero();
        assertThat(swarm.copy(0)).doesNotExist();
      }
      try (ScriptedPeer honest = swarm.scripted()) {
        DownloadResult result =
            Await.result(swarm.download(0, DownloadOptions.defaults()).completion());
        assertThat(result.keptBytes()).isZero();
        assertThat(verifiedBytes(result, honest)).isEqualTo(LENGTH);
        swarm.everyCopyIsIdentical();
      }
    }
  }

  /** A manifest that is not the file's, or none at all. */
  enum FalseManifest {
    ONE_HASH_FLIPPED(LENGTH, CHUNK, 16 * 32),
    LONGER_FILE(LENGTH + 1, CHUNK, 16 * 32),
    OTHER_CHUNK_SIZE(LENGTH, 2 * CHUNK, 8 * 32),
    NO_CHUNK_SIZE(LENGTH, CHUNK + 1, 32),
    TOO_MANY_CHUNKS(Long.MAX_VALUE, CHUNK, 32),
    NEGATIVE_LENGTH(-1, CHUNK, 32),
    EMPTY_PAGE(LENGTH, CHUNK, 0),
    BROKEN_PAGE(LENGTH, CHUNK, 33),
    TOO_MANY_HASHES(LENGTH, CHUNK, 17 * 32);

    final long length;
    final int chunkSize;
    final int body;

    FalseManifest(long length, int chunkSize, int body) {
      this.length = length;
      this.chunkSize = chunkSize;
      this.body = body;
    }

    void answer(Connection connection, Request request) {
      ManifestPage page =
          ManifestPage.newBuilder().setLength(length).setChunkSize(chunkSize).build();
      request.answer(offset -> page, Body.of(Unpooled.wrappedBuffer(new byte[body])));
    }
  }

  @ParameterizedTest
  @EnumSource(FalseManifest.class)
  void shouldFailWhenTheOnlySourceLiesAboutTheManifest(FalseManifest lie) throws Exception {
    try (Swarm swarm = swarm(TransportKind.best());
        ScriptedPeer liar = swarm.scripted().onManifest(lie::answer)) {
      Download download = swarm.download(0, DownloadOptions.defaults());
      Await.failure(download.completion(), IntegrityException.class);
      assertThat(liar.chunkRequests()).isZero();
    }
  }

  @OnEveryTransport
  void shouldTakeTheManifestFromOthersWhenASourceLies(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind);
        ScriptedPeer liar = swarm.scripted().onManifest(FalseManifest.ONE_HASH_FLIPPED::answer);
        ScriptedPeer honest = swarm.scripted()) {
      honest.onManifest(
          (connection, request) -> answerOnceThereIs(liar, connection, honest, request));
      Await.result(swarm.download(0, DownloadOptions.defaults()).completion());
      swarm.everyCopyIsIdentical();
      assertThat(liar.connections()).isEqualTo(1);
      // Not its chunks: whoever lies of the manifest alone, and is not asked for it first, may give
      // all.
      assertThat(honest.manifestRequests()).isPositive();
    }
  }

  /** Sends the manifest, but not before another peer is connected, too. */
  private static void answerOnceThereIs(
      ScriptedPeer other, Connection connection, ScriptedPeer peer, Request request) {
    if (other.connections() > 0) {
      peer.answerManifest(request);
    } else {
      connection
          .eventLoop()
          .schedule(
              () -> answerOnceThereIs(other, connection, peer, request), 5, TimeUnit.MILLISECONDS);
    }
  }

  /** Chunk data that breaks the rules. */
  enum FalseChunk {
    TOO_SHORT {
      @Override
      void answer(ScriptedPeer peer, Connection connection, Request request) {
        peer.answerChunk(request, new byte[peer.bytes(request).length - 1]);
      }
    },
    TOO_LONG {
      @Override
      void answer(ScriptedPeer peer, Connection connection, Request request) {
        peer.answerChunk(request, new byte[peer.bytes(request).length + 1]);
      }
    },
    ENDLESS {
      @Override
      void answer(ScriptedPeer peer, Connection connection, Request request) {
        peer.answerChunk(request, new byte[64 << 20]);
      }
    },
    EMPTY {
      @Override
      void answer(ScriptedPeer peer, Connection connection, Request request) {
        peer.answerChunk(request, new byte[0]);
      }
    },
    OVERLAPPING {
      @Override
      void answer(ScriptedPeer peer, Connection connection, Request request) {
        ChunkData header = ChunkData.newBuilder().setOffset(0).build();
        request.answer(offset -> header, Body.of(Unpooled.wrappedBuffer(peer.bytes(request))));
      }
    },
    WITH_A_GAP {
      @Override
      void answer(ScriptedPeer peer, Connection connection, Request request) {
        request.answer(
            offset -> ChunkData.newBuilder().setOffset(offset + 1).build(),
            Body.of(Unpooled.wrappedBuffer(peer.bytes(request))));
      }
    },
    CUT_OFF {
      @Override
      void answer(ScriptedPeer peer, Connection connection, Request request) {
        request.answer(
            offset -> {
              if (offset > 0) {
                throw new IllegalStateException("ends the connection");
              }
              return ChunkData.getDefaultInstance();
            },
            Body.of(Unpooled.wrappedBuffer(peer.bytes(request))));
      }
    },
    HANGING_UP {
      @Override
      void answer(ScriptedPeer peer, Connection connection, Request request) {
        connection.abort(ErrorCode.UNKNOWN, "no more");
      }
    };

    abstract void answer(ScriptedPeer peer, Connection connection, Request request);
  }

  @ParameterizedTest
  @EnumSource(FalseChunk.class)
  void shouldFinishFromOthersWhenASourceBreaksTheRules(FalseChunk kind) throws Exception {
    try (Swarm swarm = swarm(TransportKind.best());
        ScriptedPeer bad = swarm.scripted();
        ScriptedPeer good = swarm.scripted()) {
      CompletableFuture<Void> asked = new CompletableFuture<>();
      bad.onChunk(
          (connection, request) -> {
            kind.answer(bad, connection, request);
            asked.complete(null);
          });
      good.onChunk((connection, request) -> asked.thenRun(() -> good.answerChunk(request)));
      DownloadResult result =
          Await.result(swarm.download(0, DownloadOptions.defaults()).completion());
      swarm.everyCopyIsIdentical();
      assertThat(verifiedBytes(result, bad)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(FalseChunk.class)
  void shouldFailWithoutAHotLoopWhenTheOnlySourceBreaksTheRules(FalseChunk kind) throws Exception {
    try (Swarm swarm = swarm(TransportKind.best());
        ScriptedPeer bad = swarm.scripted()) {
      bad.onChunk((connection, request) -> kind.answer(bad, connection, request));
      Download download = swarm.download(0, IMPATIENT);
      Await.failure(download.completion(), UnreachableException.class);
      assertThat(bad.chunkRequests()).isLessThan(100);
      assertThat(swarm.copy(0)).doesNotExist();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorCode.class,
      names = {"CHUNK_NOT_HELD", "BUSY", "INTERNAL"})
  void shouldNotAskInAHotLoopWhenASourceRefusesWhatItClaims(ErrorCode code) throws Exception {
    try (Swarm swarm = swarm(TransportKind.best());
        ScriptedPeer miser = swarm.scripted()) {
      miser.onChunk((connection, request) -> request.fail(code, "not now"));
      Download download = swarm.download(0, IMPATIENT.withWaitFor(Duration.ofSeconds(1)));
      Await.failure(download.completion(), UnreachableException.class);
      assertThat(miser.chunkRequests()).isBetween(4, 60);
    }
  }

  @OnEveryTransport
  void shouldFinishFromOthersWhenASourceRefusesWhatItClaims(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind);
        ScriptedPeer miser = swarm.scripted();
        ScriptedPeer good = swarm.scripted()) {
      CompletableFuture<Void> asked = new CompletableFuture<>();
      miser.onChunk(
          (connection, request) -> {
            request.fail(ErrorCode.CHUNK_NOT_HELD, "not here");
            asked.complete(null);
          });
      good.onChunk((connection, request) -> asked.thenRun(() -> good.answerChunk(request)));
      Await.result(swarm.download(0, DownloadOptions.defaults()).completion());
      swarm.everyCopyIsIdentical();
    }
  }

  @OnEveryTransport
  void shouldFinishFromOthersWhenASourceNeverAnswers(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind);
        ScriptedPeer silent = swarm.scripted();
        ScriptedPeer good = swarm.scripted()) {
      CompletableFuture<Void> asked = new CompletableFuture<>();
      silent.onChunk((connection, request) -> asked.complete(null));
      good.onChunk((connection, request) -> asked.thenRun(() -> good.answerChunk(request)));
      DownloadResult result =
          Await.result(swarm.download(0, DownloadOptions.defaults()).completion());
      swarm.everyCopyIsIdentical();
      assertThat(verifiedBytes(result, good)).isEqualTo(LENGTH);
    }
  }

  @Test
  void shouldFailAfterTheStallWhenTheOnlySourceNeverAnswers() throws Exception {
    try (Swarm swarm = swarm(TransportKind.best());
        ScriptedPeer silent = swarm.scripted().onChunk((connection, request) -> {})) {
      Download download = swarm.download(0, IMPATIENT.withStall(Duration.ofSeconds(1)));
      assertThat(Await.failure(download.completion(), UnreachableException.class))
          .hasMessage("no source has sent anything of use for 1 s");
      assertThat(silent.chunkRequests()).isPositive();
    }
  }

  @Test
  void shouldAskAnotherForTheManifestWhenTheFirstNeverAnswers() throws Exception {
    try (Swarm swarm = swarm(TransportKind.best());
        ScriptedPeer silent = swarm.scripted().onManifest((connection, request) -> {});
        ScriptedPeer good = swarm.scripted()) {
      CompletableFuture<DownloadResult> completion =
          swarm.download(0, DownloadOptions.defaults()).completion();
      assertThat(completion.get(60, TimeUnit.SECONDS).length()).isEqualTo(LENGTH);
      swarm.everyCopyIsIdentical();
      assertThat(silent.connections() + good.connections()).isEqualTo(2);
    }
  }

  @OnEveryTransport
  void shouldNotWaitForASourceWhenItIsExtremelySlow(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind);
        ScriptedPeer slow = swarm.scripted();
        ScriptedPeer good = swarm.scripted()) {
      CompletableFuture<Void> asked = new CompletableFuture<>();
      slow.onChunk(
          (connection, request) -> {
            asked.complete(null);
            connection.eventLoop().schedule(() -> slow.answerChunk(request), 60, TimeUnit.SECONDS);
          });
      good.onChunk((connection, request) -> asked.thenRun(() -> good.answerChunk(request)));
      CompletableFuture<DownloadResult> completion =
          swarm.download(0, DownloadOptions.defaults()).completion();
      assertThat(completion.get(50, TimeUnit.SECONDS).length()).isEqualTo(LENGTH);
      swarm.everyCopyIsIdentical();
    }
  }

  @OnEveryTransport
  void shouldFinishFromOthersWhenASourceStopsSharingInTheMiddle(TransportKind kind)
      throws Exception {
    try (Swarm swarm = swarm(kind);
        ScriptedPeer leaving = swarm.scripted();
        ScriptedPeer good = swarm.scripted()) {
      CompletableFuture<Void> gone = new CompletableFuture<>();
      leaving.onChunk(
          (connection, request) -> {
            connection.notify(FrameKind.GONE, gone(leaving));
            gone.complete(null);
          });
      good.onChunk((connection, request) -> gone.thenRun(() -> good.answerChunk(request)));
      DownloadResult result =
          Await.result(swarm.download(0, DownloadOptions.defaults()).completion());
      swarm.everyCopyIsIdentical();
      assertThat(verifiedBytes(result, good)).isEqualTo(LENGTH);
    }
  }

  @Test
  void shouldKeepWhatIsVerifiedWhenTheOnlySourceStopsSharing() throws Exception {
    try (Swarm swarm = swarm(TransportKind.best());
        ScriptedPeer leaving = swarm.scripted()) {
      AtomicInteger served = new AtomicInteger();
      leaving.onChunk(
          (connection, request) -> {
            if (served.incrementAndGet() <= 4) {
              leaving.answerChunk(request);
            } else {
              connection.notify(FrameKind.GONE, gone(leaving));
              leaving.onWatch((again, watch) -> watch.fail(ErrorCode.NOT_FOUND, "not shared here"));
            }
          });
      Download download = swarm.download(0, IMPATIENT);
      assertThatThrownBy(() -> Await.result(download.completion()))
          .cause() // the latter if it is just being tried once more
          .isInstanceOfAny(NotFoundException.class, UnreachableException.class);
      assertThat(download.progress().verifiedBytes()).isBetween(3L * CHUNK, 4L * CHUNK);
    }
  }

  @Test
  void shouldFailWhenTheOnlySourceSendsAChunkSetOfTheWrongSize() throws Exception {
    try (Swarm swarm = swarm(TransportKind.best());
        ScriptedPeer liar = swarm.scripted()) {
      liar.onWatch((connection, request) -> answerSet(request, new byte[1]));
      Await.failure(
          swarm.download(0, DownloadOptions.defaults()).completion(), IntegrityException.class);
    }
  }

  @OnEveryTransport
  void shouldNotMindWhenASourceFloodsItWithNews(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind);
        ScriptedPeer chatty = swarm.scripted()) {
      Have nonsense =
          have(
              chatty, IntStream.range(0, 1000).map(i -> i % 2 == 0 ? -i : 16 + i).boxed().toList());
      Have all = have(chatty, IntStream.range(0, 16).boxed().toList());
      chatty.onWatch(
          (connection, request) -> {
            answerSet(request, new byte[2]);
            for (int i = 0; i < 2_000; i++) {
              connection.notify(FrameKind.HAVE, nonsense);
              connection.notify(FrameKind.HAVE, all);
            }
          });
      Await.result(swarm.download(0, IMPATIENT.withStall(Duration.ofSeconds(30))).completion());
      swarm.everyCopyIsIdentical();
    }
  }

  @OnEveryTransport
  void shouldHeedNewsWhenItOvertakesTheChunkSet(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind);
        ScriptedPeer hasty = swarm.scripted()) {
      hasty.onWatch(
          (connection, request) -> {
            connection.notify(FrameKind.HAVE, have(hasty, IntStream.range(0, 16).boxed().toList()));
            answerSet(request, new byte[2]);
          });
      Await.result(swarm.download(0, IMPATIENT.withStall(Duration.ofSeconds(30))).completion());
      swarm.everyCopyIsIdentical();
    }
  }

  private Swarm swarm(TransportKind kind) throws Exception {
    return Swarm.in(directory).sharing(LENGTH).seeders(0).leechers(1).over(kind).start();
  }

  private static void answerSet(Request request, byte[] set) {
    request.answer(
        offset -> Availability.getDefaultInstance(), Body.of(Unpooled.wrappedBuffer(set)));
  }

  private static Gone gone(ScriptedPeer peer) {
    return Gone.newBuilder()
        .setFileId(ByteString.copyFrom(peer.fileId().toBytes()))
        .setCode(ErrorCode.NOT_FOUND.number())
        .setMessage("not shared any more")
        .build();
  }

  private static Have have(ScriptedPeer peer, List<Integer> chunks) {
    return Have.newBuilder()
        .setFileId(ByteString.copyFrom(peer.fileId().toBytes()))
        .setChunkSize(CHUNK)
        .addAllChunks(chunks)
        .build();
  }

  private static long verifiedBytes(DownloadResult result, ScriptedPeer peer) {
    InetSocketAddress address = peer.address();
    return result.sources().stream()
        .filter(source -> source.address().equals(address))
        .mapToLong(SourceProgress::verifiedBytes)
        .sum();
  }
}
