package dev.shoal.tracker;

import dev.shoal.transport.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  @Test
  void shouldKeepTheHouseRules() {
    ArchitectureRules.TRACKER.check();
  }
}
