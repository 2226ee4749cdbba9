package dev.shoal.tracker.internal.catalogue;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.wire.CatalogueEntry;
import dev.shoal.protocol.wire.FileDetails;

/** Catalogue entries in wire form, with the numbers of those who have the file at present. */
public final class Listings {
  private final Catalogue catalogue;
  private final SwarmCounts swarms;

  public Listings(Catalogue catalogue, SwarmCounts swarms) {
    this.catalogue = catalogue;
    this.swarms = swarms;
  }

  /** What is known of one file, for the caller to add what only its swarm knows. */
  public FileDetails.Builder details(FileId file) {
    FileDetails.Builder details =
        FileDetails.newBuilder()
            .setSeederCount(swarms.seeders(file))
            .setLeecherCount(swarms.leechers(file));
    FileEntry entry = catalogue.get(file);
    return entry == null ? details : details.setEntry(describe(entry));
  }

  /** The wire form of an entry. */
  CatalogueEntry describe(FileEntry entry) {
    return CatalogueEntry.newBuilder()
        .setFileId(ByteString.copyFrom(entry.file().toBytes()))
        .setLength(entry.length())
        .setName(entry.name())
        .addAllTags(entry.tags())
        .setPublisher(ByteString.copyFrom(entry.publisher().toBytes()))
        .setPublishedMillis(entry.publishedMillis())
        .setSeederCount(swarms.seeders(entry.file()))
        .setLeecherCount(swarms.leechers(entry.file()))
        .setCompletedCount(entry.completedCount())
        .build();
  }
}
