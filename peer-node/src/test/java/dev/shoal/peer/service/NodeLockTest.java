package dev.shoal.peer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.shoal.peer.StorageException;
import dev.shoal.peer.swarm.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeLockTest {
  @TempDir Path directory;

  @Test
  void shouldBeTakenOnceAndAgainWhenItWasGivenBack() throws Exception {
    try (NodeLock lock = NodeLock.take(directory)) {
      assertThatExceptionOfType(StorageException.class)
          .isThrownBy(() -> NodeLock.take(directory, Duration.ZERO))
          .withMessageContaining(directory + " already")
          .extracting(StorageException::reason)
          .isEqualTo(StorageException.Reason.IN_USE);
      assertThatExceptionOfType(StorageException.class)
          .as("the attempt did not give back what %s has", lock)
          .isThrownBy(() -> NodeLock.take(directory, Duration.ZERO));
    }
    NodeLock.take(directory).close();
  }

  @Test
  void shouldTellWhetherItIsTakenAndLeaveEverythingAsItIs() throws Exception {
    assertThat(NodeLock.isTaken(directory)).isFalse();
    assertThat(directory).isEmptyDirectory();
    try (NodeLock lock = NodeLock.take(directory)) {
      assertThat(NodeLock.isTaken(directory)).as("%s", lock).isTrue();
      assertThatExceptionOfType(StorageException.class)
          .as("to look gave nothing back")
          .isThrownBy(() -> NodeLock.take(directory, Duration.ZERO));
    }
    assertThat(NodeLock.isTaken(directory)).isFalse();
    NodeLock.take(directory, Duration.ZERO).close();
  }

  @Test
  void shouldBeTakenWhenItIsGivenBackMeanwhile() throws Exception {
    NodeLock first = NodeLock.take(directory);
    CompletableFuture<NodeLock> second =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return NodeLock.take(directory, Duration.ofSeconds(30));
              } catch (StorageException e) {
                throw new CompletionException(e);
              }
            });
    first.close();
    NodeLock taken = Await.result(second);
    first.close();
    assertThatExceptionOfType(StorageException.class)
        .as("to close the first one again gave nothing back")
        .isThrownBy(() -> NodeLock.take(directory, Duration.ZERO));
    taken.close();
  }

  @Test
  void shouldStayTakenWhenItIsToBeKept() throws Exception {
    NodeLock lock = NodeLock.take(directory);
    lock.keep();
    lock.close();
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> NodeLock.take(directory, Duration.ZERO));
  }
}
