package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.shoal.peer.DeniedException;
import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadProgress;
import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.DownloadState;
import dev.shoal.peer.HttpSourcePolicy;
import dev.shoal.peer.IntegrityException;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.UnreachableException;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Downloads from web servers while no peer tells what the file consists of. */
@Tag("any-jdk")
@Timeout(120)
class WebAloneIT {
  private static final int CHUNK = 256 << 10;
  private static final int LENGTH = 5 * CHUNK - 7;
  private static final int HALF = 2 * CHUNK + 5;

  private static final DownloadOptions UNSHARED = DownloadOptions.defaults().withKeepSharing(false);

  @TempDir static Path common;
  private static Swarm swarm;
  private static WebServer web;
  private static PeerNode node;

  @TempDir Path directory;
  private Path copy;

  /** The first byte of each request. */
  private final Queue<Integer> asked = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void startSwarm() throws Exception {
    swarm = Swarm.in(common).sharing(LENGTH).seeders(0).leechers(0).start();
    web = new WebServer(swarm.original());
    node = node("node").build();
  }

  @AfterAll
  static void stopSwarm() {
    node.close();
    web.close();
    swarm.close();
  }

  @BeforeEach
  void choose() {
    copy = directory.resolve("copy.bin");
    web.onGet(WebServer.Asked::give);
  }

  @Test
  void shouldFetchAllOfItAndShareIt() throws Exception {
    int before = web.requests();
    try (PeerNode sharer = node("sharer").build();
        PeerNode other = node("other").build()) {
      URI url = web.uri("/file?secret=1");
      DownloadResult result =
          Await.result(
              sharer
                  .download(
                      swarm.fileId(),
                      copy,
                      UNSHARED.withKeepSharing(true).withHttpSources(List.of(url)))
                  .completion());
      swarm.isIdentical(copy);
      assertThat(result.fetchedBytes()).isEqualTo(LENGTH);
      assertThat(result.keptBytes()).isZero();
      assertThat(result.sources())
          .singleElement()
          .matches(source -> source.url().orElseThrow().equals(web.uri("/file")))
          .matches(source -> source.verifiedBytes() == LENGTH);
      assertThat(web.requests()).isEqualTo(before + 1);
      assertThat(hidden()).isEmpty();

      Path second = directory.resolve("other.bin");
      DownloadOptions options = UNSHARED.withSources(List.of(sharer.address()));
      Await.result(other.download(swarm.fileId(), second, options).completion());
      swarm.isIdentical(second);
    }
  }

  @Test
  void shouldSayThatItIsNotTheFile() throws Exception {
    web.onGet(request -> request.send(changed(request)));
    String reason = web.uri("/file") + ": what is there is not the file; it is not used any more";
    Download download = download(web.uri("/file"));
    assertThat(Await.failure(download.completion(), IntegrityException.class))
        .hasMessageContaining(reason);
    assertThat(download.progress().sources())
        .singleElement()
        .matches(source -> source.problem().equals(Optional.of(reason)));
    assertThat(copy).doesNotExist();
    assertThat(hidden()).isEmpty();
  }

  @Test
  void shouldTryTheNextUrlWhenOneHasAnotherFile() throws Exception {
    web.onGet(
        request -> {
          if (request.path().equals("/other")) {
            request.send(request.of(200, new byte[LENGTH + CHUNK]));
          } else {
            request.giveAll();
          }
        });
    DownloadResult result =
        Await.result(download(web.uri("/other"), web.uri("/file")).completion());
    swarm.isIdentical(copy);
    assertThat(result.sources())
        .singleElement()
        .matches(source -> source.name().equals(web.uri("/file").toString()));
  }

  @Test
  void shouldFetchTheRestWhenTheConnectionIsCut() throws Exception {
    web.onGet(
        request -> {
          asked.add(request.from());
          if (asked.size() == 1) {
            request.sendLast(request.cut(request.sound(), HALF));
          } else {
            request.give();
          }
        });
    DownloadResult result = Await.result(download(web.uri("/file")).completion());
    swarm.isIdentical(copy);
    assertThat(asked).containsExactly(0, HALF);
    assertThat(result.fetchedBytes()).isEqualTo(LENGTH);
  }

