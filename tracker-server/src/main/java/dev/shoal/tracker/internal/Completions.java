package dev.shoal.tracker.internal;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Published;
import dev.shoal.tracker.internal.state.Command;
import dev.shoal.tracker.internal.state.CountCompletions;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts downloads that were completed, and has the counts kept from time to time: each by itself
 * would be a write to the disk. A crash loses those since the last time.
 */
final class Completions {
  private static final Logger log = LoggerFactory.getLogger(Completions.class);

  /** Most files whose counts wait: as many as fit one command easily. */
  private static final int MAX_WAITING = 8192;

  private final Publications publications;
  private Map<FileId, Long> waiting = new HashMap<>();

  Completions(Publications publications) {
    this.publications = publications;
  }

  /** One more. */
  void add(FileId file) {
    if (waiting.size() < MAX_WAITING || waiting.containsKey(file)) {
      waiting.merge(file, 1L, Long::sum);
    }
  }

  /** Has what has gathered kept; if that can't be begun, it goes on waiting. */
  void keep() {
    if (waiting.isEmpty()) {
      return;
    }
    CountCompletions.Builder counts = CountCompletions.newBuilder();
    waiting.forEach(
        (file, count) -> counts.addFileIds(ByteString.copyFrom(file.toBytes())).addCounts(count));
    try {
      publications.submit(Command.newBuilder().setCompletions(counts), new Unheard());
      waiting = new HashMap<>();
    } catch (ProtocolException e) {
      log.debug("counts of completed downloads wait: {}", e.getMessage());
    }
  }

  /** Nobody waits for the end. */
  private static final class Unheard implements Publications.Publisher {
    @Override
    public void published(Published answer) {}

    @Override
    public void failed(ProtocolException reason) {
      log.warn("counts of completed downloads are lost: {}", reason.getMessage());
    }
  }
}
