package dev.shoal.tracker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shoal.transport.TransportKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ValueKindsTest {
  @Test
  void shouldReadTimes() {
    ValueKind<Duration> kind = ValueKinds.duration();
    assertThat(kind.read("500ms")).isEqualTo(Duration.ofMillis(500));
    assertThat(kind.read("30s")).isEqualTo(Duration.ofSeconds(30));
    assertThat(kind.read("2m")).isEqualTo(Duration.ofMinutes(2));
    assertThat(kind.read("24h")).isEqualTo(Duration.ofDays(1));
    assertRefused(
        kind, "", "5", "5 s", "-5s", "0s", "25h", "1.5s", "999999999999h", "9999999999999s");
  }

  @Test
  void shouldReadLongTimes() {
    assertThat(ValueKinds.longDuration().read("30d")).isEqualTo(Duration.ofDays(30));
    assertThat(ValueKinds.longDuration().read("366d")).isEqualTo(Duration.ofDays(366));
    assertRefused(ValueKinds.longDuration(), "999ms", "367d", "9999999999d", "d");
    assertThat(ValueKinds.capabilityDuration().read("10m")).isEqualTo(Duration.ofMinutes(10));
    assertRefused(ValueKinds.capabilityDuration(), "0s", "601s", "1d");
  }

  @Test
  void shouldReadSizes() {
    ValueKind<Long> kind = ValueKinds.rate();
    assertThat(kind.read("65536")).isEqualTo(65_536);
    assertThat(kind.read("16384B")).isEqualTo(16_384);
    assertThat(kind.read("64KiB")).isEqualTo(65_536);
    assertThat(kind.read("16MiB")).isEqualTo(16 << 20);
    assertThat(kind.read("4GiB")).isEqualTo(1L << 32);
    assertThat(kind.read("0")).isZero();
    assertThat(ValueKinds.size(1024, 2048).read("2KiB")).isEqualTo(2048);
    assertRefused(ValueKinds.size(1024, 2048), "0", "1023", "3KiB");
    assertRefused(kind, "", "16383", "64KB", "1.5MiB", "5GiB", "9999999999GiB", "99999999999");
  }

  @Test
  void shouldReadNumbersWithinTheirRange() {
    ValueKind<Integer> kind = ValueKinds.number(1, 200);
    assertThat(kind.read("200")).isEqualTo(200);
    assertRefused(kind, "", "0", "201", "-1", "1e2", "0x10", "99999999999");
  }

  @Test
  void shouldReadTheRest() {
    assertThat(ValueKinds.flag().read("true")).isTrue();
    assertThat(ValueKinds.flag().read("false")).isFalse();
    assertRefused(ValueKinds.flag(), "", "yes", "TRUE");
    assertThat(ValueKinds.portOrOff().read("off")).isEqualTo(OptionalInt.empty());
    assertThat(ValueKinds.portOrOff().read("0")).isEqualTo(OptionalInt.of(0));
    assertThat(ValueKinds.threadsOrAuto().read("auto")).isEmpty();
    assertThat(ValueKinds.threadsOrAuto().read("4")).hasValue(4);
    assertRefused(ValueKinds.threadsOrAuto(), "0", "65", "");
    assertThat(ValueKinds.directory().read("~/a"))
        .isEqualTo(Path.of(System.getProperty("user.home"), "a"));
    assertThat(ValueKinds.transport().read("NIO")).isEqualTo(TransportKind.NIO);
    assertRefused(ValueKinds.transport(), "", "pigeon");
    assertThat(ValueKinds.addressOrAll().read("*")).isEmpty();
    assertThat(ValueKinds.address().read("::1").isLoopbackAddress()).isTrue();
    assertRefused(ValueKinds.address(), "", "*");
  }

  private static void assertRefused(ValueKind<?> kind, String... texts) {
    for (String text : texts) {
      assertThatIllegalArgumentException().as("'" + text + "'").isThrownBy(() -> kind.read(text));
    }
  }
}
