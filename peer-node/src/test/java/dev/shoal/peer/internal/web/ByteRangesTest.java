package dev.shoal.peer.internal.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangesTest {
  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=0-499, 0, 499",
    "BYTES=500-999, 500, 999",
    "' bytes=500- ', 500, 999",
    "bytes=-1, 999, 999",
    "bytes=-5000, 0, 999",
    "bytes=990-5000, 990, 999",
    "bytes=0-99999999999999999999999999, 0, 999",
    "'bytes=, 7-8 ,', 7, 8",
  })
  void shouldUnderstandOneRange(String header, long first, long last) {
    assertThat(ranges(header)).contains(List.of(new ByteRange(first, last)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=,",
        "bytes=-",
        "bytes=a-b",
        "bytes=5-4",
        "bytes=1",
        "bytes=0-1,x",
        "bytes=--1",
        "bytes=+1-2",
        "bytes=0-1-2",
        "bytes 0-1",
        "items=0-1",
        "bytes=0x1-2",
        "bytes=1 2-3",
        "bytes=0-0,1-1,2-2,3-3,4-4,5-5,6-6,7-7,8-8,9-9,10-10,11-11,"
            + "12-12,13-13,14-14,15-15,16-16"
      })
  void shouldIgnoreWhatIsMalformedOrTooMuch(String header) {
    assertThat(ranges(header)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bytes=1000-", "bytes=1000-2000", "bytes=-0", "bytes=99999999999999999999-"})
  void shouldSayThatNothingIsThere(String header) {
    assertThat(ranges(header)).contains(List.of());
  }

  @Test
  void shouldFindNothingInAnEmptyFile() {
    assertThat(ByteRanges.of("bytes=0-", 0)).contains(List.of());
    assertThat(ByteRanges.of("bytes=-5", 0)).contains(List.of());
  }

  @Test
  void shouldJoinRangesThatOverlapOrTouchInTheOrderOfTheFile() {
    assertThat(ranges("bytes=900-,0-9,10-19,15-17,50-59,2000-"))
        .contains(List.of(new ByteRange(0, 19), new ByteRange(50, 59), new ByteRange(900, 999)));
  }

  @Property(tries = 300)
  void shouldStayWithinTheFileWhateverIsAskedFor(
      @ForAll @LongRange(min = 0, max = 40) long length,
      @ForAll @IntRange(min = 0, max = 50) int first,
      @ForAll @IntRange(min = 0, max = 50) int last,
      @ForAll @IntRange(min = 0, max = 50) int suffix) {
    String header = "bytes=" + first + "-,-" + suffix + "," + first + "-" + (first + last);
    List<ByteRange> ranges = ByteRanges.of(header, length).orElseThrow();
    long end = -1;
    for (ByteRange range : ranges) {
      assertThat(range.first()).isGreaterThan(end).isLessThanOrEqualTo(range.last());
      end = range.last();
    }
    assertThat(end).isLessThan(length);
  }

  private static Optional<List<ByteRange>> ranges(String header) {
    return ByteRanges.of(header, 1000);
  }
}
