package dev.shoal.peer.internal.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class NameLookupTest {
  private final Queue<Runnable> threads = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private final NameLookup names = new NameLookup(threads::add, this::resolve);

  private InetAddress[] resolve(String host) throws UnknownHostException {
    asked.add(host);
    if (host.equals("unknown")) {
      throw new UnknownHostException(host);
    }
    return new InetAddress[] {InetAddress.getLoopbackAddress()};
  }

  @Test
  void shouldLookUpAHostOnceForAllWhoAskMeanwhile() {
    CompletableFuture<List<InetAddress>> first = names.find("a");
    CompletableFuture<List<InetAddress>> second = names.find("a");
    first.cancel(false);
    assertThat(threads).hasSize(1);
    threads.remove().run();
    assertThat(second).isCompletedWithValue(List.of(InetAddress.getLoopbackAddress()));
    assertThat(asked).containsExactly("a");

    names.find("a");
    assertThat(threads).as("asked anew").hasSize(1);
  }

  @Test
  void shouldHaveNoHostWaitForAnother() {
    names.find("a");
    names.find("b");
    assertThat(threads).hasSize(2);
  }

  @Test
  void shouldFailWhenAHostIsUnknown() {
    CompletableFuture<List<InetAddress>> found = names.find("unknown");
    threads.remove().run();
    assertThat(found)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(UnknownHostException.class);
  }

  @Test
  void shouldLookUpNoAddress() {
    assertThat(names.find("127.0.0.1")).isCompleted();
    assertThat(names.find("::1")).isCompleted();
    assertThat(threads).isEmpty();
  }
}
