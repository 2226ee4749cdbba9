package dev.shoal.tracker.internal.groups;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.wire.GroupSource;
import dev.shoal.protocol.wire.GroupSources;
import dev.shoal.tracker.internal.access.group.GroupCounts;
import dev.shoal.tracker.internal.codec.FileIdWords;
import dev.shoal.tracker.internal.swarm.AddressView;
import dev.shoal.tracker.internal.swarm.Registrations;
import dev.shoal.tracker.internal.swarm.SourceAddress;
import dev.shoal.tracker.internal.swarm.SourceSample;
import dev.shoal.tracker.internal.swarm.Standing;
import dev.shoal.tracker.internal.swarm.SwarmIndex;
import dev.shoal.tracker.internal.swarm.SwarmListener;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Who holds which files of which groups.
 *
 * <p>An index of its own, in which a file goes by {@linkplain GroupFileKeys a key} of its group and
 * itself: whoever asks for the same file in another group, or without one, finds nothing of it.
 * What a session holds of one group is kept together, so that it can end with the membership.
 * Whatever ends or is hidden is given to nobody from that moment on; the rest waits for {@link
 * #work}.
 */
public final class GroupSwarms implements GroupCounts {
  private static final int NO_FILE = -1;

  /** So many registrations are worked on in the time in which a session's part in a group ends. */
  private static final int COST_OF_PART = 4;

  private final SwarmIndex swarms;
  private final GroupLimits limits;
  private final Runnable workArises;
  private final GroupFileKeys keys = new GroupFileKeys();
  private final SourceSample sample = new SourceSample();
  private final IntObjectMap<GroupHolder> byNumber = new IntObjectHashMap<>();
  private final Map<GroupId, Set<GroupHolder>> byGroup = new HashMap<>();
  private final Map<String, Account> accounts = new HashMap<>();

  private final GoneGroups gone = new GoneGroups();

  /**
   * Nobody holds anything yet.
   *
   * @param random whose numbers nobody can guess
   * @param workArises called when there is something for {@link #work} to do
   */
  public GroupSwarms(SplittableRandom random, GroupLimits limits, Runnable workArises) {
    this.swarms = new SwarmIndex(random, 0);
    this.limits = limits;
    this.workArises = workArises;
    swarms.listener(
        new SwarmListener() {
          @Override
          public void changed(int file) {}

          @Override
          public void completed(FileId file) {}

          @Override
          public void workArises() {
            workArises.run();
          }
        });
  }

  /** What all sessions of an account hold. */
  private static final class Account {
    final Set<GroupHolder> holders = new HashSet<>();
    int size;
  }

  // --- Sessions ---

  /**
   * Begins to keep what a session holds, hidden at first.
   *
   * @param partEnded called, from within other methods, when all that it holds of a group has ended
   */
  public GroupHolder open(String userKey, PeerId peer, Runnable partEnded) {
    GroupHolder holder = new GroupHolder(userKey, peer, partEnded);
    accounts.computeIfAbsent(userKey, key -> new Account()).holders.add(holder);
    return holder;
  }

  /**
   * Lets all that a session holds stand so from now on.
   *
   * @param address where its peer is reached; null unless shown
   */
  public void stand(GroupHolder holder, Standing standing, @Nullable SourceAddress address) {
    holder.standing = standing;
    holder.address = standing == Standing.SHOWN ? address : null;
    holder.parts.values().forEach(part -> swarms.stand(part, standing, address));
  }

  /** Forgets what a session holds; more can be added. */
  public void reset(GroupHolder holder) {
    for (GroupId group : Set.copyOf(holder.parts.keySet())) {
      end(holder, group);
    }
  }

  /** A session is over, or holds nothing in that account's name any more. */
  public void end(GroupHolder holder) {
    reset(holder);
    holder.ended = true;
    Account account = accounts.get(holder.userKey);
    if (account != null && account.holders.remove(holder) && account.holders.isEmpty()) {
      accounts.remove(holder.userKey);
    }
  }

  // --- Groups ---

  /** A member is one no more: ends what all sessions of the account hold of the group. */
  public void leave(GroupId group, String userKey) {
    Account account = accounts.get(userKey);
    if (account != null) {
      account.holders.forEach(holder -> end(holder, group));
    }
  }

  /** A group is no more. */
  public void delete(GroupId group) {
    Set<GroupHolder> holders = byGroup.remove(group);
    if (holders != null) {
      gone.add(group, holders);
      workArises.run();
    }
  }

  private void end(GroupHolder holder, GroupId group) {
    Registrations part = holder.parts.remove(group);
    if (part == null) {
      return;
    }
    count(holder, -part.size());
    byNumber.remove(part.number());
    byGroup.computeIfPresent(
        group, (id, others) -> others.remove(holder) && others.isEmpty() ? null : others);
    swarms.retire(part);
    holder.partEnded.run();
  }

  // --- Registrations ---

  /**
   * How many more registrations a session may have.
   *
   * @param reset if all that it has now were forgotten
   */
  public int room(GroupHolder holder, boolean reset) {
    Account account = accounts.get(holder.userKey);
    int ofAccount = account == null ? 0 : account.size;
    int forgotten = reset ? holder.size : 0;
    long inAll = limits.inAll() - swarms.size() + forgotten;
    int own = limits.perSession() - holder.size + forgotten;
    int room = Math.min(own, limits.perAccount() - ofAccount + forgotten);
    return (int) Math.min(room, inAll);
  }

  /** In how many groups one session may hold files. */
  public int groupsPerSession() {
    return limits.groupsPerSession();
  }

  /** Whether a session has registered that file. */
  public boolean has(GroupHolder holder, GroupId group, FileId file) {
    Registrations part = holder.parts.get(group);
    if (part == null) {
      return false;
    }
    FileIdWords key = keys.of(group, file);
    return swarms.has(part, key.word0(), key.word1(), key.word2(), key.word3());
  }

  /** Enters what a session has of a file, in place of what it had. */
  public void put(GroupHolder holder, GroupId group, FileId file, boolean complete) {
    if (holder.ended) {
      throw new IllegalStateException("the session holds nothing any more");
    }
    Registrations part = holder.parts.get(group);
    if (part == null) {
      part = begin(holder, group);
    }
    int before = part.size();
    FileIdWords key = keys.of(group, file);
    swarms.put(part, key.word0(), key.word1(), key.word2(), key.word3(), complete, null);
    count(holder, part.size() - before);
  }

  private Registrations begin(GroupHolder holder, GroupId group) {
    Registrations part = swarms.open();
    holder.parts.put(group, part);
    byNumber.put(part.number(), holder);
    byGroup.computeIfAbsent(group, key -> new HashSet<>()).add(holder);
    swarms.stand(part, holder.standing, holder.address);
    return part;
  }

  /** Removes what a session has of a file, if anything. */
  public void remove(GroupHolder holder, GroupId group, FileId file) {
    Registrations part = holder.parts.get(group);
    if (part == null) {
      return;
    }
    FileIdWords key = keys.of(group, file);
    if (swarms.remove(part, key.word0(), key.word1(), key.word2(), key.word3())) {
      count(holder, -1);
    }
    if (part.size() == 0) {
      end(holder, group);
    }
  }

  private void count(GroupHolder holder, int change) {
    holder.size += change;
    Objects.requireNonNull(accounts.get(holder.userKey)).size += change;
  }

  // --- Questions ---

  /**
   * Random sources of a file, seeders first, in the form in which the asker can use them.
   *
   * @param asker what the asker's own session holds, which it is not given; null for nothing
   * @param view the ends of the asker's connection
   * @param wanted at most
   */
  public GroupSources sources(
      GroupId group, FileId file, @Nullable GroupHolder asker, AddressView view, int wanted) {
    Registrations own = asker == null ? null : asker.parts.get(group);
    int number = own == null ? SourceSample.NOBODY : own.number();
    sample.begin(view, number, wanted, false, false);
    swarms.sample(number(group, file), sample);
    GroupSources.Builder sources =
        GroupSources.newBuilder()
            .setSeederCount(sample.seederCount())
            .setLeecherCount(sample.leecherCount());
    for (int i = 0; i < sample.size(); i++) {
      PeerId peer = Objects.requireNonNull(byNumber.get(sample.number(i))).peer;
      sources.addSources(
          GroupSource.newBuilder()
              .setAddress(sample.packed(sample.address(i)))
              .setPeerId(ByteString.copyFrom(peer.toBytes()))
              .setComplete(i < sample.seeders()));
    }
    return sources.build();
  }

  @Override
  public int seeders(GroupId group, FileId file) {
    return swarms.seederCount(number(group, file));
  }

  @Override
  public int leechers(GroupId group, FileId file) {
    return swarms.leecherCount(number(group, file));
  }

  private int number(GroupId group, FileId file) {
    if (gone.contains(group)) {
      return NO_FILE;
    }
    FileIdWords key = keys.of(group, file);
    return swarms.find(key.word0(), key.word1(), key.word2(), key.word3());
  }

  /** Number of registrations, those included that are hidden, or still to be removed. */
  public long size() {
    return swarms.size();
  }

  /**
   * Works off what changes of whole sessions and groups have left to do.
   *
   * @param max registrations: a slice small enough not to hold up requests
   * @return whether there is more
   */
  public boolean work(int max) {
    boolean more = gone.work(max / COST_OF_PART, this::end);
    return swarms.work(max) || more;
  }
}