  @Test
  void shouldShowNothingAsVerifiedAndKeepNothingWhenItIsCancelled() throws Exception {
    web.onGet(request -> request.send(request.cut(request.sound(), HALF)));
    Download download = download(web.uri("/file"));
    Await.until("a part", () -> download.progress().fetchedBytes() == HALF);
    DownloadProgress now = download.progress();
    assertThat(now.state()).isEqualTo(DownloadState.DOWNLOADING);
    assertThat(now.totalBytes()).isEqualTo(-1);
    assertThat(now.verifiedBytes()).isZero();
    assertThat(now.sources()).singleElement().matches(source -> source.connected());
    Await.until("a temporary file", () -> hidden().size() == 2);
    download.cancel();
    Await.failure(download.completion(), CancellationException.class);
    assertThat(hidden()).isEmpty();
    assertThat(copy).doesNotExist();
    Await.until("the server is left", () -> web.open() == 0);
  }

  @Test
  void shouldBeginAnewAfterAPauseWhenTheServerGivesNoParts() throws Exception {
    web.onGet(
        request -> {
          asked.add(request.from());
          if (asked.size() == 1) {
            request.send(request.cut(request.sound(), HALF));
          } else {
            request.giveAll();
          }
        });
    Download download = download(web.uri("/file"));
    Await.until("a part", () -> download.progress().fetchedBytes() == HALF);
    download.pause();
    Await.until("a pause", () -> download.progress().state() == DownloadState.PAUSED);
    Await.until("the server is left", () -> web.open() == 0);
    download.resume();
    DownloadResult result = Await.result(download.completion());
    swarm.isIdentical(copy);
    assertThat(asked).containsExactly(0, HALF, 0);
    assertThat(result.fetchedBytes()).isEqualTo(HALF + LENGTH);
  }

  @Test
  void shouldKeepWhatIsRightOfItWhenAPeerTellsWhatTheFileConsistsOf() throws Exception {
    web.onGet(
        request -> {
          FullHttpResponse answer = request.cut(request.sound(), HALF);
          answer.content().setByte(1, answer.content().getByte(1) ^ 1);
          if (asked.isEmpty()) {
            asked.add(request.from());
            request.send(answer);
          }
        });
    Download download = download(web.uri("/file"));
    Await.until("whole chunks on the disk", () -> partBytes() >= 2 * CHUNK);
    try (ScriptedPeer peer = swarm.scripted()) {
      peer.onChunk((connection, request) -> peer.answerChunk(request));
      download.addSources(List.of(peer.address()));
      DownloadResult result = Await.result(download.completion());
      swarm.isIdentical(copy);
      assertThat(result.sources())
          .filteredOn(source -> source.url().isPresent())
          .singleElement()
          .matches(source -> source.verifiedBytes() == CHUNK);
      assertThat(hidden()).isEmpty();
    }
  }

  @Test
  void shouldUseAUrlThatIsGivenWhileItSearches() throws Exception {
    Download download =
        node.download(swarm.fileId(), copy, UNSHARED.withWaitFor(Duration.ofHours(1)));
    download.addHttpSources(List.of(web.uri("/file")));
    Await.result(download.completion());
    swarm.isIdentical(copy);
  }

  @Test
  void shouldNotFollowARedirectToAnotherPrivateAddress() throws Exception {
    try (WebServer elsewhere = new WebServer(swarm.original())) {
      String secret = "http://127.0.0.2:" + elsewhere.port() + "/file";
      web.onGet(request -> request.say(302, HttpHeaderNames.LOCATION, secret));
      DeniedException failure = failure(web.uri("/file"), DeniedException.class);
      assertThat(failure)
          .hasMessageContaining("it redirects to an address that is not public")
          .hasMessageNotContaining("127.0.0.2");
      assertThat(elsewhere.connections()).isZero();
    }
  }

  @Test
  void shouldSayWhatThePlaceAnswersToWhichItWasRedirected() throws Exception {
    web.onGet(
        request -> {
          switch (request.path()) {
            case "/missing" -> request.send(request.of(404, new byte[3]));
            case "/refused" -> request.send(request.of(403, new byte[3]));
            default ->
                request.say(302, HttpHeaderNames.LOCATION, request.path().replace("/to", ""));
          }
        });
    assertThat(failure(web.uri("/to/missing"), NotFoundException.class))
        .hasMessageContaining(web.uri("/to/missing") + ": the server has no such file (404)");
    assertThat(failure(web.uri("/to/refused"), DeniedException.class))
        .hasMessageContaining(web.uri("/to/refused") + ": the server refuses it (403)");
  }

