package dev.shoal.peer.service;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WatchedFoldersTest {
  @Test
  void shouldTakeTheSubfoldersForTags() {
    assertThat(WatchedFolders.tags("a.txt")).isEmpty();
    assertThat(WatchedFolders.tags("x/y/x/a.txt")).containsExactly("x", "y");
    assertThat(WatchedFolders.tags("n".repeat(100) + "/y/a.txt")).containsExactly("y");
    String deep = IntStream.range(0, 30).mapToObj(Integer::toString).collect(joining("/"));
    assertThat(WatchedFolders.tags(deep + "/a.txt")).hasSize(16);
  }
}
