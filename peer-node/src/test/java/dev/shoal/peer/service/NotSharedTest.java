package dev.shoal.peer.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.service.watch.WatchedFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NotSharedTest {
  private final NotShared files = new NotShared();

  private static WatchedFile file(String name, long modified) {
    return new WatchedFile(Path.of("/a folder", name), name, 5, modified);
  }

  @Test
  void shouldKnowAFileAgainWhenRemembered() {
    files.add(file("a b.txt", 1));
    NotShared again = new NotShared();
    again.restore(files.saved());
    assertThat(again.contains(file("a b.txt", 1))).isTrue();
    assertThat(again.contains(file("b.txt", 1))).isFalse();
  }

  @Test
  void shouldForgetAFileWhenItChanges() {
    files.add(file("a", 1));
    assertThat(files.contains(file("a", 2))).isFalse();
    assertThat(files.saved()).isEmpty();
  }

  @Test
  void shouldSayThatThereIsNoRoomUnlessSomeAreGone() {
    for (int i = 0; i < SavedState.MOST_UNWANTED; i++) {
      assertThat(files.add(file("f" + i, 1))).isTrue();
    }
    assertThat(files.add(file("more", 1))).isFalse();
    assertThat(files.contains(file("more", 1))).isTrue();
    assertThat(files.saved()).hasSize(SavedState.MOST_UNWANTED);
    files.gone(file("f1", 1).path());
    files.gone(file("f2", 1).path());
    assertThat(files.contains(file("f2", 1))).isTrue(); // it came back
    files.add(file("again", 1));
    assertThat(files.contains(file("f1", 1))).isFalse();
    assertThat(files.contains(file("f2", 1))).isTrue();
  }
}
