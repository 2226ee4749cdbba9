package dev.shoal.peer.cli;

import dev.shoal.peer.GroupFileInfo;
import dev.shoal.peer.Groups;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.protocol.ShoalLink;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Looks up what names in a group stand for. */
final class GroupFile {
  private static final Duration FIRST_REST = Duration.ofMillis(500);
  private static final Duration LONGEST_REST = Duration.ofSeconds(8);

  private final Groups groups;
  private final AccountName group;
  private final StopSignal stop;
  private final Function<Duration, CompletableFuture<Void>> rest;
  private final LongSupplier nanoTime;

  GroupFile(Groups groups, AccountName group, StopSignal stop) {
    this(groups, group, stop, GroupFile::after, System::nanoTime);
  }

  /**
   * @param rest completes when a time is over
   * @param nanoTime a clock, which goes on while the group is asked, too
   */
  GroupFile(
      Groups groups,
      AccountName group,
      StopSignal stop,
      Function<Duration, CompletableFuture<Void>> rest,
      LongSupplier nanoTime) {
    this.groups = groups;
    this.group = group;
    this.stop = stop;
    this.rest = rest;
    this.nanoTime = nanoTime;
  }

  /**
   * The file of a name, named as the group names it.
   *
   * @param waitFor how long to ask again until somebody shares it, and the tracker is reached
   * @throws NotFoundException if the group has none
   */
  ShoalLink find(String name, Duration waitFor)
      throws NotFoundException, Stopped, ExecutionException, InterruptedException {
    long begunNanos = nanoTime.getAsLong();
    Duration next = FIRST_REST;
    while (true) {
      Optional<GroupFileInfo> found = Optional.empty();
      Duration left;
      try {
        found = stop.await(groups.find(group.text(), name), () -> {});
        left = left(waitFor, begunNanos);
      } catch (ExecutionException e) {
        left = left(waitFor, begunNanos);
        if (!(Sentence.unwrap(e) instanceof UnreachableException) || left.isZero()) {
          throw e;
        }
      }
      if (found.isPresent()) {
        return new ShoalLink(found.get().fileId(), found.get().name(), List.of());
      }
      if (left.isZero()) {
        throw new NotFoundException(
            "the group " + group + " has no file of the name " + name, null);
      }
      stop.await(rest.apply(next.compareTo(left) < 0 ? next : left), () -> {});
      next = next.compareTo(LONGEST_REST) < 0 ? next.multipliedBy(2) : LONGEST_REST;
    }
  }

  private Duration left(Duration waitFor, long begunNanos) {
    Duration left = waitFor.minusNanos(nanoTime.getAsLong() - begunNanos);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private static CompletableFuture<Void> after(Duration time) {
    return new CompletableFuture<Void>()
        .completeOnTimeout(null, time.toMillis(), TimeUnit.MILLISECONDS);
  }
}
