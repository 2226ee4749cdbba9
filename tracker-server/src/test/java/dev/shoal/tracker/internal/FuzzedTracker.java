package dev.shoal.tracker.internal;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.tracker.internal.codec.FileIdWords;
import dev.shoal.tracker.internal.reach.DialLimits;
import dev.shoal.tracker.internal.reach.PeerCheck;
import dev.shoal.transport.TrafficLimits;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * All of a tracker behind its connections, with a store in memory. Time is the ticker's, chores run
 * when their loop is run, and what came of publications is heard when {@link FuzzedStore#settle} is
 * called.
 */
public final class FuzzedTracker implements AutoCloseable {
  private static final int SESSIONS_PER_ADDRESS = 3;
  private static final int REGISTRATIONS_PER_ADDRESS = 4000;

  private final FuzzedStore store;
  private final TrackerState state;
  private final Chores chores;

  /**
   * A tracker that has just started.
   *
   * @param store in which nothing was published yet
   * @param restarted not for the first time
   * @param verify whether peers have to be found where they listen
   * @param check which finds them
   */
  public FuzzedTracker(
      EventLoop loop,
      Ticker ticker,
      FuzzedStore store,
      boolean restarted,
      boolean verify,
      PeerCheck check) {
    this.store = store;
    TrackerPolicy policy = policy(verify);
    state =
        new TrackerState(
            policy,
            LoginRules.NONE,
            store.catalogue,
            store.access,
            store.committer,
            new Warming(ticker::nanoTime, restarted ? Some.LEASE.toNanos() : 0),
            ticker::nanoTime,
            () -> TimeUnit.NANOSECONDS.toMillis(ticker.nanoTime()));
    state.verifyBy(check);
    chores = new Chores(state, loop, Duration.ofSeconds(1), () -> {});
  }

  /** Limits that a few peers can reach, though large batches fit in. */
  private static TrackerPolicy policy(boolean verify) {
    return new TrackerPolicy(
        new TrackerPolicy.Terms(Duration.ofSeconds(30), Some.LEASE, Some.RESUME, Some.IDLE),
        new TrackerPolicy.Answers(30, 256),
        new TrackerPolicy.Quotas(
            FuzzedStore.MAX_FILES,
            8000,
            12_000,
            3000,
            REGISTRATIONS_PER_ADDRESS,
            SESSIONS_PER_ADDRESS,
            100,
            4000,
            5,
            100,
            10,
            TrafficLimits.defaults()),
        new DialLimits(verify, Duration.ofSeconds(2), Duration.ofSeconds(1), 4, 20, 10, 1024));
  }

  /** Of a new connection. */
  public TrackerHandler handler() {
    return new TrackerHandler(state);
  }

  /**
   * What the sessions and the swarms do not agree on, when there is no work left to do.
   *
   * @param files to look at
   */
  public List<String> contradictions(Iterable<ByteString> files) throws ProtocolException {
    List<String> found = new ArrayList<>();
    long registered = 0;
    for (Session session : state.sessions().all()) {
      registered += session.registrations.size();
      note(found, session.charged - session.registrations.size(), "registrations charged too many");
    }
    note(found, state.swarms().size() - registered, "registrations of no session");
    for (ByteString file : files) {
      FileIdWords words = FileIdWords.read(file);
      int number = state.swarms().find(words.word0(), words.word1(), words.word2(), words.word3());
      int counted = state.swarms().seederCount(number) + state.swarms().leecherCount(number);
      note(found, counted - holders(words), "peers counted too many");
    }
    return found;
  }

  private int holders(FileIdWords file) {
    int holders = 0;
    for (Session session : state.sessions().all()) {
      boolean holds =
          state
              .swarms()
              .has(session.registrations, file.word0(), file.word1(), file.word2(), file.word3());
      holders += holds && session.caller() != null ? 1 : 0;
    }
    return holders;
  }

  /** What is still there and should not be, once every connection has long been closed. */
  public List<String> leftovers(Iterable<String> hosts) {
    List<String> left = new ArrayList<>();
    note(left, state.sessions().size(), "sessions");
    note(left, state.swarms().size(), "registrations");
    note(left, state.swarms().holdingBytes(), "bytes of chunk sets");
    note(left, state.swarms().fileCount(), "files with swarms");
    note(left, state.subscriptions().size(), "subscriptions");
    note(left, state.hasNews() ? 1 : 0, "news to tell");
    note(left, state.work() ? 1 : 0, "work to do");
    note(left, store.committer.queuedCommands(), "commands");
    note(left, store.committer.queuedBytes(), "bytes of commands");
    note(left, store.unheard(), "replies");
    hosts.forEach(host -> note(left, charged(host), "registrations charged to " + host));
    return left;
  }

  /** How many registrations an address without a session is charged with. */
  private int charged(String host) {
    FakeCaller caller = FakeCaller.from(host);
    List<Session> opened = new ArrayList<>();
    try {
      for (int i = 0; i < SESSIONS_PER_ADDRESS; i++) {
        opened.add(state.sessions().open(caller, Some.LISTENING, state.now()));
      }
    } catch (ProtocolException e) {
      throw new AssertionError("an address without sessions is charged with some", e);
    }
    int room = state.sessions().room(opened.get(0));
    opened.forEach(state.sessions()::end);
    return room == Integer.MAX_VALUE ? 0 : REGISTRATIONS_PER_ADDRESS - room;
  }

  private static void note(List<String> notes, long count, String what) {
    if (count != 0) {
      notes.add(count + " " + what);
    }
  }

  @Override
  public void close() {
    chores.stop();
  }
}
