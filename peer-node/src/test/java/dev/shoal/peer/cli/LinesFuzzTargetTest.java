package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.transport.testing.Variants;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LinesFuzzTargetTest {
  @Test
  void shouldTakeTheSeeds() throws Exception {
    for (byte[] seed : LinesFuzzTarget.seeds()) {
      assertThat(LinesFuzzTarget.isList(seed)).isTrue();
    }
    assertThat(LinesFuzzTarget.seeds().subList(0, 2))
        .allMatch(seed -> LinesFuzzTarget.isLink(new String(seed, StandardCharsets.UTF_8)));
    assertThat(LinesFuzzTarget.commands())
        .flatMap(seed -> new String(seed, StandardCharsets.UTF_8).lines().toList())
        .allMatch(LinesFuzzTarget::isCommand);
  }

  @Test
  void shouldFindNothingWrongWithWhatIsLikeTheSeeds() {
    List<byte[]> seeds =
        Stream.of(LinesFuzzTarget.seeds(), LinesFuzzTarget.commands())
            .flatMap(List::stream)
            .toList();
    Variants.check(seeds, 2000, LinesFuzzTarget::fuzzerTestOneInput);
  }
}
