package dev.shoal.tracker;

import dev.shoal.transport.testing.ArchitectureRules;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("any-jdk")
class ArchitectureTest {
  @Test
  void shouldKeepTheHouseRules() {
    ArchitectureRules.TRACKER.check();
  }
}
