package dev.shoal.peer.service;

import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.StorageException;
import dev.shoal.protocol.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is remembered while no node runs: read once, and written with each change. Every method
 * blocks. Not thread-safe.
 */
final class RestingState {
  private static final Logger log = LoggerFactory.getLogger(RestingState.class);

  private final StateFile file;

  /** As of the last look; null before the first, so that it may be opened just to try the lock. */
  private @Nullable SavedState known;

  RestingState(StateFile file) {
    this.file = file;
  }

  /** All of it. */
  SavedState get() throws StorageException {
    SavedState looked = known;
    if (looked == null) {
      looked = file.load(sentence -> log.error("{}", sentence));
      known = looked;
    }
    return looked;
  }

  /** Remembers something else from now on. */
  void set(SavedState changed) throws StorageException {
    file.save(changed);
    known = changed;
  }

  /** Throws if there is none. */
  SavedShare share(String id) throws ShoalException {
    return get().shares().stream()
        .filter(saved -> saved.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new NotFoundException("there is no share " + PlainText.of(id), null));
  }

  void replace(SavedShare changed) throws StorageException {
    List<SavedShare> shares = new ArrayList<>(get().shares());
    shares.replaceAll(saved -> saved.id().equals(changed.id()) ? changed : saved);
    set(get().withShares(shares));
  }

  void remove(SavedShare removed) throws StorageException {
    List<SavedShare> left = new ArrayList<>(get().shares());
    left.remove(removed);
    set(get().withShares(left));
  }

  /** All but those that were given up. */
  Stream<SavedDownload> downloads() throws StorageException {
    return get().downloads().stream()
        .filter(saved -> saved.stage() != SavedDownload.Stage.CANCELLED);
  }

  /** Throws if there is none. */
  SavedDownload download(String id) throws ShoalException {
    return downloads()
        .filter(saved -> saved.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new NotFoundException("there is no download " + PlainText.of(id), null));
  }

  /** Changes a download, and tells what it is then. */
  SavedDownload change(String id, UnaryOperator<SavedDownload> change) throws ShoalException {
    SavedDownload changed = change.apply(download(id));
    List<SavedDownload> downloads = new ArrayList<>(get().downloads());
    downloads.replaceAll(saved -> saved.id().equals(id) ? changed : saved);
    set(get().withDownloads(downloads));
    return changed;
  }

  void remove(SavedDownload removed) throws StorageException {
    List<SavedDownload> left = new ArrayList<>(get().downloads());
    left.remove(removed);
    set(get().withDownloads(left));
  }
}
