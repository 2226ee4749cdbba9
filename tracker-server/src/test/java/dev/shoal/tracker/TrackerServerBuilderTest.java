package dev.shoal.tracker;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrackerServerBuilderTest {
  @Test
  void shouldRefuseToStartWhenSettingIsOutOfRange() {
    assertThatThrownBy(() -> TrackerServer.builder().port(65_536).start())
        .hasMessage("port must be from 0 to 65535, not 65536");
    assertThatThrownBy(() -> TrackerServer.builder().lease(Duration.ofSeconds(30)).start())
        .hasMessage("a lease of PT30S would end before the next heartbeat after PT30S");
    assertThatThrownBy(() -> TrackerServer.builder().maxFiles(0).start())
        .hasMessage("maxFiles must be from 1 to 2147483647, not 0");
  }
}
