package dev.shoal.peer.internal.download;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.HttpSourcePolicy;
import dev.shoal.peer.IntegrityException;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.StorageException.Reason;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.UntrustedException;
import dev.shoal.peer.internal.fetch.HttpClient;
import dev.shoal.peer.internal.fetch.HttpFailure;
import dev.shoal.peer.internal.fetch.HttpTarget;
import dev.shoal.peer.internal.schedule.Backoff;
import dev.shoal.transport.TransportException;
import dev.shoal.transport.TransportKind;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.net.URI;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HttpUrlTest {
  private final TransportException slow = new TransportException.Timeout("too slow");

  private final HttpClient client =
      new HttpClient(
          HttpSourcePolicy.defaults(),
          new HttpClient.Settings(
              TransportKind.NIO, null, UnpooledByteBufAllocator.DEFAULT, 4096, "test"),
          Runnable::run,
          Runnable::run);
  private final HttpRoute route =
      new HttpRoute(client, HttpTarget.of(URI.create("http://example.org/f?secret")));
  private final HttpUrl url = new HttpUrl(route, 3, new SplittableRandom(1));

  @Test
  void shouldGetMoreConnectionsOnceItHasProvedItself() {
    connect();
    assertThat(url.mayConnect(0)).isFalse();
    url.delivered();
    connect();
    connect();
    assertThat(url.mayConnect(0)).isFalse();
  }

  @Test
  void shouldNotGetMoreConnectionsThanTheServerBears() {
    connect();
    url.delivered();
    connect();
    connect();
    url.lost(slow, 0);
    assertThat(url.connections()).isEqualTo(2);
    assertThat(url.mayConnect(0)).isFalse();
    assertThat(url.isFruitless()).isFalse();
    assertThat(url.problem()).isNull();
  }

  @Test
  void shouldHaveEachProblemLoggedOnceHoweverOftenItIsTried() {
    assertThat(url.news()).isEmpty();
    connect();
    url.lost(slow, 0);
    assertThat(url.news()).contains("http://example.org/f: too slow");
    assertThat(url.news()).isEmpty();
    connect();
    url.lost(slow, 0);
    assertThat(url.news()).isEmpty();
    url.distrust();
    assertThat(url.news()).isPresent();
  }

  @Test
  void shouldHaveNoProblemAnyMoreOnceBytesCome() {
    connect();
    url.lost(slow, 0);
    connect();
    url.arriving();
    assertThat(url.problem()).isNull();
    url.distrust();
    url.arriving();
    assertThat(url.problem()).isInstanceOf(IntegrityException.class);
  }

  @Test
  void shouldBeOfNoUseWhenThereIsNoRoomForIt() {
    connect();
    url.reject(HttpFailure.noRoom(new StorageException(Reason.DISK_FULL, "no space", null)));
    url.lost(new TransportException.Cancelled(), 0);
    assertThat(url.isRefused()).isTrue();
    assertThat(url.problem())
        .isInstanceOf(StorageException.class)
        .hasMessage("http://example.org/f: no space");
  }

  @Test
  void shouldTryOneConnectionMoreAfterManyGoodChunks() {
    connect();
    url.delivered();
    connect();
    connect();
    url.lost(slow, 0);
    for (int i = 1; i < HttpUrl.GOOD_CHUNKS; i++) {
      url.delivered();
    }
    assertThat(url.mayConnect(0)).isFalse();
    url.delivered();
    connect();
    assertThat(url.mayConnect(0)).isFalse();
  }

  @Test
  void shouldRestWhenItsLastConnectionFailed() {
    connect();
    assertThat(url.isFruitless()).isFalse();
    url.lost(slow, 0);
    assertThat(url.isFruitless()).isTrue();
    assertThat(url.mayConnect(0)).isFalse();
    assertThat(url.problem())
        .isInstanceOf(UnreachableException.class)
        .hasMessage("http://example.org/f: too slow");
    assertThat(url.mayConnect(Backoff.MAX_NANOS)).isTrue();
  }

  @Test
  void shouldForgetItsProblemsWhenItDelivers() {
    connect();
    url.lost(slow, 0);
    connect();
    url.delivered();
    assertThat(url.problem()).isNull();
  }

  @Test
  void shouldNotBeUsedAgainAfterOneBadChunk() {
    connect();
    url.distrust();
    url.lost(new TransportException.Cancelled(), 0);
    assertThat(url.mayConnect(Long.MAX_VALUE / 2)).isFalse();
    assertThat(url.problem())
        .isInstanceOf(IntegrityException.class)
        .hasMessage("http://example.org/f: what is there is not the file; it is not used any more");
  }

  @Test
  void shouldNotBeUsedAgainWhenItIsAnotherFile() {
    connect();
    url.lost(HttpFailure.otherContent("it is longer"), 0);
    assertThat(url.isRefused()).isTrue();
    assertThat(url.problem()).isInstanceOf(IntegrityException.class);
  }

  @Test
  void shouldNotBeUsedAgainWhenItIsNotTrusted() {
    connect();
    url.lost(new TransportException.Untrusted("not trusted", null), 0);
    assertThat(url.isRefused()).isTrue();
    assertThat(url.problem()).isInstanceOf(UntrustedException.class);
  }

  @Test
  void shouldHoldNothingAgainstItWhenThisSideLetsGo() {
    connect();
    url.lost(new TransportException.Cancelled(), 0);
    assertThat(url.problem()).isNull();
    assertThat(url.mayConnect(0)).isTrue();
  }

  private void connect() {
    assertThat(url.mayConnect(Backoff.MAX_NANOS)).isTrue();
    url.connecting();
  }
}
