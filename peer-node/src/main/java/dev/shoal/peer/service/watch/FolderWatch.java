package dev.shoal.peer.service.watch;

import dev.shoal.protocol.PlainText;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one folder: files in it, and in its subfolders, are shared once they stop changing, and
 * renamed, changed or removed ones follow. Thread-safe.
 *
 * <p>Not looked at are: what is hidden, files that are not finished by their name ({@code .part},
 * {@code .crdownload}, {@code .partial}, {@code .tmp}, {@code ~}), symbolic links, and whatever is
 * neither a file nor a folder. What a link leads to inside the folder is shared under its own name.
 *
 * <p>A folder that is not there is waited for. One that goes away, also a mount point left empty
 * when its disk was taken off, is a {@linkplain WatchStatus#problem() problem}, and nothing is
 * taken for removed until it is back.
 */
public final class FolderWatch implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(FolderWatch.class);

  private static final long AFTER_FAILURE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long CLOSING_MILLIS = TimeUnit.SECONDS.toMillis(10);

  private final Path directory;
  private final WatchTurns turns;
  private final Thread thread;
  private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
  private volatile WatchStatus status = new WatchStatus(0, 0, null);
  private volatile boolean closed;

  private FolderWatch(Path directory, WatchOptions options, Sink sink) {
    this.directory = directory;
    turns = new WatchTurns(directory, options, sink, System::nanoTime, inbox::add);
    thread = new Thread(this::run, "shoal-watch-" + directory.getFileName());
    thread.setDaemon(true);
  }

  /**
   * Who shares what the watch finds. All methods are called on the watch's thread, one after
   * another, and must not block; none is called after {@link FolderWatch#close()} has returned.
   */
  public interface Sink {
    /**
     * Whether a file is to be shared: not if somebody stopped sharing it by hand, and it has not
     * changed since.
     */
    boolean wants(WatchedFile file);

    /**
     * Shares a file. Also asked again for one that failed, a minute later or more, and now and then
     * for one that is shared already, which is no failure.
     *
     * @return completes when it is shared, or has failed; until then it counts as being prepared,
     *     of which there are only so many. After {@link #gone} for it, its result is not looked at,
     *     but it has to end all the same
     */
    CompletableFuture<?> share(WatchedFile file);

    /**
     * A file that was given to {@link #share} is there no more, or is not as it was: it is not to
     * be shared any longer. In the second case it is given anew when it has stopped changing. Also
     * said of one that was not {@linkplain #wants wanted} and is there no more.
     */
    void gone(Path path);

    /**
     * A file that was shared, or was not wanted, was renamed, and is the same otherwise. By default
     * the one is gone, and the other shared if it is wanted. {@link #wants} is asked for the new
     * name next: if the file is not wanted under the one, it should not be under the other.
     *
     * @return as of {@link #share}
     */
    default CompletableFuture<?> renamed(Path from, WatchedFile to) {
      gone(from);
      return wants(to) ? share(to) : CompletableFuture.completedFuture(null);
    }

    /** Something for the status log: a sentence. */
    void problem(String sentence);
  }

  /**
   * Starts watching; returns at once.
   *
   * @param directory need not be there yet
   */
  public static FolderWatch start(Path directory, WatchOptions options, Sink sink) {
    var watch = new FolderWatch(directory.toAbsolutePath().normalize(), options, sink);
    watch.thread.start();
    return watch;
  }

  /** Which folder, absolute. */
  public Path directory() {
    return directory;
  }

  /** How it stands, as of a moment ago. */
  public WatchStatus status() {
    return status;
  }

  /** Somebody stopped sharing a file by hand: it is left alone until it changes. */
  public void unshared(Path path) {
    inbox.add(() -> turns.unshared(path));
  }

  /**
   * A share ended though neither the watch nor a person ended it, for instance because the file was
   * away for a moment: {@link Sink#gone} is said of it, and if it is there, it is shared again.
   */
  public void lost(Path path) {
    inbox.add(() -> turns.lost(path));
  }

  /**
   * Ends watching and waits until its thread has ended, 10 s at most; what is shared stays so. To
   * be called from another thread than those that share.
   */
  @Override
  public void close() {
    closed = true;
    inbox.add(() -> {});
    if (Thread.currentThread() != thread) {
      join();
    }
  }

  private void join() {
    try {
      thread.join(CLOSING_MILLIS);
      if (thread.isAlive()) {
        logger.warn("the watch of {} hangs on its disk", directory);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (turns) {
      while (!closed) {
        long rest = turn();
        status = turns.status();
        await(rest);
      }
    } catch (InterruptedException e) {
      logger.debug("the watch of {} was interrupted", directory);
    }
  }

  /** One turn; a flaw in it, or in the sink, does not end the watch. */
  private long turn() {
    try {
      for (Runnable next = inbox.poll(); next != null; next = inbox.poll()) {
        next.run();
      }
      return turns.turn();
    } catch (RuntimeException e) {
      logger.error(
          "watching {} failed, and goes on in a moment: {}",
          directory,
          PlainText.of(e.toString()),
          e);
      return AFTER_FAILURE_NANOS;
    }
  }

  private void await(long nanos) throws InterruptedException {
    Runnable next = inbox.poll(nanos, TimeUnit.NANOSECONDS);
    if (next != null) {
      inbox.add(next); // for the turn; their order does not matter
    }
  }
}
