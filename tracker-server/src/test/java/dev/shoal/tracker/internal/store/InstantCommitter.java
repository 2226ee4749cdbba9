package dev.shoal.tracker.internal.store;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.tracker.internal.state.Command;
import dev.shoal.tracker.internal.state.Outcome;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Applies every command at once, on an empty store in memory: a committer without thread or disk.
 */
public final class InstantCommitter implements CommandSink, AutoCloseable {
  private final Store store;
  private final DurableState state;
  private @Nullable ProtocolException failure;

  /** With so much room for accounts and groups. */
  public InstantCommitter(AccessLimits limits) {
    try {
      store = Store.open(null, file -> {});
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    state = new DurableState(store, 1000, limits);
  }

  /** With the default limits. */
  public InstantCommitter() {
    this(AccessLimits.DEFAULT);
  }

  /** Applies a command without anybody hearing of it. */
  public Outcome apply(Command.Builder command) {
    Outcome outcome = state.apply(command.build());
    store.commit();
    return outcome;
  }

  /** Fails every command from now on, as if the disk could not be written; null: no more. */
  public void failWith(@Nullable ErrorCode code) {
    failure = code == null ? null : new ProtocolException(code, "the disk has failed");
  }

  @Override
  public void submit(Command command, Reply reply) {
    if (failure != null) {
      reply.failed(failure);
    } else {
      reply.done(apply(command.toBuilder()));
    }
  }

  /** Every record about accounts and groups. */
  public void feed(AccessFeed feed) {
    try {
      store.access().read((key, record) -> feed.accept(record));
    } catch (DamagedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
