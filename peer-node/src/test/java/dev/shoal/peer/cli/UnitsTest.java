package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
  private static final long MAX_SHOWN = 1L << 50;

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1048576, 1048576",
    "17 B, 17",
    "64KiB, 65536",
    "64 kib, 65536",
    "256MiB, 268435456",
    "256M, 268435456",
    "1GB, 1073741824",
    "1.5GiB, 1610612736",
    "2t, 2199023255552",
    "9223372036854775807, 9223372036854775807"
  })
  void shouldReadSizeWhenWrittenAsPeopleDo(String text, long bytes) {
    assertThat(Units.parseSize(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MiB", "-1", "1.5", "1.5B", "12 parsecs", "0x10", "1e6", "1 G i B"})
  void shouldShowHowWhenSizeIsMalformed(String text) {
    assertThatThrownBy(() -> Units.parseSize(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("such as 1048576, 64KiB")
        .hasMessageEndingWith(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775808", "8388608TiB", "99999999999999999999g"})
  void shouldSaySoWhenSizeIsTooLarge(String text) {
    assertThatThrownBy(() -> Units.parseSize(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("too large");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1 KiB",
    "1536, 1.5 KiB",
    "10485760, 10 MiB",
    "268435456, 256 MiB",
    "1072693247, 1023 MiB",
    "1073741823, 1 GiB",
    "1209462790, 1.13 GiB",
    "4398046511104, 4 TiB"
  })
  void shouldKeepSizeShortWhenShown(long bytes, String text) {
    assertThat(Units.size(bytes)).isEqualTo(text);
  }

  @Property
  void shouldReadBackWhatIsShownWithinOnePercent(
      @ForAll @LongRange(min = 0, max = MAX_SHOWN) long bytes) {
    assertThat((double) Units.parseSize(Units.size(bytes)))
        .isCloseTo((double) bytes, within(0.01 * bytes));
  }

  @Property
  void shouldReadSizeExactlyWhenItIsWholeUnits(
      @ForAll @IntRange(min = 0, max = 1 << 20) int number, @ForAll @IntRange(max = 4) int unit) {
    String symbol = new String[] {"B", "KiB", "MiB", "GiB", "TiB"}[unit];

    assertThat(Units.parseSize(number + symbol)).isEqualTo((long) number << (10 * unit));
    assertThat(Units.parseSize(number + symbol.toUpperCase(Locale.ROOT)))
        .isEqualTo((long) number << (10 * unit));
  }

  @ParameterizedTest
  @CsvSource({
    "30s, PT30S",
    "5m, PT5M",
    "1h, PT1H",
    "1h30m, PT1H30M",
    "0.5s, PT0.5S",
    "PT30S, PT30S",
    "3 min 20 s, PT3M20S",
    "1 d 6 h, PT30H",
    "2d, PT48H",
    "90min, PT90M",
    "P1D, PT24H",
    "0s, PT0S"
  })
  void shouldReadDurationWhenWrittenAsPeopleDo(String text, Duration duration) {
    assertThat(Units.parseDuration(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "30", "s", "-5s", "5 parsecs", "PT", "5 5 s", "99999999999999999999h"})
  void shouldShowHowWhenDurationIsMalformed(String text) {
    assertThatThrownBy(() -> Units.parseDuration(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("such as 30s, 5m");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 s",
    "59, 59 s",
    "60, 1 min",
    "200, 3 min 20 s",
    "3600, 1 h",
    "5400, 1 h 30 min",
    "86399, 23 h 59 min",
    "86400, 1 d",
    "108000, 1 d 6 h"
  })
  void shouldKeepDurationShortWhenShown(long seconds, String text) {
    assertThat(Units.duration(Duration.ofSeconds(seconds))).isEqualTo(text);
  }

  @Property
  void shouldReadBackTheDurationThatIsShown(@ForAll @IntRange(max = 1_000_000) int seconds) {
    Duration duration = Duration.ofSeconds(seconds);
    Duration unit = Duration.ofSeconds(seconds < 3600 ? 1 : seconds < 86_400 ? 60 : 3600);

    assertThat(Units.parseDuration(Units.duration(duration)))
        .isLessThanOrEqualTo(duration)
        .isGreaterThan(duration.minus(unit));
  }

  @ParameterizedTest
  @CsvSource({
    "42, 0.042 s",
    "1240, 1.24 s",
    "83140, 83.1 s",
    "120000, 2 min",
    "3725000, 1 h 2 min"
  })
  void shouldTellWhatTookShortMoreExactly(long millis, String text) {
    assertThat(Units.elapsed(Duration.ofMillis(millis))).isEqualTo(text);
  }

  @Test
  void shouldCountInTheUnitThatGivesTwoDigitsWhenABarIsShown() {
    assertThat(Units.unitFor(500).symbol()).isEqualTo("B");
    assertThat(Units.unitFor(10 << 10).symbol()).isEqualTo("KiB");
    assertThat(Units.unitFor(256L << 20).symbol()).isEqualTo("MiB");
    assertThat(Units.unitFor(1L << 30).symbol()).isEqualTo("MiB");
    assertThat(Units.unitFor(40L << 30).symbol()).isEqualTo("GiB");
  }
}
