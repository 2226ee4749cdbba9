package dev.shoal.tracker.internal.groups;

import dev.shoal.protocol.GroupId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Groups that are no more, with the sessions whose parts in them are still to end. */
final class GoneGroups {
  private final Map<GroupId, Iterator<GroupHolder>> left = new LinkedHashMap<>();

  /**
   * A group is gone.
   *
   * @param holders which nobody changes any more
   */
  void add(GroupId group, Set<GroupHolder> holders) {
    left.put(group, holders.iterator());
  }

  boolean contains(GroupId group) {
    return left.containsKey(group);
  }

  /**
   * Lets some end.
   *
   * @param max holders
   * @param end lets a holder's part in a group end
   * @return whether there is more
   */
  boolean work(int max, BiConsumer<GroupHolder, GroupId> end) {
    int budget = max;
    Iterator<Map.Entry<GroupId, Iterator<GroupHolder>>> groups = left.entrySet().iterator();
    while (budget > 0 && groups.hasNext()) {
      Map.Entry<GroupId, Iterator<GroupHolder>> group = groups.next();
      Iterator<GroupHolder> holders = group.getValue();
      while (budget > 0 && holders.hasNext()) {
        end.accept(holders.next(), group.getKey());
        budget--;
      }
      if (!holders.hasNext()) {
        groups.remove();
      }
    }
    return !left.isEmpty();
  }
}
