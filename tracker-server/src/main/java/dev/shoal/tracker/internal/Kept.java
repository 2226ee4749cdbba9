package dev.shoal.tracker.internal;

import dev.shoal.tracker.internal.access.AccessView;
import dev.shoal.tracker.internal.catalogue.Catalogue;
import dev.shoal.tracker.internal.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a tracker finds of its earlier runs when it starts.
 *
 * @param store open, and owned by whoever gets this
 * @param catalogue what is in the store; its words are still to be indexed
 * @param access accounts, groups and keys that are in the store
 * @param restarted whether there was an earlier run
 */
public record Kept(Store store, Catalogue catalogue, AccessView access, boolean restarted) {
  private static final Logger log = LoggerFactory.getLogger(Kept.class);

  /** Name of the store in the data directory. */
  public static final String STORE = "tracker.store";

  /**
   * Opens what is kept in a data directory, which is created if missing.
   *
   * @param directory null: nothing is kept, all is in memory
   * @return completes on a thread that is about to end; fails with an {@link IOException} with a
   *     sentence for a person
   */
  public static CompletableFuture<Kept> open(@Nullable Path directory) {
    CompletableFuture<Kept> opened = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                opened.complete(read(directory));
              } catch (IOException | RuntimeException | OutOfMemoryError e) {
                opened.completeExceptionally(e);
              }
            },
            "shoal-tracker-start");
    reader.setDaemon(true);
    reader.start();
    return opened;
  }

  private static Kept read(@Nullable Path directory) throws IOException {
    Catalogue catalogue = new Catalogue(new SplittableRandom(new SecureRandom().nextLong()));
    AccessView access = new AccessView();
    if (directory == null) {
      return new Kept(Store.open(null, catalogue::load, access::accept), catalogue, access, false);
    }
    DataDirectory.prepare(directory);
    Path file = directory.resolve(STORE);
    boolean restarted = Files.exists(file);
    long start = System.nanoTime();
    Kept kept =
        new Kept(Store.open(file, catalogue::load, access::accept), catalogue, access, restarted);
    LogLine line =
        LogLine.of("store-opened")
            .with("store", file)
            .with("files", catalogue.size())
            .with("accounts", access.accountCount())
            .with("groups", access.groupCount())
            .with("bytes", Files.size(file))
            .with("millis", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    log.info("{}", line);
    return kept;
  }
}
