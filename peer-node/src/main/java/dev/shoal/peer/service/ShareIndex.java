package dev.shoal.peer.service;

import dev.shoal.peer.NotFoundException;
import dev.shoal.protocol.PlainText;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All shares of a node, in their order, and found by what was asked for. Belongs to the agent's
 * thread.
 */
final class ShareIndex {
  private final TreeMap<Long, Share> all = new TreeMap<>();
  private final Map<String, Share> byRequest = new HashMap<>();

  /** Paths of files that are shared in groups, and how many shares of each there are. */
  private final Map<String, Integer> forMembers = new HashMap<>();

  private int remembered;

  void enter(Share share) {
    all.put(share.number, share);
    byRequest.putIfAbsent(key(share.saved), share);
    if (!share.saved.groups().isEmpty()) {
      forMembers.merge(share.saved.path(), 1, Integer::sum);
    }
    if (share.isSaved()) {
      remembered++;
    }
  }

  void leave(Share share) {
    all.remove(share.number);
    byRequest.remove(key(share.saved), share);
    if (!share.saved.groups().isEmpty()) {
      forMembers.computeIfPresent(share.saved.path(), (path, n) -> n == 1 ? null : n - 1);
    }
    if (share.isSaved()) {
      remembered--;
    }
  }

  /** One that is in here is for other people from now on; but still not for everybody. */
  void change(Share share, SavedShare changed) {
    byRequest.remove(key(share.saved), share);
    share.saved = changed;
    byRequest.put(key(changed), share);
  }

  /** One that is in here is to be remembered from now on. */
  void keep(Share share) {
    if (share.fleeting) {
      share.fleeting = false;
      remembered++;
    }
  }

  /** Throws if there is none. */
  Share get(String id) throws NotFoundException {
    Share share = all.get(Ids.SHARES.number(id));
    if (share == null) {
      throw new NotFoundException(
          "there is no share " + PlainText.of(id) + "; shoal list shows those there are", null);
    }
    return share;
  }

  /** The one of the same file, with the same name, and for the same people; null if none is. */
  @Nullable Share like(SavedShare wish) {
    return byRequest.get(key(wish));
  }

  Collection<Share> all() {
    return Collections.unmodifiableCollection(all.values());
  }

  /**
   * At most so many shares after one.
   *
   * @param after id; empty: from the first
   */
  List<Share> page(String after, int limit) {
    long from = after.isEmpty() ? 0 : Ids.SHARES.number(after);
    return all.tailMap(from, false).values().stream().limit(limit).toList();
  }

  /** What is to be remembered. */
  List<SavedShare> saved() {
    return all.values().stream().filter(Share::isSaved).map(share -> share.saved).toList();
  }

  /** Whether no more can be remembered. */
  boolean isFull() {
    return remembered >= SavedState.MOST_SHARES;
  }

  /** Whether that file is shared in groups. */
  boolean isForMembers(Path path) {
    return forMembers.containsKey(path.toString());
  }

  private static String key(SavedShare share) {
    boolean watched = share.origin() == ShareInfo.Origin.WATCHED;
    return watched + "\n" + share.path() + "\n" + share.name() + "\n" + share.groups();
  }
}
