package dev.shoal.tracker.internal.store;

import dev.shoal.protocol.ProtocolException;
import dev.shoal.tracker.internal.state.Outcome;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/** A program that publishes files until it is killed, and prints each one that is acknowledged. */
final class KilledCommitter {
  private static final int UNDER_WAY = 64;

  private KilledCommitter() {}

  /** Publishes file n as the n-th, in the store that is named. */
  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
    Store store = Store.open(Path.of(arguments[0]), file -> {});
    int next = store.files().size();
    Committer committer =
        new Committer(store, Integer.MAX_VALUE, CommitterLimits.DEFAULT, Runnable::run);
    Semaphore room = new Semaphore(UNDER_WAY);
    while (true) {
      room.acquire();
      int file = next++;
      committer.submit(
          Some.publish(1, Some.file(file, "file " + file)),
          new Reply() {
            @Override
            public void done(Outcome outcome) {
              out.println(file);
              room.release();
            }

            @Override
            public void failed(ProtocolException reason) {
              out.println("failed: " + reason.getMessage());
              System.exit(1);
            }
          });
    }
  }
}
