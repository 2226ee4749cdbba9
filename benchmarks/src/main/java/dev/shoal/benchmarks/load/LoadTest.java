package dev.shoal.benchmarks.load;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One measurement from the first connection to the last: connect, fill, warm up, run. */
final class LoadTest implements AutoCloseable {
  private static final double DURING_SECONDS = 2;
  private static final Duration DRAIN = Duration.ofSeconds(5);
  private static final double DRAIN_STEP_SECONDS = 0.01;

  private final LoadOptions options;
  private final Consumer<String> progress;
  private final Loops loops = new Loops();
  private final EventLoop loop = loops.load();
  private final Client client;
  private final Probe probe;

  LoadTest(LoadOptions options, InetSocketAddress tracker, Consumer<String> progress) {
    this.options = options;
    this.progress = progress;
    client = new Client(options, loop, loops, tracker);
    probe = new Probe(new Client(options, loops.probe(), loops, tracker));
  }

  /**
   * Measures.
   *
   * @throws LoadException with a sentence if it can't be done
   * @throws IOException if the tracker's process can't be looked at
   */
  LoadResult run() throws LoadException, IOException, InterruptedException {
    if (options.serverPid != null) {
      ProcessUsage.of(options.serverPid); // fails now rather than at the end
    }
    long start = System.nanoTime();
    int count = options.sessions();
    List<TrackerConnection> sessions =
        Loops.join(loop, () -> client.connect(0, count, options.connections, options.pipeline));
    double connectSeconds = secondsSince(start);
    progress.accept("%,d sessions opened in %.2f s".formatted(count, connectSeconds));
    Loops.run(loop, () -> client.keepAlive(sessions));
    double fill = fill(sessions, FillKind.REGISTRATIONS, options.registrations);
    double names = fill(sessions, FillKind.NAMES, options.names);
    if (options.probes()) {
      probe.start(count);
    }
    return measure(sessions, connectSeconds, fill, names);
  }

  private LoadResult measure(
      List<TrackerConnection> sessions, double connectSeconds, double fill, double names)
      throws InterruptedException {
    Load load = load(sessions.subList(0, options.connections));
    Loops.run(loop, load::start);
    pause(options.warmup);
    Usage before = Loops.call(loop, this::begin);
    probe.forget();
    pause(options.measuredSeconds());
    Usage after = Loops.call(loop, () -> Usage.now(options.serverPid));
    Tally run = Loops.call(loop, () -> end(load));
    long unanswered = 0;
    if (options.disconnectAfter == null) {
      probe.endPhase("run");
      unanswered = drain(load);
      leave(sessions);
    } else {
      probe.endPhase("before");
      disconnect(sessions);
    }
    long left = unanswered;
    LoadContext context = client.context();
    return Loops.call(
        loop,
        () ->
            new LoadResult(
                connectSeconds,
                fill,
                names,
                run,
                before,
                after,
                left,
                options.probes() ? probe.phases() : Map.of(),
                context.lost(),
                context.violations(),
                List.copyOf(context.troubles())));
  }

  private Load load(List<TrackerConnection> connections) {
    LoadContext context = client.context();
    if (options.idle) {
      return new IdleLoad();
    }
    Sender sender = client.sender(options.mix);
    return options.rate == null
        ? new ClosedLoad(context, sender, connections, options.wholePipelines)
        : new PacedLoad(context, sender, loop, connections, options.rate);
  }

  private double fill(List<TrackerConnection> sessions, FillKind kind, long total)
      throws LoadException {
    if (total == 0) {
      return 0;
    }
    long start = System.nanoTime();
    Loops.join(loop, () -> Fill.run(client.context(), sessions, kind, total, options.files));
    double seconds = secondsSince(start);
    String what = kind == FillKind.NAMES ? "names published" : "registrations made";
    progress.accept("%,d %s in %.2f s".formatted(total, what, seconds));
    return seconds;
  }

  private Usage begin() throws IOException {
    client.context().nextTally();
    return Usage.now(options.serverPid);
  }

  private Tally end(Load load) {
    Tally run = client.context().nextTally();
    load.stop(run);
    return run;
  }

  /** Waits for what belongs to the measurement, but not forever; returns how much never came. */
  private long drain(Load load) throws InterruptedException {
    long end = System.nanoTime() + DRAIN.toNanos();
    while (!Loops.call(loop, load::isDrained) && System.nanoTime() < end) {
      pause(DRAIN_STEP_SECONDS);
    }
    return Loops.call(loop, load::giveUp);
  }

  /** Says goodbye, so that the tracker forgets this measurement before the next one. */
  private void leave(List<TrackerConnection> sessions) throws InterruptedException {
    Loops.run(
        loop,
        () -> {
          client.context().end();
          sessions.forEach(TrackerConnection::leave);
        });
    long end = System.nanoTime() + DRAIN.toNanos();
    while (Loops.call(loop, () -> sessions.stream().anyMatch(TrackerConnection::isOpen))
        && System.nanoTime() < end) {
      pause(DRAIN_STEP_SECONDS);
    }
  }

  private void disconnect(List<TrackerConnection> sessions) throws InterruptedException {
    Loops.run(
        loop,
        () -> {
          client.context().end();
          sessions.forEach(TrackerConnection::close);
        });
    progress.accept("%,d connections closed".formatted(sessions.size()));
    pause(DURING_SECONDS);
    probe.endPhase("during");
    pause(options.probeAfter);
    probe.endPhase("after");
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void pause(double seconds) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep((long) (seconds * 1e9));
  }

  /** Ends all connections without a goodbye, and the threads. */
  @Override
  public void close() {
    loop.execute(client.context()::end);
    loops.close();
  }
}
