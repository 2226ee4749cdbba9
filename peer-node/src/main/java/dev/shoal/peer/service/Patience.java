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
  private static final long MOST_SECONDS = 1_000_000;

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
        && (cause instanceof NotFoundException
            || cause instanceof UnreachableException
            || cause instanceof ConflictException
            || (cause instanceof DeniedException && isForMembers(fetch))
            || (cause instanceof StorageException storage
                && storage.reason() == StorageException.Reason.IN_USE));
  }

  private boolean hasTime(SavedDownload saved) {
    long waited = agent.millis() - saved.waitingSinceMillis();
    return TimeUnit.MILLISECONDS.toSeconds(waited) < saved.request().waitSeconds();
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
    SavedDownload saved = fetch.saved;
    long waited = agent.millis() - saved.waitingSinceMillis();
    long seconds = Math.min(saved.request().waitSeconds(), MOST_SECONDS);
    Duration left = Duration.ofMillis(Math.max(0, TimeUnit.SECONDS.toMillis(seconds) - waited));
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
      return "; log in with shoal login, and it goes on";
    }
    String group = fetch.saved.request().group();
    return group.isEmpty() ? "" : "; join the group " + PlainText.of(group);
  }
}
