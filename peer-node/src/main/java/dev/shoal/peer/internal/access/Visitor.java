package dev.shoal.peer.internal.access;

import dev.shoal.protocol.CapabilityToken;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Present;
import dev.shoal.protocol.wire.Presented;
import dev.shoal.transport.Connection;
import dev.shoal.transport.Request;
import io.netty.util.concurrent.Future;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The other side of one connection, as far as it shows what it may have: takes its capabilities,
 * and notices when they end. Belongs to the connection's event loop.
 */
public final class Visitor {
  /** Capabilities that may be shown at once, and in a second from then on. */
  private static final int BURST = Grants.MOST;

  private static final int PER_SECOND = 4;

  private final Admission admission;
  private final Connection connection;
  private final Runnable onEnd;
  private final Grants grants;

  @SuppressWarnings("UnnecessaryLambda") // the very one that is added is removed
  private final Consumer<GroupId> epochs = group -> onLoop(this::review);

  private final Pace pace;

  /** Signatures are verified one after the other, so that nobody takes all of the workers. */
  private CompletableFuture<?> judging = CompletableFuture.completedFuture(null);

  private @Nullable Future<?> nextEnd;
  private boolean listening;
  private boolean closed;

  /**
   * @param onEnd told when the other side may have less than before; on the event loop
   */
  public Visitor(Admission admission, Connection connection, Runnable onEnd) {
    this.admission = admission;
    this.connection = connection;
    this.onEnd = onEnd;
    this.grants = admission.grants(connection);
    this.pace = new Pace(BURST, PER_SECOND, now());
  }

  /** What it may have. */
  public Grants grants() {
    return grants;
  }

  /** It shows a capability. */
  public void present(Request request, Present shown) {
    PeerId asker = connection.authenticatedPeer().orElse(null);
    if (asker == null) {
      request.fail(
          ErrorCode.TLS_REQUIRED, "a capability is shown over an encrypted connection only");
    } else if (!pace.tryTake(now())) {
      request.fail(ErrorCode.BUSY, "too many capabilities are shown at a time");
    } else {
      CompletableFuture<CapabilityToken> judged =
          judging
              .handle((before, failure) -> before)
              .thenCompose(before -> admission.judge(shown.getToken(), asker));
      judging = judged;
      judged.whenComplete((token, failure) -> onLoop(() -> answer(request, token, failure)));
    }
  }

  /** The connection is over. */
  public void close() {
    closed = true;
    admission.epochs().removeListener(epochs);
    if (nextEnd != null) {
      nextEnd.cancel(false);
    }
  }

  private void answer(
      Request request, @Nullable CapabilityToken token, @Nullable Throwable failure) {
    if (closed) {
      return;
    }
    try {
      if (token == null) {
        throw problem(failure);
      }
      grants.add(token);
      listen();
      scheduleEnd();
      long remaining = token.expiresMillis() - admission.clock().nowMillis();
      request.answer(Presented.newBuilder().setRemainingMillis(Math.max(0, remaining)).build());
    } catch (ProtocolException e) {
      request.fail(e.code(), String.valueOf(e.getMessage()));
    }
  }

  private static ProtocolException problem(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof ProtocolException protocol
        ? protocol
        : new ProtocolException(
            ErrorCode.INTERNAL,
            "the capability can't be verified just now",
            cause == null ? new IllegalStateException("no failure") : cause);
  }

  private void listen() {
    if (!listening) {
      listening = true;
      admission.epochs().addListener(epochs);
    }
  }

  private void review() {
    if (!closed) {
      grants.dropEnded();
      scheduleEnd();
      onEnd.run();
    }
  }

  private void scheduleEnd() {
    if (nextEnd != null) {
      nextEnd.cancel(false);
      nextEnd = null;
    }
    OptionalLong end = grants.nextEndMillis();
    if (end.isPresent()) {
      long left = Math.max(0, end.getAsLong() - admission.clock().nowMillis()) + 1;
      nextEnd = connection.eventLoop().schedule(this::review, left, TimeUnit.MILLISECONDS);
    }
  }

  private long now() {
    return connection.eventLoop().ticker().nanoTime();
  }

  private void onLoop(Runnable action) {
    if (connection.eventLoop().inEventLoop()) {
      action.run();
    } else {
      connection.eventLoop().execute(action);
    }
  }
}
