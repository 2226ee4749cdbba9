package dev.shoal.peer.internal.tracker;

import dev.shoal.protocol.FileId;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.RegistrationDigest;
import dev.shoal.protocol.wire.Registration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the tracker should know against what it has acknowledged, and the batches that lead from one
 * to the other. A plain object of one thread.
 */
final class Announcements {
  private static final int BATCH_BYTES = Limits.MAX_HEADER_BYTES / 2;

  private final Map<FileId, Announcement> wanted = new LinkedHashMap<>();
  private final Map<FileId, CompletableFuture<Void>> waiting = new HashMap<>();

  /** Files whose entry at the tracker may differ from the wanted one. */
  private Set<FileId> stale = new LinkedHashSet<>();

  /** Those among them that are not told yet, since nobody waits for it. */
  private Set<FileId> heldBack = Set.of();

  /** Files that are registered as wanted, but whose publication the tracker did not take yet. */
  private Set<FileId> unpublished = new LinkedHashSet<>();

  private Map<FileId, Long> acknowledged = new HashMap<>();
  private long digest = RegistrationDigest.EMPTY;
  private boolean reset;

  /**
   * A step towards the wanted state.
   *
   * @param reset whether the tracker forgets all registrations first
   * @param announced to be registered
   * @param withdrawn to be unregistered
   * @param published to be entered in the catalogue
   */
  record Batch(
      boolean reset,
      List<Announcement> announced,
      List<FileId> withdrawn,
      List<Announcement> published) {}

  /**
   * Wants a file to be known.
   *
   * @return completes when the tracker has acknowledged it
   */
  CompletableFuture<Void> announce(Announcement announcement) {
    FileId fileId = announcement.fileId();
    wanted.put(fileId, announcement);
    markStale(fileId);
    return waiting.computeIfAbsent(fileId, id -> new CompletableFuture<>());
  }

  /** Wants a file to be forgotten. */
  void withdraw(FileId fileId) {
    if (wanted.remove(fileId) != null) {
      markStale(fileId);
      settle(fileId);
    }
  }

  /** The tracker has something else registered than was thought: begins with a reset. */
  void startOver() {
    forgetAcknowledged();
    reset = true;
    stale = new LinkedHashSet<>(wanted.keySet());
  }

  /**
   * The session is a new one, of which nothing is registered: holds everything back until {@link
   * #release()}, except what somebody waits for.
   */
  void startAnew() {
    forgetAcknowledged();
    reset = false;
    heldBack = new LinkedHashSet<>(wanted.keySet());
    stale = new LinkedHashSet<>();
    waiting.keySet().forEach(this::markStale);
  }

  /** What was held back is told from now on. */
  void release() {
    Set<FileId> more = heldBack;
    heldBack = Set.of();
    if (!more.isEmpty()) {
      more.addAll(stale);
      stale = more;
    }
  }

  /** Whether there is something to {@link #release()}. */
  boolean isHoldingBack() {
    return !heldBack.isEmpty();
  }

  /** Digest of what the tracker has acknowledged. */
  long digest() {
    return digest;
  }

  /**
   * The next step, or null when there is nothing to tell. It stays the next until acknowledged.
   *
   * @param publishing whether it may have publications; those left out come after all else
   */
  @Nullable Batch next(boolean publishing) {
    List<Announcement> announced = new ArrayList<>();
    List<FileId> withdrawn = new ArrayList<>();
    int bytes = 0;
    for (FileId fileId : stale) {
      Announcement announcement = wanted.get(fileId);
      bytes += announcement == null ? FileId.LENGTH : size(announcement);
      int count = announced.size() + withdrawn.size();
      if (count == Limits.MAX_BATCH || (count > 0 && bytes > BATCH_BYTES)) {
        break;
      }
      if (announcement == null) {
        withdrawn.add(fileId);
      } else {
        announced.add(announcement);
      }
    }
    if (!announced.isEmpty() || !withdrawn.isEmpty() || reset) {
      return new Batch(reset, announced, withdrawn, publishing ? named(announced) : List.of());
    }
    List<Announcement> later = publishing ? nextUnpublished() : List.of();
    return later.isEmpty() ? null : new Batch(false, List.of(), List.of(), later);
  }

