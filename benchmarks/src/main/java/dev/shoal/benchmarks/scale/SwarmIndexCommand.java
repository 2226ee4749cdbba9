package dev.shoal.benchmarks.scale;

import com.google.gson.JsonObject;
import dev.shoal.tracker.internal.swarm.AddressView;
import dev.shoal.tracker.internal.swarm.Registrations;
import dev.shoal.tracker.internal.swarm.SourceAddress;
import dev.shoal.tracker.internal.swarm.SourceSample;
import dev.shoal.tracker.internal.swarm.Standing;
import dev.shoal.tracker.internal.swarm.SwarmIndex;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Fills the tracker's swarm index, and reports what it takes: heap, and time for each operation.
 */
@Command(
    name = "swarm-index",
    description = "Fills the tracker's swarm index and reports heap and time.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class SwarmIndexCommand implements Callable<Integer> {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int SLICE = 1000; // as the tracker's loop does at a time
  private static final int QUERIES = 2_000_000;
  private static final int WANTED = 30;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(names = "--files", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private int files = 1_000_000;

  @Option(
      names = "--registrations",
      paramLabel = "N",
      description = "All complete. Default: ${DEFAULT-VALUE}.")
  private int registrations = 10_000_000;

  @Option(names = "--sessions", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private int sessions = 10_000;

  private final SplittableRandom random = new SplittableRandom(1);
  private final JsonObject report = new JsonObject();

  @Override
  public Integer call() throws UnknownHostException {
    AddressView asker =
        new AddressView(InetAddress.getByName("10.0.0.1"), InetAddress.getByName("10.0.0.2"));
    long before = usedHeap();
    SwarmIndex index = new SwarmIndex(random.split(), 64 << 20);
    Registrations[] all = new Registrations[sessions];
    for (int i = 0; i < sessions; i++) {
      all[i] = index.open();
      SourceAddress address = SourceAddress.of(viewOf(i), 1 + i % 65_535, false);
      index.stand(all[i], Standing.SHOWN, address);
    }
    time("put", registrations, i -> put(index, all[i % sessions], i));
    long bytes = usedHeap() - before;
    report.addProperty("files", index.fileCount());
    report.addProperty("registrations", index.size());
    report.addProperty("sessions", sessions);
    report.addProperty("heap_mib", bytes / (double) (1 << 20));
    report.addProperty("bytes_per_registration", bytes / (double) index.size());

    SourceSample sample = new SourceSample();
    time(
        "sample",
        QUERIES,
        i -> {
          long file = id(random.nextInt(files));
          sample.begin(asker, SourceSample.NOBODY, WANTED, false, false);
          index.sample(index.find(file, file * 3, file * 5, file * 7), sample);
        });
    time(
        "remove_and_put",
        QUERIES,
        i -> {
          int number = random.nextInt(registrations);
          long file = fileOf(number);
          index.remove(all[number % sessions], file, file * 3, file * 5, file * 7);
          put(index, all[number % sessions], number);
        });
    workOff("hide_all", index, i -> index.stand(all[i], Standing.HIDDEN, null));
    workOff(
        "show_all",
        index,
        i -> index.stand(all[i], Standing.SHOWN, SourceAddress.of(viewOf(i), 1, false)));
    workOff("retire_all", index, i -> index.retire(all[i]));
    PrintWriter out = spec.commandLine().getOut();
    out.println(report);
    out.flush();
    return ExitCode.OK;
  }

  /**
   * Changes all sessions, then works off what is left, and notes the longest slice: by the clock,
   * and by the processor time of this thread, which says what it takes where others disturb less.
   */
  private void workOff(String name, SwarmIndex index, IntConsumer change) {
    long start = System.nanoTime();
    for (int i = 0; i < sessions; i++) {
      change.accept(i);
    }
    report.addProperty(name + "_begin_ms", (System.nanoTime() - start) / 1e6);
    long longest = 0;
    long longestCpu = 0;
    boolean more = true;
    while (more) {
      long begun = System.nanoTime();
      long begunCpu = THREADS.getCurrentThreadCpuTime();
      more = index.work(SLICE);
      longestCpu = Math.max(longestCpu, THREADS.getCurrentThreadCpuTime() - begunCpu);
      longest = Math.max(longest, System.nanoTime() - begun);
    }
    report.addProperty(name + "_seconds", (System.nanoTime() - start) / 1e9);
    report.addProperty(name + "_longest_slice_ms", longest / 1e6);
    report.addProperty(name + "_longest_slice_cpu_ms", longestCpu / 1e6);
  }

  private void time(String name, int count, IntConsumer operation) {
    long start = System.nanoTime();
    long longest = 0;
    for (int i = 0; i < count; i++) {
      long begun = System.nanoTime();
      operation.accept(i);
      longest = Math.max(longest, System.nanoTime() - begun);
    }
    report.addProperty(name + "_ns", (System.nanoTime() - start) / (double) count);
    report.addProperty(name + "_longest_ms", longest / 1e6);
  }

  private void put(SwarmIndex index, Registrations session, int number) {
    long file = fileOf(number);
    index.put(session, file, file * 3, file * 5, file * 7, true, null);
  }

  /** Spreads each session's registrations over all files, no file twice in one session. */
  private long fileOf(int number) {
    return id((int) ((number / sessions * 7919L + number % sessions * 104_729L) % files));
  }

  private static long id(int file) {
    long mixed = (file + 1) * MIX;
    return mixed ^ mixed >>> 29;
  }

  private static AddressView viewOf(int session) throws IllegalStateException {
    try {
      byte[] host = ByteBuffer.allocate(4).putInt(0x0A000000 + session).array();
      return new AddressView(
          InetAddress.getByAddress(host), InetAddress.getByAddress(new byte[] {10, 1, 1, 1}));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long usedHeap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
