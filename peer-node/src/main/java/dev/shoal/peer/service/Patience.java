package dev.shoal.peer.service;

import dev.shoal.peer.ConflictException;
import dev.shoal.peer.DeniedException;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.protocol.PlainText;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Whether a download that did not work is tried again, how long each attempt looks for somebody who
 * has the file, and what people are told meanwhile. Belongs to the agent's thread.
 */
final class Patience {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration BRIEF = Duration.ofSeconds(3);

  /** As long as no number overflows. */
  private static final long MOST_SECONDS = 1_000_000_000;

  private final Agent agent;
  private final NodePort node;
  private final List<String> trackers;

  /**
   * @param trackers that the node uses
   */
  Patience(Agent agent, NodePort node, List<String> trackers) {
    this.agent = agent;
    this.node = node;
    this.trackers = trackers;
  }

  /** Whether it is tried again after that. */
  boolean mayWait(Fetch fetch, Throwable cause) {
    return (fetch.isPatient() || hasTime(fetch.saved))
        && (isNobodysFault(cause)
            || cause instanceof ConflictException
            || (cause instanceof DeniedException && isForMembers(fetch))
            || (cause instanceof StorageException storage
                && storage.reason() == StorageException.Reason.IN_USE));
  }

  /** Whether it is just that nobody has it, or can be asked. */
  boolean isNobodysFault(Throwable cause) {
    return cause instanceof NotFoundException || cause instanceof UnreachableException;
  }

  private boolean hasTime(SavedDownload saved) {
    return millisLeft(saved) > 0;
  }

  private long millisLeft(SavedDownload saved) {
    long waited = agent.millis() - saved.waitingSinceMillis();
    long seconds = Math.min(saved.request().waitSeconds(), MOST_SECONDS);
    return TimeUnit.SECONDS.toMillis(seconds) - waited;
  }

  /**
   * Until it is tried again, in nanoseconds. Who waits for a time is told at its end, not at the
   * end of the next long rest.
   */
  long rest(Fetch fetch) {
    long rest = fetch.pace.rest();
    return fetch.isPatient()
        ? rest
        : Math.min(rest, TimeUnit.MILLISECONDS.toNanos(millisLeft(fetch.saved)));
  }

  /** Whether it may be granted to who logs in, or is taken in. */
  private boolean isForMembers(Fetch fetch) {
    return !fetch.saved.request().group().isEmpty() || node.user().isEmpty();
  }

  /**
   * How long an attempt looks for somebody.
   *
   * @param others whether others wait for their turn
   */
  Duration ofAttempt(Fetch fetch, boolean others) {
    Duration patience = others ? BRIEF : LONG;
    if (fetch.isPatient()) {
      return patience;
    }
    Duration left = Duration.ofMillis(Math.max(0, millisLeft(fetch.saved)));
    return left.compareTo(patience) < 0 ? left : patience;
  }

  /** What went wrong, and what to do about it. */
  Problem problem(Fetch fetch, Throwable cause) {
    Problem problem = Problems.of(cause);
    return new Problem(problem.code(), problem.message() + advice(fetch, cause));
  }

  private String advice(Fetch fetch, Throwable cause) {
    if (cause instanceof NotFoundException) {
      return fetch.wanted.hint(trackers);
    }
    if (!(cause instanceof DeniedException)) {
      return "";
    }
    if (node.user().isEmpty()) {
      return "; log in with shoal login or on the page, and it goes on";
    }
    String group = fetch.saved.request().group();
    return group.isEmpty() ? "" : "; join the group " + PlainText.of(group);
  }
}
