package dev.shoal.peer.internal.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.internal.access.Audience;
import dev.shoal.protocol.ChunkSet;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.Manifest;
import dev.shoal.transport.Body;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatrolTest {
  private final Holdings holdings = new Holdings();
  private final Patrol patrol = new Patrol(holdings);
  private final Set<Holding> seen = new HashSet<>();
  private int looks;

  @ParameterizedTest
  @CsvSource({
    "0, 0, 1",
    "1, 1, 1",
    "256, 256, 1",
    "257, 256, 2",
    "10000, 834, 12",
    "50000, 4096, 13",
  })
  void shouldLookAtSomeEachTimeAndAtAllInTheEnd(int count, int each, int times) {
    for (int i = 0; i < count; i++) {
      holdings.put(new Unused(FileId.of(new byte[32], i)));
    }
    for (int i = 0; i < times; i++) {
      looks = 0;
      patrol.goOn(this::look);
      assertThat(looks).isEqualTo(each);
    }
    assertThat(seen).hasSize(count);
  }

  @Test
  void shouldGoOnWhenFilesComeAndGo() {
    Unused first = new Unused(FileId.of(new byte[32], 1));
    Unused second = new Unused(FileId.of(new byte[32], 2));
    holdings.put(first);
    patrol.goOn(this::look);
    holdings.remove(first);
    holdings.put(second);
    patrol.goOn(this::look);
    patrol.goOn(this::look);
    assertThat(seen).containsExactlyInAnyOrder(first, second);
  }

  private void look(Holding holding) {
    looks++;
    seen.add(holding);
  }

  /** Something that is held, and asked for nothing. */
  private record Unused(FileId fileId) implements Holding {
    @Override
    public String name() {
      throw new AssertionError("nobody asks");
    }

    @Override
    public Audience audience() {
      throw new AssertionError("nobody asks");
    }

    @Override
    public void setAudience(Audience value) {
      throw new AssertionError("nobody asks");
    }

    @Override
    public CompletableFuture<Manifest> manifest(int chunkSize) {
      throw new AssertionError("nobody asks");
    }

    @Override
    public ChunkSet chunks(int chunkSize) {
      throw new AssertionError("nobody asks");
    }

    @Override
    public CompletableFuture<Body> chunk(int chunkSize, int chunk) {
      throw new AssertionError("nobody asks");
    }
  }
}
