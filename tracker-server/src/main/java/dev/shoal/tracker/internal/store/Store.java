package dev.shoal.tracker.internal.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.store.fs.FilePath;
import org.jspecify.annotations.Nullable;

/**
 * The file that holds what a tracker keeps, or the same in memory. For one thread at a time.
 *
 * <p>A log-structured tree (H2's MVStore): a commit writes a chunk where there is room, and space
 * is used again once nothing that is on disk refers to it. Nothing is committed or compacted behind
 * the owner's back: there is no thread here.
 */
public final class Store implements AutoCloseable {
  /** The layout of maps and entries that this class reads and writes. */
  private static final int SCHEMA = 3;

  /**
   * The oldest layout that is read: it has files only, and the next one nothing that is still to be
   * cleared away. With its first commit a store is of the present one, which an older tracker
   * refuses to open. It would find the files in their place, but serve everybody what is for those
   * who log in, and let those log in whose accounts have ended.
   */
  private static final int OLDEST_SCHEMA = 1;

  private static final String FILES = "files";

  /** At the end of the name of a store that is being made. */
  private static final String UNFINISHED = ".new";

  private static final int CACHE_MEGABYTES = 16;

  /**
   * How long a chunk stays after it was written, at least. MVStore's own 45 s are for stores that
   * are not synced at every commit, or that are read as they were before. Here space is used again
   * only when what does without it is synced, so the time does not matter; with 45 s a file that
   * gets a thousand small commits a second would grow to a gigabyte, which takes long to open.
   */
  private static final int RETENTION_MILLIS = 5_000;

  /** Compaction begins when less than so many percent of the file's chunks is in use. */
  private static final int POOR_FILL_PERCENT = 50;

  /** Most bytes that one step of compaction writes, which take some milliseconds. */
  private static final int COMPACTION_BYTES = 1024 * 1024;

  private final @Nullable String name;
  private final int retentionMillis;
  private MVStore store;
  private StoredFiles files;
  private AccessTables access;
  private long version;
  private long uncompacted;

  private Store(
      @Nullable String name,
      int retentionMillis,
      MVStore store,
      CatalogueView view,
      AccessFeed accessView)
      throws DamagedException {
    this.name = name;
    this.retentionMillis = retentionMillis;
    this.store = store;
    raiseSchema(store);
    this.files = StoredFiles.read(map(store), view);
    this.access = AccessTables.read(store, accessView);
    this.version = store.getCurrentVersion();
  }

  /**
   * Opens the store in that file, which is created if it is not there and locked against others; or
   * an empty one in memory. Blocks until every file is read.
   *
   * @param file null: in memory
   * @param view is given every file in the store, on this thread
   * @param accessView is given every record about accounts and groups, on this thread
   * @throws IOException with a sentence for a person if the store is in use, cannot be written, or
   *     is damaged; a damaged store is never taken for an empty one
   */
  public static Store open(@Nullable Path file, CatalogueView view, AccessFeed accessView)
      throws IOException {
    if (file == null) {
      try {
        return new Store(null, 0, initialised(new MVStore.Builder().open()), view, accessView);
      } catch (DamagedException e) {
        throw new IllegalStateException(e);
      }
    }
    Path absolute = file.toAbsolutePath();
    if (Files.exists(absolute)) {
      OwnerOnly.restrict(absolute);
    } else {
      Path unfinished = Path.of(absolute + UNFINISHED);
      OwnerOnly.create(unfinished);
      createFrom(FilePath.get(unfinished.toString()), absolute.toString());
      Directories.sync(absolute);
    }
    return open(absolute.toString(), RETENTION_MILLIS, view, accessView);
  }

  /** As above, for somebody whom accounts and groups do not concern. */
  static Store open(@Nullable Path file, CatalogueView view) throws IOException {
    return open(file, view, record -> {});
  }

  /** As above, by a name that MVStore's file systems understand, and for a file that is there. */
  static Store open(String name, int retentionMillis, CatalogueView view, AccessFeed accessView)
      throws IOException {
    FilePath file = FilePath.get(name);
    if (!file.canWrite()) {
      throw new IOException("the store " + name + " cannot be read and written");
    }
    if (file.size() == 0) {
      throw damaged(name, "it is empty", null);
    }
    MVStore opened = openFile(name, Long.MAX_VALUE, retentionMillis);
    try {
      checkSchema(name, opened.getStoreVersion());
      return new Store(name, retentionMillis, opened, view, accessView);
    } catch (IOException | DamagedException | RuntimeException e) {
      opened.closeImmediately();
      throw e instanceof IOException known ? known : damaged(name, String.valueOf(e), e);
    }
  }

  /** Makes an empty store, which has its name only when it is complete. */
  static boolean createIfAbsent(String name) throws IOException {
    if (FilePath.get(name).exists()) {
      return false;
    }
    FilePath unfinished = FilePath.get(name + UNFINISHED);
    unfinished.delete();
    createFrom(unfinished, name);
    return true;
  }

