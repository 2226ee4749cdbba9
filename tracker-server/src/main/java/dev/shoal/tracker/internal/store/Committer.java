package dev.shoal.tracker.internal.store;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.tracker.internal.state.Command;
import dev.shoal.tracker.internal.state.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes what a tracker keeps. It applies the commands that wait as a group,
 * puts the group on disk with one sync, and only then tells what came of each.
 *
 * <p>While a group is being synced the next one gathers: the slower the disk, the larger the
 * groups. Compaction is done here too, a step of a megabyte when there was nothing to do for a
 * while, so that it neither races with a commit nor holds one up for long.
 *
 * <p>A group that could not be put on disk fails as a whole and leaves no trace: the store is
 * opened again as it was before. Later groups are tried likewise.
 */
public final class Committer implements CommandSink, AutoCloseable {
  /** Most commands of a group, so that the first does not wait long for the last. */
  private static final int GROUP_COMMANDS = 1024;

  /** Most bytes of commands of a group: what it takes in memory and in one chunk of the file. */
  private static final long GROUP_BYTES = 4L * 1024 * 1024;

  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Logger log = LoggerFactory.getLogger(Committer.class);

  private final Store store;
  private final int maxFiles;
  private final AccessLimits accessLimits;
  private final CommandQueue queue;
  private final Executor executor;
  private final CommitterFigures figures = new CommitterFigures();
  private final Thread thread;
  private DurableState state;
  private boolean failing;
  private boolean rolledBack = true;
  private boolean orderly;
  private volatile boolean broken;

  /**
   * Starts the thread.
   *
   * @param store which this owns from now on, and closes
   * @param maxFiles most files in the catalogue
   * @param accessLimits of accounts and groups
   * @param limits of what may wait
   * @param executor calls the replies, in the order of the commands if it keeps to the order
   */
  public Committer(
      Store store,
      int maxFiles,
      AccessLimits accessLimits,
      CommitterLimits limits,
      Executor executor) {
    this.store = store;
    this.maxFiles = maxFiles;
    this.accessLimits = accessLimits;
    this.queue = new CommandQueue(limits.maxCommands(), limits.maxBytes());
    this.executor = executor;
    this.state = new DurableState(store, maxFiles, accessLimits);
    this.thread = new Thread(this::run, "shoal-committer");
    thread.setDaemon(true);
    thread.start();
  }

  /** As above, with the default limits of accounts and groups. */
  public Committer(Store store, int maxFiles, CommitterLimits limits, Executor executor) {
    this(store, maxFiles, AccessLimits.DEFAULT, limits, executor);
  }

  /**
   * Hands in a command, from any thread. Does not wait.
   *
   * @throws ProtocolException with {@link ErrorCode#BUSY} if too much waits already, with {@link
   *     ErrorCode#SHUTTING_DOWN} after {@link #close}; the reply is not called then
   */
  @Override
  public void submit(Command command, Reply reply) throws ProtocolException {
    switch (queue.offer(new CommandQueue.Item(command, command.getSerializedSize(), reply))) {
      case TAKEN -> {}
      case FULL ->
          throw new ProtocolException(
              ErrorCode.BUSY, "the tracker has more to write than its disk takes; ask again later");
      case CLOSED -> throw shuttingDown();
    }
  }

  /** Commands that wait. */
  public int queuedCommands() {
    return queue.size();
  }

  /** Bytes of the commands that wait. */
  public long queuedBytes() {
    return queue.bytes();
  }

  /** What was done so far. */
  public CommitterFigures figures() {
    return figures;
  }

  /** Whether the thread has ended though nobody closed this: nothing is committed any more. */
  public boolean isBroken() {
    return broken;
  }

  /**
   * Commits what waits, closes the store and ends the thread. Blocks until that is done; the
   * replies are handed to the executor before.
   */
  @Override
  public void close() {
    queue.close();
    awaitEnd();
  }

  /** Blocks until the thread has ended. */
  void awaitEnd() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      for (List<CommandQueue.Item> group = take(IDLE_NANOS); group != null; ) {
        if (group.isEmpty()) {
          compact();
        } else {
          commit(group);
        }
        group = take(IDLE_NANOS);
      }
      orderly = true;
    } catch (Throwable e) { // whatever it is, somebody must hear that nothing is written any more
      broken = true;
      log.error("nothing can be changed any more until the tracker is started again", e);
    } finally {
      end();
    }
  }

  /** Nobody knows this thread who would interrupt it, and an interrupt would close the file. */
  private @Nullable List<CommandQueue.Item> take(long patience) {
    while (true) {
      try {
        return queue.take(GROUP_COMMANDS, GROUP_BYTES, patience);
      } catch (InterruptedException e) {
        log.debug("interrupted for no reason");
      }
    }
  }

  private void commit(List<CommandQueue.Item> group) {
    List<Outcome> outcomes = new ArrayList<>(group.size());
    try {
      if (!rolledBack) {
        rollBack();
      }
      for (CommandQueue.Item item : group) {
        outcomes.add(state.apply(item.command()));
      }
      long start = System.nanoTime();
      store.commit();
      figures.committed(group.size(), System.nanoTime() - start);
    } catch (Throwable e) { // even for want of memory: half a group must not be committed later
      failed(e);
      ProtocolException reason =
          new ProtocolException(ErrorCode.INTERNAL, "the tracker could not write to its disk", e);
      group.forEach(item -> reply(item, reply -> reply.failed(reason)));
      return;
    }
    if (failing) {
      failing = false;
      log.info("the store can be written again");
    }
    for (int i = 0; i < outcomes.size(); i++) {
      Outcome outcome = outcomes.get(i);
      reply(group.get(i), reply -> reply.done(outcome));
    }
  }

  private void compact() {
    try {
      if (rolledBack) {
        store.compact();
      }
    } catch (Throwable e) { // even for want of memory: the thread must outlive it
      failed(e);
    }
  }

  private void failed(Throwable reason) {
    figures.failed();
    if (!failing) {
      failing = true;
      log.error(
          "the store cannot be written, and changes are refused until it can: {}",
          String.valueOf(reason.getMessage()));
    }
    log.debug("a group or a step of compaction failed", reason);
    rolledBack = false;
    try {
      rollBack();
    } catch (Throwable e) { // for the same reason as the failure, most likely
      log.debug("the store cannot be opened again yet", e);
    }
  }

  private void rollBack() throws IOException {
    store.rollBack();
    state = new DurableState(store, maxFiles, accessLimits);
    rolledBack = true;
  }

  private void end() {
    queue.close();
    try {
      if (orderly && rolledBack) {
        store.close();
      } else {
        store.abandon();
      }
    } catch (RuntimeException e) {
      log.error(
          "the store could not be closed properly, though nothing acknowledged is lost: {}",
          String.valueOf(e.getMessage()));
      store.abandon();
    }
    for (List<CommandQueue.Item> left = take(0); left != null; left = take(0)) {
      left.forEach(item -> reply(item, reply -> reply.failed(shuttingDown())));
    }
  }

  private void reply(CommandQueue.Item item, Consumer<Reply> call) {
    try {
      executor.execute(() -> call.accept(item.reply()));
    } catch (RejectedExecutionException e) {
      log.debug("nobody is left to hear of a command");
    }
  }

  private static ProtocolException shuttingDown() {
    return new ProtocolException(ErrorCode.SHUTTING_DOWN, "the tracker is shutting down");
  }
}
