package dev.shoal.peer.internal.store;

import dev.shoal.peer.internal.access.Audience;
import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.ChunkSet;
import dev.shoal.protocol.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Brings a part file and its journal, as some earlier process or loss of power left them, into a
 * state in which the journal's claims are true. Used once.
 */
final class PartOpening {
  /**
   * A part file ready for use.
   *
   * @param data the part file, open
   * @param journal locked, with a record for each chunk in {@code held}
   * @param held chunks that are there
   */
  record Opened(DiskFile data, Journal journal, ChunkSet held) {}

  /** A step that takes over an open file if it succeeds. */
  private interface Step {
    Opened apply(DiskFile file) throws IOException;
  }

  private final FileLayer layer;
  private final PartPaths paths;
  private final Manifest manifest;
  private final ChunkLayout layout;
  private final LongConsumer rehashed;

  /**
   * @param rehashed told the bytes of each chunk hashed again; what it throws ends the opening
   */
  PartOpening(FileLayer layer, PartPaths paths, Manifest manifest, LongConsumer rehashed) {
    this.layer = layer;
    this.paths = paths;
    this.manifest = manifest;
    this.layout = manifest.layout();
    this.rehashed = rehashed;
  }

  /**
   * Opens both files, creating what is missing.
   *
   * @throws FileLockedException if the download is open elsewhere
   */
  Opened open() throws IOException {
    return handOver(layer.openLocked(paths.journal()), this::openPart);
  }

  /**
   * Gives bytes a journal that were written before it was known what the file consists of.
   *
   * @param locked the journal, which says nothing yet
   * @param sound whether they are all that the manifest says
   */
  Opened adopt(DiskFile data, DiskFile locked, Audience audience, boolean sound)
      throws IOException {
    data.truncate(layout.length());
    Journal journal = Journal.create(locked, manifest, !sound, audience, layer.bootId());
    if (!sound) {
      return check(data, journal);
    }
    for (int chunk = 0; chunk < layout.count(); chunk++) {
      journal.written(chunk);
    }
    return new Opened(data, journal, ChunkSet.complete(layout.count()));
  }

  /**
   * Removes what is left of a download that was published, but whose process ended before it had
   * tidied up. The journal must be locked.
   *
   * @return whether there is now no part file
   */
  static boolean removePublished(FileLayer layer, PartPaths paths) throws IOException {
    Path destination = paths.destination();
    if (paths.partExists()
        && Files.exists(destination)
        && Files.isSameFile(paths.part(), destination)) {
      layer.delete(paths.part());
    }
    return !paths.partExists();
  }

  private Opened openPart(DiskFile journal) throws IOException {
    return removePublished(layer, paths)
        ? start(journal)
        : handOver(layer.open(paths.part()), data -> resume(data, journal));
  }

  /** Claims about a part file that is gone must be gone, too, before there is a new one. */
  private Opened start(DiskFile locked) throws IOException {
    Journal journal =
        Journal.create(locked, manifest, false, Audience.ofEverybody(), layer.bootId());
    return handOver(
        layer.create(paths.part()),
        data -> new Opened(data, journal, ChunkSet.empty(layout.count())));
  }

  /**
   * A journal that says nothing of it, such as one from before there were groups, is of a part for
   * everybody. Where none can be read, it is not known who may have what is in the part: the chunks
   * that verify are kept, but for nobody.
   */
  private Opened resume(DiskFile data, DiskFile locked) throws IOException {
    data.truncate(layout.length());
    Optional<Journal> earlier = Journal.resume(locked, layer.bootId());
    if (earlier.isPresent() && isAbout(earlier.get(), data)) {
      return check(data, earlier.get());
    }
    Audience audience = earlier.map(Journal::audience).orElse(Audience.ofGroups(Set.of()));
    Journal journal = Journal.create(locked, manifest, true, audience, layer.bootId());
    layer.syncDirectory(paths.directory());
    return check(data, journal);
  }

  /** A part file shorter than what is certain in it is not the one that was written. */
  private boolean isAbout(Journal journal, DiskFile data) throws IOException {
    if (!journal.manifest().equals(manifest)) {
      return false;
    }
    long size = data.size();
    ChunkSet certain = journal.claims().certain();
    for (int chunk = certain.count() - 1; chunk >= 0; chunk--) {
      if (layout.offset(chunk) + layout.size(chunk) <= size) {
        return true;
      }
      if (certain.contains(chunk)) {
        return false;
      }
    }
    return true;
  }

  private Opened check(DiskFile data, Journal journal) throws IOException {
    ChunkSet held = journal.claims().certain().copy();
    ChunkSet doubtful = journal.claims().doubtful();
    if (doubtful.cardinality() == 0) {
      return new Opened(data, journal, held);
    }
    PartCheck check = new PartCheck(data, manifest);
    for (int chunk = 0; chunk < layout.count(); chunk++) {
      if (doubtful.contains(chunk)) {
        if (check.holds(chunk)) {
          journal.written(chunk);
          held.add(chunk);
        }
        rehashed.accept(layout.size(chunk));
      }
    }
    journal.checked();
    return new Opened(data, journal, held);
  }

  private static Opened handOver(DiskFile file, Step step) throws IOException {
    boolean taken = false;
    try {
      Opened opened = step.apply(file);
      taken = true;
      return opened;
    } finally {
      if (!taken) {
        file.close();
      }
    }
  }
}
