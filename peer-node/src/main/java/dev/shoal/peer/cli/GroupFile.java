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

/** Looks up what names in a group stand for. */
final class GroupFile {
  private static final Duration FIRST_REST = Duration.ofMillis(500);
  private static final Duration LONGEST_REST = Duration.ofSeconds(8);

  private final Groups groups;
  private final AccountName group;
  private final StopSignal stop;
  private final Function<Duration, CompletableFuture<Void>> rest;

  GroupFile(Groups groups, AccountName group, StopSignal stop) {
    this(groups, group, stop, GroupFile::after);
  }

  /**
   * @param rest completes when a time is over
   */
  GroupFile(
      Groups groups,
      AccountName group,
      StopSignal stop,
      Function<Duration, CompletableFuture<Void>> rest) {
    this.groups = groups;
    this.group = group;
    this.stop = stop;
    this.rest = rest;
  }

  /**
   * The file of a name, named as the group names it.
   *
   * @param waitFor how long to ask again until somebody shares it, and the tracker is reached
   * @throws NotFoundException if the group has none
   */
  ShoalLink find(String name, Duration waitFor)
      throws NotFoundException, Stopped, ExecutionException, InterruptedException {
    Duration left = waitFor;
    Duration next = FIRST_REST;
    Optional<GroupFileInfo> found = ask(name, left);
    while (found.isEmpty() && !left.isZero()) {
      Duration now = next.compareTo(left) < 0 ? next : left;
      stop.await(rest.apply(now), () -> {});
      left = left.minus(now);
      next = next.compareTo(LONGEST_REST) < 0 ? next.multipliedBy(2) : LONGEST_REST;
      found = ask(name, left);
    }
    GroupFileInfo file =
        found.orElseThrow(
            () ->
                new NotFoundException(
                    "the group " + group + " has no file of the name " + name, null));
    return new ShoalLink(file.fileId(), file.name(), List.of());
  }

  private Optional<GroupFileInfo> ask(String name, Duration left)
      throws Stopped, ExecutionException, InterruptedException {
    try {
      return stop.await(groups.find(group.text(), name), () -> {});
    } catch (ExecutionException e) {
      if (Sentence.unwrap(e) instanceof UnreachableException && !left.isZero()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static CompletableFuture<Void> after(Duration time) {
    return new CompletableFuture<Void>()
        .completeOnTimeout(null, time.toMillis(), TimeUnit.MILLISECONDS);
  }
}
