package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.HttpSourcePolicy;
import dev.shoal.peer.IntegrityException;
import dev.shoal.peer.PeerNode;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Downloads beside web servers that are of no use. */
@Tag("any-jdk")
@Timeout(120)
class WebFaultsIT {
  private static final int CHUNK = 256 << 10;
  private static final int LENGTH = 6 * CHUNK - 7;
  private static final HttpSourcePolicy HASTY =
      HttpSourcePolicy.builder().answerTimeout(Duration.ofMillis(200)).build();

  @TempDir Path directory;

  /** What a server does wrong. */
  enum Fault {
    WRONG_BYTES {
      @Override
      void answer(WebServer.Asked asked, URI elsewhere) {
        FullHttpResponse answer = asked.sound();
        answer.content().setByte(CHUNK / 2, answer.content().getByte(CHUNK / 2) ^ 1);
        asked.send(answer);
      }
    },
    WHOLE_FILE {
      @Override
      void answer(WebServer.Asked asked, URI elsewhere) {
        asked.send(asked.of(200, new byte[LENGTH]));
      }
    },
    OTHER_PART {
      @Override
      void answer(WebServer.Asked asked, URI elsewhere) {
        FullHttpResponse answer = asked.sound();
        answer.headers().set(HttpHeaderNames.CONTENT_RANGE, "bytes 1-" + CHUNK + "/" + LENGTH);
        asked.send(answer);
      }
    },
    NO_CONTENT_RANGE {
      @Override
      void answer(WebServer.Asked asked, URI elsewhere) {
        FullHttpResponse answer = asked.sound();
        answer.headers().remove(HttpHeaderNames.CONTENT_RANGE);
        asked.send(answer);
      }
    },
    OTHER_LENGTH {
      @Override
      void answer(WebServer.Asked asked, URI elsewhere) {
        FullHttpResponse answer = asked.sound();
        String range = answer.headers().get(HttpHeaderNames.CONTENT_RANGE);
        answer.headers().set(HttpHeaderNames.CONTENT_RANGE, range + "0");
        asked.send(answer);
      }
    },
    COMPRESSED {
      @Override
      void answer(WebServer.Asked asked, URI elsewhere) {
        FullHttpResponse answer = asked.sound();
        answer.headers().set(HttpHeaderNames.CONTENT_ENCODING, "gzip");
        asked.send(answer);
      }
    },
    TRUNCATED {
      @Override
      void answer(WebServer.Asked asked, URI elsewhere) {
        FullHttpResponse answer = asked.sound();
        asked.sendLast(answer.replace(Unpooled.copiedBuffer(answer.content().readSlice(1000))));
      }
    },
    LONGER {
      @Override
      void answer(WebServer.Asked asked, URI elsewhere) {
        FullHttpResponse answer = asked.sound();
        byte[] more = Arrays.copyOf(asked.bytes(), asked.bytes().length + 1);
        answer.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
        answer.headers().set(HttpHeaderNames.TRANSFER_ENCODING, "chunked");
        asked.send(answer.replace(Unpooled.wrappedBuffer(more)));
      }
    },
    NOT_FOUND {
      @Override
      void answer(WebServer.Asked asked, URI elsewhere) {
        asked.send(asked.of(404, new byte[10]));
      }
    },
    OUT_OF_RANGE {
      @Override
      void answer(WebServer.Asked asked, URI elsewhere) {
        asked.say(416, HttpHeaderNames.CONTENT_RANGE, "bytes */3");
      }
    },
    BROKEN {
      @Override
      void answer(WebServer.Asked asked, URI elsewhere) {
        asked.send(asked.of(500, new byte[10]));
      }
    },
    OVERLOADED {
      @Override
      void answer(WebServer.Asked asked, URI elsewhere) {
        asked.say(429, HttpHeaderNames.RETRY_AFTER, "30");
      }
    },
    NO_HTTP {
      @Override
      void answer(WebServer.Asked asked, URI elsewhere) {
        asked.sendRaw("220 smtp.example.org ready\r\n\r\n");
      }
    },
    ENDLESS_HEADERS {
      @Override
      void answer(WebServer.Asked asked, URI elsewhere) {
        asked.sendRaw("HTTP/1.1 206 Partial\r\nX: " + "x".repeat(100_000));
      }
    },
    SILENT {
      @Override
      void answer(WebServer.Asked asked, URI elsewhere) {
        // says nothing
      }
    },
    HANGS_UP {
      @Override
      void answer(WebServer.Asked asked, URI elsewhere) {
        asked.close();
      }
    },
    REDIRECTS_TO_A_PRIVATE_ADDRESS {
      @Override
      void answer(WebServer.Asked asked, URI elsewhere) {
        URI place = URI.create("http://127.0.0.2:" + elsewhere.getPort() + "/file");
        asked.say(302, HttpHeaderNames.LOCATION, place.toString());
      }
    },
    REDIRECTS_TO_WHAT_IS_MISSING {
      @Override
      void answer(WebServer.Asked asked, URI elsewhere) {
        if (asked.path().equals("/missing")) {
          asked.send(asked.of(404, new byte[10]));
        } else {
          asked.say(302, HttpHeaderNames.LOCATION, "/missing");
        }
      }
    },
    REDIRECTS_FOR_EVER {
      @Override
      void answer(WebServer.Asked asked, URI elsewhere) {
        asked.say(307, HttpHeaderNames.LOCATION, "/again");
      }
    },
    REDIRECTS_TO_A_FILE {
      @Override
      void answer(WebServer.Asked asked, URI elsewhere) {
        asked.say(301, HttpHeaderNames.LOCATION, "file:///etc/passwd");
      }
    };

