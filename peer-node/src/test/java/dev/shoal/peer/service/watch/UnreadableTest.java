package dev.shoal.peer.service.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnreadableTest {
  private final List<String> problems = new ArrayList<>();
  private final Unreadable unreadable = new Unreadable(problems::add);

  @Test
  void shouldNameOnceWhatCannotBeRead() {
    unreadable.add(Path.of("locked"), "no permission");
    unreadable.add(Path.of("locked"), "no permission");
    unreadable.add(Path.of("other"), "an error of the disk");

    assertThat(problems)
        .containsExactly(
            "locked can't be shared: no permission", "other can't be shared: an error of the disk");
  }

  @Test
  void shouldNameAFolderOnceWhenNamesInItCannotBeWritten() {
    unreadable.addUnnamed(Path.of("songs"));
    unreadable.addUnnamed(Path.of("songs"));

    assertThat(problems).singleElement().asString().contains("songs", "not shared", "UTF-8");
  }

  @Test
  void shouldStopNamingWhenThereAreTooMany() {
    for (int i = 0; i < 1000; i++) {
      unreadable.add(Path.of("file" + i), "no permission");
    }

    assertThat(problems).hasSize(101).last().asString().contains("not named any more");
  }
}
