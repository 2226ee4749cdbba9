package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadChunks;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.HttpSourcePolicy;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.UntrustedException;
import dev.shoal.transport.TransportKind;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Downloads from web servers and peers together. */
@Tag("any-jdk")
@Timeout(120)
class WebSourcesIT {
  private static final int CHUNK = 256 << 10;
  private static final int COUNT = 10;
  private static final int LENGTH = COUNT * CHUNK - 7;

  @TempDir Path directory;

  @OnEveryTransport
  void shouldFetchFromAWebServerAndAPeerTogether(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind);
        ScriptedPeer peer = swarm.scripted();
        WebServer web = new WebServer(swarm.original())) {
      CompletableFuture<Void> given = new CompletableFuture<>();
      peer.onChunk((connection, request) -> given.thenRun(() -> peer.answerChunk(request)));
      Download download = swarm.download(0, from(web.uri("/a%20file.bin?x=1&y=2")));
      Await.until("most of it", () -> download.progress().verifiedBytes() > LENGTH / 2);
      DownloadChunks chunks = download.chunks();
      assertThat(chunks.chunkSize()).isEqualTo(CHUNK);
      assertThat(chunks.count()).isEqualTo(COUNT);
      assertThat(bits(chunks.verified())).isBetween(COUNT / 2, COUNT);
      given.complete(null);

      DownloadResult result = Await.result(download.completion());
      swarm.everyCopyIsIdentical();
      assertThat(result.sources())
          .filteredOn(source -> source.url().isPresent())
          .singleElement()
          .satisfies(
              source -> {
                assertThat(source.url()).isEqualTo(Optional.of(web.uri("/a%20file.bin")));
                assertThat(source.name()).isEqualTo(web.uri("/a%20file.bin").toString());
                assertThat(source.verifiedBytes()).isGreaterThan(LENGTH / 2);
              });
      assertThat(swarm.leechers().get(0).traffic().fetchedBytes()).isGreaterThanOrEqualTo(LENGTH);
      assertThat(web.mostConnections()).isLessThanOrEqualTo(4);
      assertThat(bits(download.chunks().verified())).isEqualTo(COUNT);
      assertThat(bits(download.chunks().requested())).isZero();
    }
  }

  @Test
  void shouldGoOnWhenTheServerEndsEachConnectionAfterAnAnswer() throws Exception {
    try (Swarm swarm = swarm(TransportKind.best());
        ScriptedPeer silent = silentPeer(swarm);
        WebServer web = new WebServer(swarm.original())) {
      web.onGet(
          asked -> {
            FullHttpResponse answer = asked.sound();
            answer.headers().set(HttpHeaderNames.CONNECTION, "close");
            asked.sendLast(answer);
          });
      Await.result(swarm.download(0, from(web.uri("/file"))).completion());
      swarm.everyCopyIsIdentical();
      assertThat(silent.chunkRequests()).isPositive();
      assertThat(web.connections()).isGreaterThanOrEqualTo(web.requests());
    }
  }

  @Test
  void shouldFollowARedirectOnceAndGoOnThere() throws Exception {
    try (Swarm swarm = swarm(TransportKind.best());
        ScriptedPeer silent = silentPeer(swarm);
        WebServer web = new WebServer(swarm.original())) {
      AtomicInteger redirected = new AtomicInteger();
      web.onGet(
          asked -> {
            if (asked.path().equals("/moved")) {
              redirected.incrementAndGet();
              asked.say(302, HttpHeaderNames.LOCATION, "there/file#part");
            } else {
              asked.give();
            }
          });
      DownloadResult result = Await.result(swarm.download(0, from(web.uri("/moved"))).completion());
      swarm.everyCopyIsIdentical();
      assertThat(redirected).hasValue(1);
      assertThat(result.sources())
          .anyMatch(source -> source.url().equals(Optional.of(web.uri("/moved"))));
      assertThat(silent.connections()).isEqualTo(1);
    }
  }

  @Test
  void shouldFetchFromTheFilePortOfAnotherNode() throws Exception {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (Swarm swarm = swarm(TransportKind.best());
        ScriptedPeer silent = silentPeer(swarm);
        PeerNode sharer =
            swarm.settings("sharer").trackers(List.of()).fileServer(anyPort).build()) {
      Await.result(sharer.share(swarm.original()));
      int port = sharer.fileServerAddress().orElseThrow().getPort();
      URI url = URI.create("http://127.0.0.1:" + port + "/files/" + swarm.fileId() + "/a.bin");
      DownloadResult result = Await.result(swarm.download(0, from(url)).completion());
      swarm.everyCopyIsIdentical();
      assertThat(result.sources())
          .anyMatch(source -> source.url().isPresent() && source.verifiedBytes() == LENGTH);
      assertThat(silent.connections()).isEqualTo(1);
    }
  }

  @Test
  void shouldComeBackWhenTheServerHadTooMuchToDo() throws Exception {
    try (Swarm swarm = swarm(TransportKind.best());
        ScriptedPeer silent = silentPeer(swarm);
        WebServer web = new WebServer(swarm.original())) {
      AtomicInteger refusals = new AtomicInteger();
      web.onGet(
          asked -> {
            if (refusals.incrementAndGet() == 1) {
              asked.say(503, HttpHeaderNames.RETRY_AFTER, "1");
            } else {
              asked.give();
            }
          });
      Await.result(swarm.download(0, from(web.uri("/file"))).completion());
      swarm.everyCopyIsIdentical();
      assertThat(silent.connections()).isEqualTo(1);
    }
  }

  @Test
  void shouldGoOnFromTheWebServerAloneWhenTheManifestIsOnDisk() throws Exception {
    try (Swarm swarm = swarm(TransportKind.best());
        WebServer web = new WebServer(swarm.original())) {
      PeerNode node = swarm.node("restarted");
      Path copy = directory.resolve("copy.bin");
      try (node;
          ScriptedPeer peer = swarm.scripted()) {
        AtomicInteger given = new AtomicInteger();
        peer.onChunk(
            (connection, request) -> {
              if (given.incrementAndGet() <= 2) {
                peer.answerChunk(request);
              }
            });
        Download download = node.download(swarm.fileId(), copy);
        Await.until("a part", () -> download.progress().verifiedBytes() > 0);
      }
      try (PeerNode restarted = swarm.settings("restarted").trackers(List.of()).build()) {
        DownloadResult result =
            Await.result(
                restarted.download(swarm.fileId(), copy, from(web.uri("/file"))).completion());
        swarm.isIdentical(copy);
        assertThat(result.keptBytes()).isPositive();
        assertThat(result.sources()).singleElement().matches(source -> source.url().isPresent());
      }
    }
  }

  @Test
  void shouldFetchByTlsFromAServerWhoseAuthorityIsTrustedAndFromNoOther() throws Exception {
    Organisation organisation = new Organisation("shop", directory);
    Organisation.Papers papers = organisation.papers("web", "127.0.0.1");
    SslContext tls =
        SslContextBuilder.forServer(papers.certificate().toFile(), papers.key().toFile()).build();
    HttpSourcePolicy trusting =
        HttpSourcePolicy.builder().authorities(organisation.authority()).build();
    try (Swarm swarm = swarm(TransportKind.best());
        WebServer plain = new WebServer(swarm.original());
        WebServer web = new WebServer(swarm.original(), tls)) {
      URI otherName = URI.create("https://localhost:" + web.port() + "/file");
      assertUntrusted(swarm, HttpSourcePolicy.defaults(), web.uri("/file"));
      assertUntrusted(swarm, trusting, otherName);
      assertThat(web.requests()).isZero();

      web.onGet(asked -> asked.say(302, HttpHeaderNames.LOCATION, plain.uri("/file").toString()));
      assertUntrusted(swarm, trusting, web.uri("/file"));
      assertThat(plain.requests()).isZero();

      web.onGet(WebServer.Asked::give);
      Path copy = directory.resolve("trusted.bin");
      try (PeerNode node = swarm.settings("node").httpSources(trusting).build();
          ScriptedPeer silent = silentPeer(swarm)) {
        Await.result(node.download(swarm.fileId(), copy, from(web.uri("/file"))).completion());
        assertThat(silent.connections()).isEqualTo(1);
      }
      swarm.isIdentical(copy);
    }
  }

  private void assertUntrusted(Swarm swarm, HttpSourcePolicy policy, URI url) throws Exception {
    try (PeerNode node = swarm.settings("node").httpSources(policy).build()) {
      Download download;
      try (ScriptedPeer silent = silentPeer(swarm)) {
        download = node.download(swarm.fileId(), directory.resolve("untrusted.bin"), from(url));
        Await.until("a manifest", () -> download.progress().totalBytes() > 0);
        assertThat(silent.chunkRequests()).isLessThan(COUNT);
      }
      Await.failure(download.completion(), UntrustedException.class);
    }
  }

  private Swarm swarm(TransportKind kind) throws Exception {
    return Swarm.in(directory).sharing(LENGTH).seeders(0).leechers(1).over(kind).start();
  }

  /** One that has the manifest and never gives a chunk. */
  private static ScriptedPeer silentPeer(Swarm swarm) throws Exception {
    return swarm.scripted().onChunk((connection, request) -> {});
  }

  private static DownloadOptions from(URI url) {
    return DownloadOptions.defaults().withHttpSources(List.of(url));
  }

  private static int bits(byte[] bytes) {
    return java.util.stream.IntStream.range(0, bytes.length)
        .map(i -> Integer.bitCount(bytes[i] & 0xFF))
        .sum();
  }
}