    abstract void answer(WebServer.Asked asked, URI elsewhere);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void shouldFinishFromAPeerWhenAWebServerIsAtFault(Fault fault) throws Exception {
    try (Swarm swarm = Swarm.in(directory).sharing(LENGTH).seeders(0).leechers(0).start();
        PeerNode node = swarm.settings("node").httpSources(HASTY).build();
        ScriptedPeer peer = swarm.scripted();
        WebServer elsewhere = new WebServer(swarm.original());
        WebServer web = new WebServer(swarm.original())) {
      CompletableFuture<Void> asked = new CompletableFuture<>();
      peer.onChunk((connection, request) -> asked.thenRun(() -> peer.answerChunk(request)));
      web.onGet(
          request -> {
            fault.answer(request, elsewhere.uri("/file"));
            asked.complete(null);
          });
      Path copy = directory.resolve("copy.bin");
      DownloadOptions options =
          DownloadOptions.defaults().withHttpSources(List.of(web.uri("/file?secret=1")));

      Download download = node.download(swarm.fileId(), copy, options);

      DownloadResult result = Await.result(download.completion());
      swarm.isIdentical(copy);
      assertThat(result.sources()).singleElement().matches(source -> source.url().isEmpty());
      assertThat(elsewhere.connections()).isZero();
    }
  }

  @Test
  void shouldSayWhatIsWrongWithTheUrlWhenThereIsNoPeerEither() throws Exception {
    try (Swarm swarm = Swarm.in(directory).sharing(LENGTH).seeders(0).leechers(1).start();
        WebServer web = new WebServer(swarm.original())) {
      Download download;
      try (ScriptedPeer peer = swarm.scripted()) {
        CompletableFuture<Void> known = new CompletableFuture<>();
        peer.onChunk((connection, request) -> known.complete(null));
        web.onGet(request -> known.thenRun(() -> Fault.WRONG_BYTES.answer(request, web.uri("/"))));
        DownloadOptions options =
            DownloadOptions.defaults().withHttpSources(List.of(web.uri("/file?secret=1")));
        download = swarm.download(0, options);
        Await.result(known);
      }

      IntegrityException failure = Await.failure(download.completion(), IntegrityException.class);
      assertThat(failure)
          .hasMessageContaining(
              web.uri("/file") + ": what is there is not the file; it is not used any more")
          .hasMessageNotContaining("secret");
      assertThat(swarm.copy(0)).doesNotExist();
    }
  }
}
