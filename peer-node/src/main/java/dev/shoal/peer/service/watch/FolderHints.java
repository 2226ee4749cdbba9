package dev.shoal.peer.service.watch;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystem;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the operating system tells of changes in folders. Only hints: some get lost, there are
 * systems that give none, and there is a limit to the number of folders. Not thread-safe.
 */
final class FolderHints implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(FolderHints.class);

  /** Others on the machine want some of the system's too. */
  private static final int MOST_FOLDERS = 10_000;

  private static final int MOST_KEYS_A_TURN = 1_000;

  private final @Nullable WatchService service;
  private final NavigableMap<String, WatchKey> keys = new TreeMap<>();
  private final Map<WatchKey, String> folders = new HashMap<>();
  private boolean complete;

  /** Who wants to know. */
  interface Listener {
    /** Something may have happened to a file or folder. */
    void touched(String name);

    /** Something may have happened to anything in a folder. */
    void unclear(String folder);
  }

  private FolderHints(@Nullable WatchService service) {
    this.service = service;
    complete = service != null;
  }

  /** Hints of a file system; none where it has none to give. */
  static FolderHints of(FileSystem system) {
    try {
      return new FolderHints(system.newWatchService());
    } catch (IOException | UnsupportedOperationException e) {
      logger.info("no word of changes in folders, which are scanned instead: {}", e.toString());
      return none();
    }
  }

  /** No hints. */
  static FolderHints none() {
    return new FolderHints(null);
  }

  /** Whether there may be any. */
  boolean any() {
    return !keys.isEmpty();
  }

  /** Whether all folders that were asked for give hints. */
  boolean complete() {
    return complete;
  }

  /** Whether a folder gives hints. */
  boolean has(String folder) {
    return keys.containsKey(folder);
  }

  /** Asks for hints of what lies directly in a folder. Nothing happens where there are none. */
  void add(String folder, Path path) {
    if (service == null || keys.containsKey(folder)) {
      return;
    }
    if (keys.size() >= MOST_FOLDERS) {
      complete = false;
      return;
    }
    try {
      WatchKey key =
          path.register(
              service,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_DELETE,
              StandardWatchEventKinds.ENTRY_MODIFY);
      // A folder that was renamed keeps its key.
      String before = folders.put(key, folder);
      if (before != null) {
        keys.remove(before);
      }
      keys.put(folder, key);
    } catch (NoSuchFileException | NotDirectoryException e) {
      logger.trace("{} went away", path);
    } catch (IOException e) {
      if (complete) {
        logger.info(
            "no word of changes in some folders, which are scanned instead: {}", e.toString());
      }
      complete = false;
    }
  }

  /** A folder, and all below it, is not there any more. */
  void remove(String folder) {
    List<WatchKey> gone = new ArrayList<>(keys.subMap(folder + '/', folder + '0').values());
    WatchKey own = keys.get(folder);
    if (own != null) {
      gone.add(own);
    }
    gone.forEach(this::cancel);
  }

  /** Passes on what there is; does not wait. */
  void drain(Listener listener) {
    for (int i = 0; service != null && i < MOST_KEYS_A_TURN; i++) {
      WatchKey key;
      try {
        key = service.poll();
      } catch (ClosedWatchServiceException e) {
        return;
      }
      if (key == null) {
        return;
      }
      drain(key, listener);
    }
  }

  @Override
  public void close() {
    keys.clear();
    folders.clear();
    if (service != null) {
      try {
        service.close();
      } catch (IOException e) {
        logger.debug("closing a watch failed", e);
      }
    }
  }

  private void drain(WatchKey key, Listener listener) {
    String folder = folders.get(key);
    List<WatchEvent<?>> events = key.pollEvents();
    if (folder == null) {
      key.cancel();
      return;
    }
    for (WatchEvent<?> event : events) {
      if (event.kind() == StandardWatchEventKinds.OVERFLOW) {
        listener.unclear(folder);
      } else if (event.context() instanceof Path path && FolderNames.isExpressible(path)) {
        listener.touched(FolderNames.in(folder, path));
      }
    }
    if (!key.reset()) {
      cancel(key);
      listener.unclear(folder);
    }
  }

  private void cancel(WatchKey key) {
    String folder = folders.remove(key);
    if (folder != null) {
      keys.remove(folder);
    }
    key.cancel();
  }
}
