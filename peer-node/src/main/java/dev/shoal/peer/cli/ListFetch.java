package dev.shoal.peer.cli;

import dev.shoal.peer.BulkDownload;
import dev.shoal.peer.BulkProgress;
import dev.shoal.peer.FileOutcome;
import dev.shoal.protocol.PlainText;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Follows many files to their end, and says of each what became of it. For one thread. */
final class ListFetch {
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Output output;
  private final Queue<FileOutcome> decided = new ConcurrentLinkedQueue<>();
  private final Set<FileOutcome> reported = Collections.newSetFromMap(new IdentityHashMap<>());
  private int complete;
  private int failed;
  private int exitCode = ExitCodes.DONE;
  private long shownNanos;

  ListFetch(Output output) {
    this.output = output;
  }

  /**
   * Goes on until all are decided.
   *
   * @return the highest of their exit codes
   * @throws Stopped if a signal came first
   */
  int follow(BulkDownload download, StopSignal stop)
      throws Stopped, ExecutionException, InterruptedException {
    download.onOutcome(decided::add);
    // The last of them may not have been told when all are decided.
    long startNanos = System.nanoTime();
    shownNanos = startNanos;
    stop.await(
            download.completion(),
            () -> {
              report();
              show(download.progress());
            })
        .forEach(this::report);
    output.note(
        complete
            + (complete == 1 ? " file" : " files")
            + " complete, "
            + failed
            + " failed, "
            + Took.totals(download.progress().verifiedBytes(), System.nanoTime() - startNanos));
    return exitCode;
  }

  /** Now and then; a bar would be in the way of the files' own lines. */
  private void show(BulkProgress now) {
    if (System.nanoTime() - shownNanos >= INTERVAL_NANOS) {
      shownNanos = System.nanoTime();
      int decidedFiles = now.complete() + now.failed();
      output.note(
          decidedFiles + " of " + now.files() + " files, " + Units.size(now.verifiedBytes()));
    }
  }

  private void report() {
    for (FileOutcome each = decided.poll(); each != null; each = decided.poll()) {
      report(each);
    }
  }

  private void report(FileOutcome outcome) {
    if (!reported.add(outcome)) {
      return;
    }
    Fetched fetched = Fetched.of(outcome);
    if (outcome.failure() == null) {
      complete++;
      output.result("got " + PlainText.of(fetched.path()) + " " + fetched.bytes(), fetched);
    } else {
      failed++;
      output.failure(outcome.failure(), fetched);
      exitCode = Math.max(exitCode, ExitCodes.of(outcome.failure()));
    }
  }
}
