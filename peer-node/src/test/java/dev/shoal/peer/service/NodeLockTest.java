package dev.shoal.peer.service;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.shoal.peer.StorageException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeLockTest {
  @TempDir Path directory;

  @Test
  void shouldBeTakenOnceAndAgainWhenItWasGivenBack() throws Exception {
    try (NodeLock lock = NodeLock.take(directory)) {
      assertThatExceptionOfType(StorageException.class)
          .isThrownBy(() -> NodeLock.take(directory))
          .withMessageContaining(directory + " already")
          .extracting(StorageException::reason)
          .isEqualTo(StorageException.Reason.IN_USE);
      assertThatExceptionOfType(StorageException.class)
          .as("the attempt did not give back what %s has", lock)
          .isThrownBy(() -> NodeLock.take(directory));
    }
    NodeLock.take(directory).close();
  }
}
