package dev.shoal.peer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ChangeFeedTest {
  private final ManualAgent agent = new ManualAgent();
  private final List<String> told = new ArrayList<>();
  private final ChangeFeed feed = new ChangeFeed(agent, share -> share.info(List.of(), null));

  private static Share share(int number) {
    SavedShare saved =
        new SavedShare(
            "s" + number, "/a", "", List.of(), List.of(), 0, 0, ShareInfo.Origin.ADDED, null, 5);
    return new Share(number, saved, new Pace(new Random(1)), null);
  }

  private final class Teller implements ServiceListener {
    @Override
    public void shareChanged(ShareInfo share) {
      told.add("changed " + share.id());
    }

    @Override
    public void shareGone(String id) {
      told.add("gone " + id);
    }

    @Override
    public void sharesChanged() {
      told.add("many");
    }
  }

  @Test
  void shouldTellEachOnceWhenItChangesOften() {
    feed.add(new Teller());
    feed.start(List.of(), List.of());
    Share share = share(1);
    feed.changed(share);
    feed.changed(share);
    agent.pass(1, TimeUnit.SECONDS);
    share.removed = true;
    feed.changed(share);
    agent.pass(1, TimeUnit.SECONDS);
    assertThat(told).containsExactly("changed s1", "gone s1");
  }

  @Test
  void shouldTellThatManyHaveChangedWhenTheyAreMany() {
    feed.add(new Teller());
    feed.start(List.of(), List.of());
    for (int i = 0; i <= ChangeFeed.MANY; i++) {
      feed.changed(share(i));
    }
    agent.pass(1, TimeUnit.SECONDS);
    assertThat(told).containsExactly("many");
  }

  @Test
  void shouldGoOnWhenSomethingCannotBeToldOnce() {
    AtomicInteger calls = new AtomicInteger();
    ChangeFeed flawed =
        new ChangeFeed(
            agent,
            share -> {
              if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("a flaw");
              }
              return share.info(List.of(), null);
            });
    flawed.add(new Teller());
    flawed.start(List.of(), List.of());
    flawed.changed(share(1));
    assertThatIllegalStateException().isThrownBy(() -> agent.pass(1, TimeUnit.SECONDS));
    agent.pass(1, TimeUnit.SECONDS);
    assertThat(told).containsExactly("changed s1");
  }

  @Test
  void shouldTellTheOthersWhenAListenerFails() {
    feed.add(
        new ServiceListener() {
          @Override
          public void shareChanged(ShareInfo share) {
            throw new IllegalStateException("a flaw in it");
          }
        });
    feed.add(new Teller());
    feed.start(List.of(), List.of());
    feed.changed(share(1));
    agent.pass(1, TimeUnit.SECONDS);
    assertThat(told).containsExactly("changed s1");
  }
}