  /**
   * The tracker has taken a step. What changed again meanwhile stays to be told.
   *
   * @param published whether it has taken the publications, too
   */
  void acknowledge(Batch batch, boolean published) {
    reset = false;
    for (Announcement announcement : batch.announced()) {
      FileId fileId = announcement.fileId();
      enter(fileId, announcement.registration());
      if (announcement.equals(wanted.get(fileId))) {
        stale.remove(fileId);
        if (announcement.publication() != null) {
          unpublished.add(fileId);
        }
      }
    }
    if (published) {
      for (Announcement announcement : batch.published()) {
        if (announcement.equals(wanted.get(announcement.fileId()))) {
          unpublished.remove(announcement.fileId());
        }
      }
    }
    batch.announced().forEach(this::settleIfKnown);
    batch.published().forEach(this::settleIfKnown);
    for (FileId fileId : batch.withdrawn()) {
      enter(fileId, null);
      if (!wanted.containsKey(fileId)) {
        stale.remove(fileId);
      }
    }
  }

  /** Nobody will be told any more. */
  void failAll(Throwable cause) {
    for (Iterator<CompletableFuture<Void>> each = waiting.values().iterator(); each.hasNext(); ) {
      CompletableFuture<Void> future = each.next();
      each.remove();
      future.completeExceptionally(cause);
    }
  }

  /** Nobody waits any more for the publications that the tracker did not take. */
  void failUnpublished(Throwable cause) {
    for (FileId fileId : List.copyOf(unpublished)) {
      CompletableFuture<Void> future = waiting.remove(fileId);
      if (future != null) {
        future.completeExceptionally(cause);
      }
    }
  }

  private static List<Announcement> named(List<Announcement> announced) {
    return announced.stream().filter(each -> each.publication() != null).toList();
  }

  private List<Announcement> nextUnpublished() {
    List<Announcement> published = new ArrayList<>();
    int bytes = 0;
    for (FileId fileId : unpublished) {
      Announcement announcement = wanted.get(fileId);
      if (announcement == null) {
        continue;
      }
      bytes += size(announcement);
      int count = published.size();
      if (count == Limits.MAX_BATCH || (count > 0 && bytes > BATCH_BYTES)) {
        break;
      }
      published.add(announcement);
    }
    return published;
  }

  private void markStale(FileId fileId) {
    unpublished.remove(fileId); // is told together with the registration
    if (!heldBack.isEmpty()) {
      heldBack.remove(fileId);
    }
    stale.add(fileId);
  }

  private void forgetAcknowledged() {
    acknowledged = new HashMap<>(2 * wanted.size()); // never to be rehashed in one long step
    digest = RegistrationDigest.EMPTY;
    heldBack = Set.of();
    unpublished = new LinkedHashSet<>();
  }

  private void enter(FileId fileId, @Nullable Registration registration) {
    Long after = registration == null ? null : RegistrationDigest.of(registration);
    Long before = after == null ? acknowledged.remove(fileId) : acknowledged.put(fileId, after);
    digest ^= before == null ? 0 : before;
    digest ^= after == null ? 0 : after;
  }

  private void settleIfKnown(Announcement announcement) {
    FileId fileId = announcement.fileId();
    if (!stale.contains(fileId) && !unpublished.contains(fileId)) {
      settle(fileId);
    }
  }

  private void settle(FileId fileId) {
    CompletableFuture<Void> future = waiting.remove(fileId);
    if (future != null) {
      future.complete(null);
    }
  }

  private static int size(Announcement announcement) {
    int publication =
        announcement.publication() == null ? 0 : announcement.publication().getSerializedSize();
    return announcement.registration().getSerializedSize() + publication + 16;
  }
}
