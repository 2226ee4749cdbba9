package dev.shoal.peer.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.peer.TlsMode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodeConfigTest {
  private final NodeConfig.Draft draft = new NodeConfig.Draft();

  @Test
  void shouldBeValidWhenNothingIsSet() {
    NodeConfig config = draft.conclude();
    assertThat(config.trackers).isEmpty();
    assertThat(config.port).isZero();
    assertThat(config.memory).isBetween(8L << 20, 128L << 20);
    assertThat(config.maxSources).isEqualTo(32);
    assertThat(config.transport.isAvailable()).isTrue();
  }

  @Test
  void shouldNameTheSettingWhenItIsOutOfRange() {
    draft.port = 65536;
    isRefused("port must be from 0 to 65535, not 65536");
    draft.port = 0;
    draft.memory = (8 << 20) - 1;
    isRefused("memory must be at least 8 MiB, not 8388607");
    draft.memory = 8 << 20;
    draft.maxSources = 0;
    isRefused("maxSources must be from 1 to 1000, not 0");
    draft.maxSources = 1;
    draft.uploadLimit = 10;
    isRefused("uploadLimit: a rate limit is 0, for none, or at least 1024 bytes a second, not 10");
    draft.uploadLimit = 1024;
    draft.downloadLimit = -1;
    isRefused(
        "downloadLimit: a rate limit is 0, for none, or at least 1024 bytes a second, not -1");
    draft.downloadLimit = 0;
    draft.trackers = List.of("host:port");
    isRefused("a tracker is HOST:PORT with a port from 1 to 65535, not: host:port");
  }

  @Test
  void shouldRefuseMoreMemoryThanTheJvmMayUse() {
    assertThat(NodeConfig.memory(8 << 20, 8 << 20)).isEqualTo(8 << 20);
    assertThatThrownBy(() -> NodeConfig.memory((8 << 20) + 1, 8 << 20))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "memory must be at most the 8388608 bytes of direct memory that this JVM may use"
                + " (-XX:MaxDirectMemorySize, or else -Xmx), not 8388609");
    draft.memory = Long.MAX_VALUE;
    assertThatThrownBy(draft::conclude)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("memory must be at most the ");
  }

  @Test
  void shouldKeepTheOrderOfTrackersAndNameEachOnce() {
    draft.trackers = List.of("b:7070", "a", "b", "a:7071", "a");
    assertThat(draft.conclude().trackers)
        .extracting(String::valueOf)
        .containsExactly("b:7070", "a:7070", "a:7071");
  }

  @Test
  void shouldRefuseMoreTrackersThanAreOfUse() {
    draft.trackers = IntStream.rangeClosed(1, 16).mapToObj(port -> "host:" + port).toList();
    assertThat(draft.conclude().trackers).hasSize(16);
    draft.trackers = IntStream.rangeClosed(1, 17).mapToObj(port -> "host:" + port).toList();
    isRefused("at most 16 trackers, not 17");
  }

  @Test
  void shouldRefuseSettingsOfTlsThatMakeNoSense() {
    draft.trackerFingerprint = "whatever";
    assertThatThrownBy(draft::conclude)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("trackerFingerprint: ");
    draft.trackerFingerprint = "00".repeat(32);
    draft.tls = TlsMode.AUTO;
    assertThat(draft.conclude().trackerFingerprint).hasToString("00".repeat(32));
    draft.tls = TlsMode.OFF;
    isRefused("a tracker's fingerprint and a certificate are of no use when TLS is off");
  }

  private void isRefused(String sentence) {
    assertThatThrownBy(draft::conclude)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }
}
