package dev.shoal.peer.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.service.LogEntry;
import dev.shoal.peer.service.ShareInfo;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PendingEventsTest {
  private final PendingEvents pending = new PendingEvents();

  private static ShareInfo share(String id) {
    return new ShareInfo(
        id,
        null,
        "a",
        "/a",
        1,
        0,
        ShareInfo.State.PREPARING,
        ShareInfo.Origin.ADDED,
        List.of(),
        List.of(),
        null,
        null,
        0,
        null);
  }

  private List<String> names() {
    return pending.drain().stream().map(PendingEvents.Event::name).toList();
  }

  @Test
  void shouldTellOfEachThingOnlyHowItIsNow() {
    pending.downloadChanged(Samples.download("1", 10));
    pending.downloadChanged(Samples.download("2", 20));
    pending.downloadChanged(Samples.download("1", 30));
    pending.downloadGone("2");

    assertThat(pending.drain())
        .containsExactly(
            new PendingEvents.Event("download", Samples.download("1", 30)),
            new PendingEvents.Event("download-gone", new Answers.Gone("2")));
    assertThat(pending.drain()).isEmpty();
  }

  @Test
  void shouldTellOfManySharesAsOne() {
    IntStream.range(0, PendingEvents.MOST_SHARES)
        .forEach(i -> pending.shareChanged(share("s" + i)));
    assertThat(names()).hasSize(PendingEvents.MOST_SHARES).containsOnly("share");

    IntStream.range(0, 10_000).forEach(i -> pending.shareChanged(share("s" + i)));
    pending.shareGone("s1");
    assertThat(names()).containsExactly("shares");

    pending.shareGone("s1");
    assertThat(names()).containsExactly("share-gone");
  }

  @Test
  void shouldKeepTheLatestOfTheLog() {
    IntStream.rangeClosed(1, 10_000)
        .forEach(i -> pending.logged(new LogEntry(i, 0, LogEntry.Level.INFO, "line")));

    List<PendingEvents.Event> events = pending.drain();
    assertThat(events).hasSize(PendingEvents.MOST_ENTRIES);
    assertThat(events.get(events.size() - 1).value())
        .isEqualTo(new LogEntry(10_000, 0, LogEntry.Level.INFO, "line"));
  }
}
