package dev.shoal.benchmarks.flood;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.benchmarks.report.Measures;
import org.junit.jupiter.api.Test;

class FloodTableTest {
  @Test
  void shouldHaveAColumnForEachPhaseAndADashForWhatItDoesNotHave() {
    FloodTable table = new FloodTable();
    table.add("calm", new Measures().add("argon2", 6).add("p99_ms", 0.5));
    table.add("both", new Measures().add("argon2", 1234).add("sent", 7));

    assertThat(table.lines())
        .map(line -> line.trim().replaceAll(" +", " "))
        .containsExactly("calm both", "argon2 6 1,234", "p99_ms 0.50 -", "sent - 7");
  }
}
