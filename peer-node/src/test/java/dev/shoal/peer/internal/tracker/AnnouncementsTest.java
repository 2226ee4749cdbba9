package dev.shoal.peer.internal.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.ChunkSet;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.RegistrationDigest;
import dev.shoal.protocol.wire.PublishedFile;
import dev.shoal.protocol.wire.Registration;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

class AnnouncementsTest {
  private static final int FILES = 6;

  /** What a tracker would know after the batches that it was sent. */
  private static final class Tracker {
    final Map<FileId, Registration> known = new HashMap<>();
    final Set<FileId> published = new HashSet<>();

    void take(Announcements.Batch batch, boolean publishes) {
      if (publishes) {
        batch.published().forEach(each -> published.add(each.fileId()));
      }
      batch.withdrawn().forEach(known::remove);
      if (batch.reset()) {
        known.clear();
      }
      batch.announced().forEach(each -> known.put(each.fileId(), each.registration()));
    }

    long digest() {
      return known.values().stream()
          .mapToLong(RegistrationDigest::of)
          .reduce(RegistrationDigest.EMPTY, (a, b) -> a ^ b);
    }
  }

  /**
   * Steps: announce, withdraw, begin a batch, have it acknowledged, lose it with or without trace.
   */
  @Property
  void shouldLeadTheTrackerToWhatIsWantedWhateverHappens(
      @ForAll @Size(max = 60) List<@IntRange(max = 199) Integer> steps) {
    Announcements announcements = new Announcements();
    Tracker tracker = new Tracker();
    Map<FileId, Announcement> wanted = new HashMap<>();
    Announcements.@Nullable Batch underWay = null;
    for (int step : steps) {
      FileId file = file(step % FILES);
      switch (step / 25) {
        case 0, 1, 2 -> {
          Announcement announcement = announcement(file, step);
          announcements.announce(announcement);
          wanted.put(file, announcement);
        }
        case 3, 4 -> {
          announcements.withdraw(file);
          wanted.remove(file);
        }
        case 5, 6 -> {
          if (underWay != null) {
            boolean publishes = step % 2 == 0;
            tracker.take(underWay, publishes);
            announcements.acknowledge(underWay, publishes);
            underWay = null;
          } else {
            underWay = announcements.next(step % 3 > 0);
          }
        }
        default -> {
          if (underWay != null && step % 2 == 0) {
            tracker.take(underWay, true); // the answer was lost
          }
          underWay = null;
          if (step % 3 == 0) {
            announcements.startAnew();
            tracker.known.clear();
            tracker.published.clear();
          } else {
            announcements.startOver();
          }
        }
      }
    }
    announcements.release();
    if (underWay != null) {
      tracker.take(underWay, true);
      announcements.acknowledge(underWay, true);
    }
    for (Announcements.Batch batch = announcements.next(true);
        batch != null;
        batch = announcements.next(true)) {
      tracker.take(batch, true);
      announcements.acknowledge(batch, true);
      assertThat(announcements.digest()).isEqualTo(tracker.digest());
    }
    assertThat(tracker.known).hasSameSizeAs(wanted);
    wanted.forEach(
        (file, announcement) -> {
          assertThat(tracker.known.get(file)).isEqualTo(announcement.registration());
          if (announcement.publication() != null) {
            assertThat(tracker.published).contains(file);
          }
        });
    assertThat(announcements.digest()).isEqualTo(tracker.digest());
  }

  @Example
  void shouldResetEvenWhenNothingIsWanted() {
    Announcements announcements = new Announcements();
    assertThat(announcements.next(true)).isNull();
    announcements.startOver();
    Announcements.Batch first = next(announcements);
    assertThat(first.reset()).isTrue();
    announcements.acknowledge(first, true);
    assertThat(announcements.next(true)).isNull();
  }

  @Example
  void shouldCompleteTheFutureOnlyWhenTheLatestIsAcknowledged() {
    Announcements announcements = new Announcements();
    CompletableFuture<Void> first = announcements.announce(announcement(file(1), 1));
    Announcements.Batch batch = next(announcements);
    CompletableFuture<Void> second = announcements.announce(announcement(file(1), 150));
    announcements.acknowledge(batch, true);
    assertThat(first).isNotDone();
    announcements.acknowledge(next(announcements), true);
    assertThat(first).isCompleted();
    assertThat(second).isCompleted();
  }

