package dev.shoal.tracker.internal;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.wire.CatalogueEntry;
import java.util.Optional;

/** Catalogue entries in wire form, with the numbers of those who have the file at present. */
final class Listings {
  private final Catalogue catalogue;
  private final SwarmIndex swarms;

  Listings(Catalogue catalogue, SwarmIndex swarms) {
    this.catalogue = catalogue;
    this.swarms = swarms;
  }

  /** The entry of a file, if it was published. */
  Optional<CatalogueEntry> find(FileId file) {
    return Optional.ofNullable(catalogue.get(file)).map(this::describe);
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
        .setSeederCount(swarms.seederCount(entry.file()))
        .setLeecherCount(swarms.leecherCount(entry.file()))
        .build();
  }
}