  /** From a file that is empty or not there. */
  private static void createFrom(FilePath unfinished, String name) throws IOException {
    try {
      MVStore empty =
          initialised(openFile(unfinished.toString(), Long.MAX_VALUE, RETENTION_MILLIS));
      closeCleanly(empty);
      unfinished.moveTo(FilePath.get(name), false);
    } catch (RuntimeException e) {
      throw new IOException("the store " + name + " cannot be created: " + e.getMessage(), e);
    }
  }

  private static MVStore initialised(MVStore store) {
    store.setStoreVersion(SCHEMA);
    map(store);
    AccessTables.create(store);
    store.commit();
    return store;
  }

  /** With the next commit. */
  private static void raiseSchema(MVStore store) {
    if (store.getStoreVersion() != SCHEMA) {
      store.setStoreVersion(SCHEMA);
    }
  }

  private static MVMap<Long, byte[]> map(MVStore store) {
    return store.openMap(
        FILES,
        new MVMap.Builder<Long, byte[]>()
            .keyType(LongDataType.INSTANCE)
            .valueType(ByteArrayDataType.INSTANCE));
  }

  private static void checkSchema(String name, int schema) throws IOException {
    if (schema < OLDEST_SCHEMA || schema > SCHEMA) {
      throw new IOException(
          "the store "
              + name
              + " is of schema "
              + schema
              + ", but this tracker reads schemas "
              + OLDEST_SCHEMA
              + " to "
              + SCHEMA
              + ": export it with the version that wrote it, and import the dump with this one");
    }
  }

  private static MVStore openFile(String name, long lastVersion, int retentionMillis)
      throws IOException {
    Map<String, Object> config = new HashMap<>();
    config.put("cacheSize", CACHE_MEGABYTES);
    SealedFileStore file = new SealedFileStore(config, lastVersion);
    try {
      file.open(name, false, null);
      MVStore store =
          new MVStore.Builder()
              .adoptFileStore(file)
              .autoCommitDisabled()
              .autoCommitBufferSize(0) // otherwise it commits when much is uncommitted
              .open();
      store.setVersionsToKeep(0);
      store.setRetentionTime(retentionMillis);
      return store;
    } catch (Error e) {
      closeQuietly(file); // or it would stay locked, and could not be opened again
      throw e;
    } catch (RuntimeException e) {
      closeQuietly(file);
      if (e instanceof MVStoreException known
          && known.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
        throw new IOException("the store " + name + " is in use by another process", e);
      }
      if (e.getCause() instanceof FileSystemException
          || e.getCause() instanceof FileNotFoundException) {
        throw new IOException("the store " + name + " cannot be opened: " + e.getMessage(), e);
      }
      throw damaged(name, String.valueOf(e.getMessage()), e);
    }
  }

  private static void closeQuietly(SealedFileStore file) {
    try {
      file.close();
    } catch (RuntimeException e) {
      // it was never open, or is closed already: the first failure is the one to tell
    }
  }

  private static IOException damaged(String name, String why, @Nullable Throwable cause) {
    return new IOException(
        "the store "
            + name
            + " is damaged: "
            + why
            + "; move the file away, then restore the catalogue from a dump with \"import\","
            + " or start with an empty one",
        cause);
  }

  StoredFiles files() {
    return files;
  }

  AccessTables access() {
    return access;
  }

  /** Bytes of the file; 0 in memory. */
  long fileBytes() {
    return name == null ? 0 : store.getFileStore().size();
  }

  /** Puts all changes on disk. When this returns, they are there. */
  void commit() {
    if (write()) {
      uncompacted++;
    }
  }

  private boolean write() {
    store.commit();
    if (store.getCurrentVersion() == version) {
      return false;
    }
    store.sync();
    version = store.getCurrentVersion();
    return true;
  }

  /**
   * Forgets everything since the last commit that returned, even if some of it is on disk, and
   * reads everything anew: {@link #files} and {@link #access} are other objects then. May be called
   * again when it has failed.
   */
  void rollBack() throws IOException {
    if (name == null) {
      store.rollback();
    } else {
      store.closeImmediately();
      store = openFile(name, version, retentionMillis);
    }
    try {
      raiseSchema(store);
      files = StoredFiles.read(map(store), file -> {});
      access = AccessTables.read(store, record -> {});
    } catch (DamagedException | RuntimeException e) {
      throw name == null ? new IOException(e) : damaged(name, String.valueOf(e), e);
    }
  }

  /**
   * Moves some of what is in use out of chunks that are mostly not, and commits it. After so many
   * commits there are only so many steps of it, or a store that nobody changes would be rewritten
   * for ever.
   */
  void compact() {
    if (name != null && uncompacted > 0) {
      uncompacted /= 2;
      if (store.compact(POOR_FILL_PERCENT, COMPACTION_BYTES)) {
        write();
      }
    }
  }

  /** Closes the store as it was when it was last committed, and releases the lock. */
  void abandon() {
    store.closeImmediately();
  }

  /** Commits, closes and releases the lock; nothing if it is closed. */
  @Override
  public void close() {
    if (!store.isClosed()) {
      commit();
      closeCleanly(store);
    }
  }

  /** MVStore's own way to close writes over space that may still be needed if the power fails. */
  private static void closeCleanly(MVStore store) {
    if (store.getFileStore() instanceof SealedFileStore file) {
      store.sync();
      file.markClean();
    }
    store.closeImmediately();
  }
}