  @Example
  void shouldHoldBackWhatNobodyWaitsForWhenTheSessionIsNew() {
    Announcements announcements = new Announcements();
    announcements.announce(announcement(file(1), 0));
    announcements.announce(announcement(file(2), 0));
    announcements.acknowledge(next(announcements), true);
    announcements.announce(announcement(file(3), 0));
    announcements.startAnew();
    CompletableFuture<Void> changed = announcements.announce(announcement(file(2), 1));

    Announcements.Batch first = next(announcements);
    assertThat(first.announced())
        .extracting(Announcement::fileId)
        .containsExactly(file(3), file(2));
    announcements.acknowledge(first, true);
    assertThat(changed).isCompleted();
    assertThat(announcements.next(true)).isNull();

    announcements.release();
    assertThat(next(announcements).announced())
        .extracting(Announcement::fileId)
        .containsExactly(file(1));
  }

  @Example
  void shouldNotKeepAnybodyWaitingWhenWithdrawn() {
    Announcements announcements = new Announcements();
    CompletableFuture<Void> known = announcements.announce(announcement(file(1), 1));
    announcements.withdraw(file(1));
    assertThat(known).isCompleted();
  }

  @Example
  void shouldFailAllThatWaitButTellTheTrackerLater() {
    Announcements announcements = new Announcements();
    CompletableFuture<Void> known = announcements.announce(announcement(file(1), 1));
    announcements.failAll(new IllegalStateException("no tracker"));
    assertThat(known).isCompletedExceptionally();
    assertThat(next(announcements).announced()).hasSize(1);
  }

  @Example
  void shouldKeepWithinTheLimitsOfAFrame() {
    Announcements announcements = new Announcements();
    for (int i = 0; i < 3 * Limits.MAX_BATCH; i++) {
      announcements.announce(
          i % 3 == 0 ? Announcement.partial(file(i), 1 << 16, ChunkSet.empty(40_000)) : named(i));
    }
    int batches = 0;
    for (Announcements.Batch batch = announcements.next(true);
        batch != null;
        batch = announcements.next(true)) {
      int bytes =
          batch.announced().stream()
              .mapToInt(each -> each.registration().getSerializedSize() + 8)
              .sum();
      assertThat(batch.announced()).hasSizeLessThanOrEqualTo(Limits.MAX_BATCH);
      assertThat(bytes).isLessThan(Limits.MAX_HEADER_BYTES);
      announcements.acknowledge(batch, true);
      batches++;
    }
    assertThat(batches).isGreaterThan(3);
  }

  @Example
  void shouldKeepWhatWasNotPublishedForLaterAndTellTheRestFirst() {
    Announcements announcements = new Announcements();
    CompletableFuture<Void> known = announcements.announce(named(1));
    announcements.acknowledge(next(announcements), false);
    assertThat(known).isNotDone();
    assertThat(announcements.next(false)).isNull();

    CompletableFuture<Void> other = announcements.announce(announcement(file(2), 1));
    Announcements.Batch rest = next(announcements);
    assertThat(rest.published()).isEmpty();
    announcements.acknowledge(rest, true);
    assertThat(other).isCompleted();
    assertThat(known).isNotDone();

    Announcements.Batch later = next(announcements);
    assertThat(later.announced()).isEmpty();
    assertThat(later.published()).containsExactly(named(1));
    announcements.acknowledge(later, true);
    assertThat(known).isCompleted();
    assertThat(announcements.next(true)).isNull();
  }

  @Example
  void shouldFailOnlyThoseThatWaitForAPublication() {
    Announcements announcements = new Announcements();
    CompletableFuture<Void> named = announcements.announce(named(1));
    announcements.acknowledge(next(announcements), false);
    CompletableFuture<Void> other = announcements.announce(announcement(file(2), 1));
    announcements.failUnpublished(new IllegalStateException("busy"));
    assertThat(named).isCompletedExceptionally();
    assertThat(other).isNotDone();
  }

  private static Announcements.Batch next(Announcements announcements) {
    return Objects.requireNonNull(announcements.next(true), "there is nothing to tell");
  }

  private static Announcement named(int i) {
    return Announcement.complete(
        PublishedFile.newBuilder()
            .setFileId(ByteString.copyFrom(file(i).toBytes()))
            .setName("n".repeat(200))
            .build());
  }

  private static Announcement announcement(FileId file, int variant) {
    if (variant % 4 == 0) {
      return Announcement.complete(
          PublishedFile.newBuilder().setFileId(ByteString.copyFrom(file.toBytes())).build());
    }
    return variant % 2 == 0
        ? Announcement.complete(file)
        : Announcement.partial(file, 1 << 16 << variant % 3, ChunkSet.empty(variant % 20 + 1));
  }

  private static FileId file(int i) {
    return FileId.fromBytes(ByteBuffer.allocate(FileId.LENGTH).putInt(i + 1).array());
  }
}
