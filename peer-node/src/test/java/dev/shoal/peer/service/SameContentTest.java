package dev.shoal.peer.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SameContentTest {
  private final SameContent contents = new SameContent();
  private long number;

  private Share share(String... groups) {
    number++;
    ShareRequest request = new ShareRequest("/a" + number, "", List.of(), List.of(groups), 0, 0);
    SavedShare saved = SavedShare.of(Ids.SHARES.of(number), request, ShareInfo.Origin.ADDED, 5);
    return new Share(number, saved, new Pace(new Random(1)), null);
  }

  private static void serve(Share share) {
    share.handle = new FakePort.FakeShared(FakePort.id(1), Path.of("/a"));
  }

  @Test
  void shouldTellTheOthersWhenOneIsForgotten() {
    Share one = share();
    Share two = share("team");
    contents.enter(one, "x");
    contents.enter(two, "x");
    contents.enter(share(), "y");
    assertThat(contents.forget(one)).containsExactly(two);
    assertThat(contents.forget(one)).isEmpty();
    assertThat(contents.forget(two)).isEmpty();
    assertThat(contents.isInGroups("x")).isFalse();
  }

  @Test
  void shouldBeServedWhenOneOfThemIs() {
    Share one = share();
    Share two = share();
    assertThat(contents.isServed(one)).isFalse();
    contents.enter(one, "x");
    contents.enter(two, "x");
    assertThat(contents.isServed(one)).isFalse();
    serve(two);
    assertThat(contents.isServed(one)).isTrue();
  }

  @Test
  void shouldBeInGroupsWhenOneOfThemIs() {
    contents.enter(share(), "x");
    assertThat(contents.isInGroups("x")).isFalse();
    contents.enter(share("team"), "x");
    assertThat(contents.isInGroups("x")).isTrue();
    assertThat(contents.isInGroups(null)).isFalse();
  }

  @Test
  void shouldBeWiderWhenItWasForSomebodyForWhomNoOtherIs() {
    assertThat(SameContent.isWider(share(), List.of(share("team")))).isTrue();
    assertThat(SameContent.isWider(share(), List.of(share("team"), share()))).isFalse();
    assertThat(SameContent.isWider(share("a", "b"), List.of(share("a"), share("b")))).isFalse();
    assertThat(SameContent.isWider(share("a", "b"), List.of(share("a")))).isTrue();
    assertThat(SameContent.isWider(share("a"), List.of(share()))).isTrue();
  }
}
