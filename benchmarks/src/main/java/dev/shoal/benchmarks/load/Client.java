package dev.shoal.benchmarks.load;

import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The connections of one event loop, and all that they share, as the options say. */
final class Client {
  private static final int HEARTBEAT_SLICES = 100;
  private static final int LEAST_SLOTS = 2; // filling keeps two batches under way
  private static final int FIRST_PORT = 1024;
  private static final int PORTS = 60_000;

  private final LoadOptions options;
  private final EventLoop loop;
  private final LoadContext context;
  private final Dialler dialler;

  Client(LoadOptions options, EventLoop loop, Loops loops, InetSocketAddress tracker) {
    this.options = options;
    this.loop = loop;
    FileIds files = new FileIds(options.seed);
    Words words = new Words(options.words);
    context =
        new LoadContext(
            files,
            new RequestEncoder(files, words, options.maxSources, options.subscribe),
            new SplittableRandom(options.seed));
    dialler = new Dialler(loop, loops.channelType(), tracker, options.localAddresses);
  }

  EventLoop loop() {
    return loop;
  }

  LoadContext context() {
    return context;
  }

  /**
   * Makes connections with numbers from the first on; the first of them have as many slots as a
   * pipeline is long.
   */
  CompletableFuture<List<TrackerConnection>> connect(int first, int count, int busy, int pipeline) {
    return Fleet.connect(
        count,
        i -> {
          int slots = i < busy ? Math.max(LEAST_SLOTS, pipeline) : LEAST_SLOTS;
          int number = first + i;
          AnswerCheck check = new AnswerCheck(options.maxSources);
          return dialler.dial(
              number, new TrackerConnection(context, identity(number), check, slots));
        });
  }

  /** What to send, from the options' mix or another one. */
  Sender sender(Mix mix) {
    FileChoice choice =
        options.distribution == Distribution.ZIPF
            ? FileChoice.zipf(
                options.files, options.zipfExponent, new SplittableRandom(options.seed))
            : FileChoice.uniform(options.files);
    return new Sender(context, mix, choice);
  }

  /** Heartbeats of all sessions from now on, spread over the time that the tracker grants. */
  void keepAlive(List<TrackerConnection> sessions) {
    int millis = Math.max(HEARTBEAT_SLICES, sessions.get(0).heartbeatMillis());
    int pause = millis / HEARTBEAT_SLICES;
    int[] slice = {0};
    Runnable beat =
        () -> {
          int first = slice[0]++ % HEARTBEAT_SLICES;
          for (int i = first; i < sessions.size(); i += HEARTBEAT_SLICES) {
            sessions.get(i).heartbeat();
          }
        };
    loop.scheduleAtFixedRate(beat, pause, pause, TimeUnit.MILLISECONDS);
  }

  private Identity identity(int number) {
    Integer port = options.listenPort;
    byte[] peerId = new FileIds(~options.seed).bytes(number);
    long instance = new SplittableRandom().nextLong();
    return new Identity(peerId, port == null ? FIRST_PORT + number % PORTS : port, instance);
  }
}
