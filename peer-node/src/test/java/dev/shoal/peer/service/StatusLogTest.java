package dev.shoal.peer.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusLogTest {
  private final List<LogEntry> told = new ArrayList<>();
  private final StatusLog log = new StatusLog(new ManualAgent(), told::add);

  @Test
  void shouldKeepTheLastThousandWhenThereAreMore() {
    for (int i = 0; i < StatusLog.MOST + 10; i++) {
      log.info("entry " + i);
    }
    assertThat(log.after(0)).hasSize(StatusLog.MOST);
    assertThat(log.after(0).get(0).number()).isEqualTo(11);
    assertThat(log.after(StatusLog.MOST + 9)).singleElement().isEqualTo(told.get(1009));
  }

  @Test
  void shouldNotGarbleATerminalWhenANameWould() {
    log.warning("a\u001b[31mb\nc");
    assertThat(told.get(0).message()).doesNotContain("\u001b", "\n");
    assertThat(told.get(0).level()).isEqualTo(LogEntry.Level.WARNING);
  }
}