  @Test
  void shouldTakeNothingOfUnknownOrTooGreatLength() throws Exception {
    web.onGet(
        request -> {
          FullHttpResponse answer = request.sound();
          answer.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
          answer.headers().set(HttpHeaderNames.TRANSFER_ENCODING, "chunked");
          request.send(answer);
        });
    assertThat(failure(web.uri("/file"), UnreachableException.class))
        .hasMessageContaining("the server does not say how long the file is");
    web.onGet(WebServer.Asked::give);
    HttpSourcePolicy modest = HttpSourcePolicy.builder().unverifiedBytes(LENGTH - 1).build();
    try (PeerNode other = node("modest").httpSources(modest).build()) {
      Download download = other.download(swarm.fileId(), copy, from(web.uri("/file")));
      assertThat(Await.failure(download.completion(), UnreachableException.class))
          .hasMessageContaining("what is there is " + LENGTH + " bytes long");
    }
    assertThat(hidden()).isEmpty();
  }

  @Test
  void shouldEndWhenTheServerAsksForPatienceTooLong() throws Exception {
    web.onGet(request -> request.say(429, HttpHeaderNames.RETRY_AFTER, "20"));
    DownloadOptions options = from(web.uri("/file")).withStall(Duration.ofMillis(1));
    Download download = node.download(swarm.fileId(), copy, options);
    assertThat(Await.failure(download.completion(), UnreachableException.class))
        .hasMessageContaining(web.uri("/file") + ": ")
        .hasMessageContaining("429");
  }

  @Test
  void shouldEndWhenTheServerSendsTooSlowly() throws Exception {
    web.onGet(request -> request.send(request.cut(request.sound(), 100)));
    DownloadOptions options = from(web.uri("/file")).withStall(Duration.ofMillis(200));
    Download download = node.download(swarm.fileId(), copy, options);
    assertThat(Await.failure(download.completion(), UnreachableException.class))
        .hasMessageContaining(web.uri("/file") + ": the server sends too slowly");
    assertThat(hidden()).isEmpty();
  }

  @Test
  void shouldNotBelieveALengthForWhichThereIsNoRoom() throws Exception {
    long length = HttpSourcePolicy.defaults().unverifiedBytes();
    assumeThat(Files.getFileStore(directory).getUsableSpace()).isLessThan(length);
    web.onGet(
        request -> {
          if (request.path().equals("/long")) {
            FullHttpResponse answer = request.of(200, new byte[CHUNK + 1]);
            answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, length);
            request.send(answer);
          } else {
            request.give();
          }
        });
    StorageException failure =
        Await.failure(download(web.uri("/long")).completion(), StorageException.class);
    assertThat(failure.reason()).isEqualTo(StorageException.Reason.DISK_FULL);
    assertThat(failure).hasMessageContaining(web.uri("/long") + ": no space left on device");
    assertThat(hidden()).isEmpty();

    Await.result(download(web.uri("/long"), web.uri("/file")).completion());
    swarm.isIdentical(copy);
  }

  /** One that knows no tracker. */
  private static PeerNode.Builder node(String name) {
    return swarm.settings(name).trackers(List.of());
  }

  private <T extends ShoalException> T failure(URI url, Class<T> type) throws Exception {
    T failure = Await.failure(download(url).completion(), type);
    assertThat(copy).doesNotExist();
    return failure;
  }

  private Download download(URI... urls) {
    return node.download(swarm.fileId(), copy, from(urls));
  }

  private static DownloadOptions from(URI... urls) {
    return UNSHARED.withHttpSources(List.of(urls));
  }

  private static FullHttpResponse changed(WebServer.Asked request) {
    byte[] bytes = Arrays.copyOf(request.bytes(), LENGTH);
    bytes[LENGTH - 1] ^= 1;
    return request.of(200, bytes);
  }

  /** How long the temporary file is. */
  private long partBytes() {
    return hidden().stream()
        .filter(path -> path.toString().endsWith(".part"))
        .mapToLong(path -> path.toFile().length())
        .sum();
  }

  /** What downloads have beside their destinations. */
  private List<Path> hidden() {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(path -> path.getFileName().toString().startsWith(".")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
