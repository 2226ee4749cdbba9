package dev.shoal.tracker.internal;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.tracker.internal.access.AccessRequests;
import dev.shoal.tracker.internal.access.Asker;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leads requests about accounts and groups to whoever answers them. */
final class AccessDesk {
  private static final Logger log = LoggerFactory.getLogger(AccessDesk.class);

  private List<AccessRequests> requests = List.of();
  private Runnable sweeping = () -> {};
  private long cut;

  /**
   * Who answers; before that is known nobody does.
   *
   * @param sweeper drops now and then what is of no use any more
   */
  void answerBy(List<AccessRequests> answering, Runnable sweeper) {
    requests = List.copyOf(answering);
    sweeping = sweeper;
  }

  /**
   * Answers a request.
   *
   * @return completes on the loop; fails with a {@link ProtocolException}
   */
  CompletableFuture<? extends MessageLite> serve(Asker asker, FrameKind kind, MessageLite header) {
    for (AccessRequests each : requests) {
      if (each.takes(kind)) {
        return each.serve(asker, kind, header);
      }
    }
    return CompletableFuture.failedFuture(
        new ProtocolException(
            ErrorCode.UNKNOWN_KIND, "a tracker does not answer requests of the kind " + kind));
  }

  /** What to tell the asker of a failure; one that nobody foresaw is for the log alone. */
  static ProtocolException reason(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof ProtocolException foreseen) {
      return foreseen;
    }
    log.error("a request about accounts or groups failed", cause);
    return new ProtocolException(ErrorCode.INTERNAL, "the tracker failed to answer this");
  }

  /** A connection was ended because too much failed on it. */
  void cut() {
    cut++;
  }

  /** Connections that were, so far. */
  long cutConnections() {
    return cut;
  }

  /** Drops what is of no use any more; to be called every few seconds. */
  void sweep() {
    sweeping.run();
  }
}
