package dev.shoal.tracker.internal;

import dev.shoal.protocol.FileId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Query;
import dev.shoal.protocol.wire.Sources;
import org.jspecify.annotations.Nullable;

/** Answers who has a file, with addresses that the asker can use and never the asker's own. */
final class SourceFinder {
  private final SwarmIndex swarms;
  private final TrackerPolicy policy;

  SourceFinder(SwarmIndex swarms, TrackerPolicy policy) {
    this.swarms = swarms;
    this.policy = policy;
  }

  /**
   * Finds sources of a file.
   *
   * @param asking the asker's session, if it has one
   */
  Sources find(Caller caller, @Nullable Session asking, Query query) throws ProtocolException {
    FileId file = FileIds.read(query.getFileId());
    PackedSources packed = new PackedSources(caller.addresses(), asking);
    swarms.sample(file, wanted(query.getMaxSources()), query.getComplete(), packed::offer);

    int seeders = swarms.seederCount(file);
    int leechers = swarms.leecherCount(file);
    Source own = asking == null ? null : asking.registrations().get(file);
    if (own != null) {
      seeders -= own.complete ? 1 : 0;
      leechers -= own.complete ? 0 : 1;
    }
    return packed.toBuilder().setSeederCount(seeders).setLeecherCount(leechers).build();
  }

  /** The field is unsigned: what is negative here asks for very many. */
  private int wanted(int asked) {
    if (asked == 0) {
      return policy.defaultSources();
    }
    return asked < 0 ? policy.maxSources() : Math.min(asked, policy.maxSources());
  }
}
