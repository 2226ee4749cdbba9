package dev.shoal.tracker.internal.access.audit;

import dev.shoal.transport.TokenBucket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the audit log on a thread of its own. The queue before it is bounded, and so is the rate
 * of what anybody can provoke, or a guesser would fill the disk. What is left out for either
 * reason, or because it could not be written, is counted, and a line says how much it was.
 *
 * <p>Owned by the loop; only {@link #close} may be called on any thread.
 */
public final class AuditLog implements Audit, AutoCloseable {
  /** Name of the file in a data directory. */
  public static final String FILE = "audit.log";

  /** Whom the lines go to where there is no data directory. */
  public static final String LOGGER = "dev.shoal.tracker.audit";

  static final int MAX_WAITING = 4096;
  static final int PROVOKED_PER_SECOND = 5;
  static final int PROVOKED_AT_ONCE = 200;

  private static final Logger log = LoggerFactory.getLogger(AuditLog.class);
  private static final int BATCH = 256;

  private final AuditSink sink;
  private final LongSupplier nowMillis;
  private final LongSupplier nowNanos;
  private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(MAX_WAITING);
  private final Map<AuditKind, TokenBucket> rates = new EnumMap<>(AuditKind.class);

  /** What was left out, by kind. */
  private final Map<AuditKind, AtomicLong> lost = new EnumMap<>(AuditKind.class);

  private final AtomicLong written = new AtomicLong();
  private final AtomicLong leftOut = new AtomicLong();
  private final Thread thread;
  private volatile boolean closing;
  private boolean failing;

  /** An event and when it happened; without one: look whether this is to end. */
  private record Item(long millis, @Nullable AuditEvent event) {}

  private AuditLog(AuditSink sink, LongSupplier nowMillis, LongSupplier nowNanos) {
    this.sink = sink;
    this.nowMillis = nowMillis;
    this.nowNanos = nowNanos;
    for (AuditKind kind : AuditKind.values()) {
      lost.put(kind, new AtomicLong());
    }
    this.thread = new Thread(this::run, "shoal-audit");
    thread.setDaemon(true);
  }

  /**
   * A log in a data directory. Blocks.
   *
   * @param nowMillis Unix time, asked from two threads
   * @param nowNanos of any origin, never running backwards
   * @throws IOException with a sentence for a person, if the file cannot be written
   */
  public static AuditLog in(Path directory, LongSupplier nowMillis, LongSupplier nowNanos)
      throws IOException {
    return to(new AuditFile(directory.resolve(FILE)), nowMillis, nowNanos);
  }

  /** A log to the logger of the name {@link #LOGGER}. Otherwise as {@link #in}. */
  public static AuditLog toLogger(LongSupplier nowMillis, LongSupplier nowNanos) {
    Logger logger = LoggerFactory.getLogger(LOGGER);
    return to(lines -> lines.forEach(logger::info), nowMillis, nowNanos);
  }

  static AuditLog to(AuditSink sink, LongSupplier nowMillis, LongSupplier nowNanos) {
    AuditLog audit = new AuditLog(sink, nowMillis, nowNanos);
    audit.thread.start();
    return audit;
  }

  @Override
  public void record(AuditEvent event) {
    record(event.kind(), () -> event);
  }

  @Override
  public void record(AuditKind kind, Supplier<AuditEvent> event) {
    boolean taken =
        !closing && isInRate(kind) && queue.offer(new Item(nowMillis.getAsLong(), event.get()));
    if (!taken) {
      leftOut.incrementAndGet();
      lost(kind).incrementAndGet();
    }
  }

  /** Lines written so far, those that tell of gaps not counted. From any thread. */
  public long written() {
    return written.get();
  }

  /** Events left out so far. From any thread. */
  public long leftOut() {
    return leftOut.get();
  }

  /** Writes what waits, and ends the thread. Blocks until that is done; not on the loop. */
  @Override
  public void close() {
    closing = true;
    queue.offer(new Item(0, null)); // where there is no room the thread is awake
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

  private boolean isInRate(AuditKind kind) {
    if (!kind.isProvocable()) {
      return true;
    }
    long now = nowNanos.getAsLong();
    return rates
        .computeIfAbsent(kind, k -> new TokenBucket(PROVOKED_PER_SECOND, PROVOKED_AT_ONCE, now))
        .take(now);
  }

  private void run() {
    while (!closing || !queue.isEmpty()) {
      List<Item> batch = take();
      writeBatch(batch);
    }
    writeBatch(List.of()); // what was left out since
  }

  /** Nobody knows this thread who would interrupt it, and an interrupt would close the file. */
  private List<Item> take() {
    List<Item> batch = new ArrayList<>();
    while (batch.isEmpty()) {
      try {
        batch.add(queue.take());
        queue.drainTo(batch, BATCH - 1);
      } catch (InterruptedException e) {
        log.debug("interrupted for no reason");
      }
    }
    return batch;
  }

  private void writeBatch(List<Item> batch) {
    Map<String, String> gap = takeLost();
    List<String> lines = new ArrayList<>();
    if (!gap.isEmpty()) {
      lines.add(AuditLine.of(nowMillis.getAsLong(), "left-out", gap));
    }
    for (Item item : batch) {
      AuditEvent event = item.event();
      if (event != null) {
        lines.add(AuditLine.of(item.millis(), event.kind().text(), event.details()));
      }
    }
    if (lines.isEmpty()) {
      return;
    }
    try {
      sink.write(lines);
      written.addAndGet(batch.stream().filter(item -> item.event() != null).count());
      if (failing) {
        failing = false;
        log.info("the audit log can be written again");
      }
    } catch (IOException | RuntimeException e) {
      lose(batch, gap);
      if (!failing) {
        failing = true;
        log.error("the audit log cannot be written: {}", String.valueOf(e.getMessage()));
      }
    }
  }

  /** There is one for each from the beginning: both threads may look. */
  private AtomicLong lost(AuditKind kind) {
    return Objects.requireNonNull(lost.get(kind));
  }

  private Map<String, String> takeLost() {
    Map<String, String> gap = new LinkedHashMap<>();
    for (AuditKind kind : AuditKind.values()) {
      long count = lost(kind).getAndSet(0);
      if (count > 0) {
        gap.put(kind.text(), Long.toString(count));
      }
    }
    return gap;
  }

  private void lose(List<Item> batch, Map<String, String> gap) {
    for (AuditKind kind : AuditKind.values()) {
      lost(kind).addAndGet(Long.parseLong(gap.getOrDefault(kind.text(), "0")));
    }
    for (Item item : batch) {
      AuditEvent event = item.event();
      if (event != null) {
        leftOut.incrementAndGet();
        lost(event.kind()).incrementAndGet();
      }
    }
  }
}
