package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceNotesTest {
  private final List<String> lines = new ArrayList<>();
  private final SourceNotes notes = new SourceNotes(lines::add);

  @Test
  void shouldSayOnceWhyASourceIsNotUsed() {
    notes.tell(null);
    notes.tell("http://a.example/b: it answers 404");
    notes.tell("http://a.example/b: it answers 404");

    assertThat(lines)
        .containsExactly("Not used as a source now: http://a.example/b: it answers 404.");
  }

  @Test
  void shouldLeaveNoControlsInWhatAServerSaid() {
    notes.tell("http://a.example/b: \u001b[2Jno");

    assertThat(lines).singleElement().asString().doesNotContain("\u001b");
  }
}
