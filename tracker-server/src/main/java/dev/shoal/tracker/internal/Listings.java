package dev.shoal.tracker.internal;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.CatalogueEntry;
import dev.shoal.protocol.wire.Details;
import dev.shoal.protocol.wire.FileDetails;

/** Catalogue entries in wire form, with the numbers of those who have the file at present. */
final class Listings {
  private final Catalogue catalogue;
  private final SwarmIndex swarms;

  Listings(Catalogue catalogue, SwarmIndex swarms) {
    this.catalogue = catalogue;
    this.swarms = swarms;
  }

  /** What is known of one file. */
  FileDetails details(Details request) throws ProtocolException {
    FileId file = FileIds.read(request.getFileId());
    FileDetails.Builder details =
        FileDetails.newBuilder()
            .setSeederCount(swarms.seederCount(file))
            .setLeecherCount(swarms.leecherCount(file));
    FileEntry entry = catalogue.get(file);
    if (entry != null) {
      details.setEntry(describe(entry));
    }
    return details.build();
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
