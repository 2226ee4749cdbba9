package dev.shoal.peer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchPlanTest {
  @TempDir Path given;
  private Path root = Path.of("/");
  private Path data = Path.of("/");

  @BeforeEach
  void resolve() throws IOException {
    root = given.toRealPath();
    data = Files.createDirectory(root.resolve("data"));
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectories(root.resolve(name));
  }

  private Path link(String name, Path target) throws IOException {
    return Files.createSymbolicLink(root.resolve(name), target);
  }

  private WatchPlan plan(List<Path> watched, List<Path> mirrored) {
    return WatchPlan.of(watched, mirrored, data);
  }

  @Test
  void shouldLeaveOutAMirrorWhenItIsGivenThroughALink() throws IOException {
    Path watched = folder("watched");
    Path mirror = link("link", watched).resolve("mirror"); // need not be there yet
    assertThat(plan(List.of(watched), List.of(mirror)).excluded().get(watched))
        .containsExactlyInAnyOrder(data, watched.resolve("mirror"));
  }

  @Test
  void shouldRefuseToWatchAMirrorWhateverItIsCalled() throws IOException {
    Path mirror = folder("mirror");
    Path below = folder("mirror/below");
    Path link = link("link", mirror);
    assertThatIllegalArgumentException().isThrownBy(() -> plan(List.of(mirror), List.of(mirror)));
    assertThatIllegalArgumentException().isThrownBy(() -> plan(List.of(link), List.of(mirror)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan(List.of(below), List.of(link)))
        .withMessageContaining("shared with everybody");
  }

  @Test
  void shouldWatchEachFileOnceWhenFoldersAreInsideOneAnother() throws IOException {
    Path outer = folder("outer");
    Path inner = folder("outer/inner");
    Path again = link("again", outer);
    WatchPlan plan = plan(List.of(outer, again, inner), List.of());
    assertThat(plan.excluded()).containsOnlyKeys(outer, inner);
    assertThat(plan.excluded().get(outer)).containsExactlyInAnyOrder(data, inner);
    assertThat(plan.excluded().get(inner)).containsExactly(data);
  }
}
