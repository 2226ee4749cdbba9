package dev.shoal.tracker.internal;

import dev.shoal.protocol.FileId;
import dev.shoal.protocol.RegistrationDigest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one session has registered: its sources by file, and the digest over them. */
final class Registrations {
  private final SwarmIndex swarms;
  private final Map<FileId, Source> sources = new HashMap<>();
  private long digest = RegistrationDigest.EMPTY;

  Registrations(SwarmIndex swarms) {
    this.swarms = swarms;
  }

  /** Enters a source, visible at once, in place of the session's earlier one for the same file. */
  void put(Source source) {
    forget(sources.put(source.file, source));
    digest ^= source.digest;
    swarms.show(source);
  }

  /** Removes the file's source, if there is one. */
  void remove(FileId file) {
    forget(sources.remove(file));
  }

  /** Removes every source. */
  void clear() {
    hide();
    sources.clear();
    digest = RegistrationDigest.EMPTY;
  }

  /** Makes every source invisible, and keeps it. */
  void hide() {
    sources.values().forEach(swarms::hide);
  }

  /** Makes every source visible again. */
  void show() {
    sources.values().forEach(swarms::show);
  }

  @Nullable Source get(FileId file) {
    return sources.get(file);
  }

  int size() {
    return sources.size();
  }

  /** {@link RegistrationDigest} over all of them. */
  long digest() {
    return digest;
  }

  private void forget(@Nullable Source source) {
    if (source != null) {
      digest ^= source.digest;
      swarms.hide(source);
    }
  }
}
