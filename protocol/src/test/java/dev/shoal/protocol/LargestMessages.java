package dev.shoal.protocol;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.protocol.wire.Availability;
import dev.shoal.protocol.wire.Cancel;
import dev.shoal.protocol.wire.CatalogueEntry;
import dev.shoal.protocol.wire.ChunkData;
import dev.shoal.protocol.wire.ChunkRequest;
import dev.shoal.protocol.wire.Details;
import dev.shoal.protocol.wire.Error;
import dev.shoal.protocol.wire.FileDetails;
import dev.shoal.protocol.wire.FilesData;
import dev.shoal.protocol.wire.FilesRequest;
import dev.shoal.protocol.wire.Gone;
import dev.shoal.protocol.wire.Goodbye;
import dev.shoal.protocol.wire.GoodbyeAck;
import dev.shoal.protocol.wire.Have;
import dev.shoal.protocol.wire.Heartbeat;
import dev.shoal.protocol.wire.HeartbeatAck;
import dev.shoal.protocol.wire.Hello;
import dev.shoal.protocol.wire.Lease;
import dev.shoal.protocol.wire.ManifestPage;
import dev.shoal.protocol.wire.ManifestRequest;
import dev.shoal.protocol.wire.OpenLease;
import dev.shoal.protocol.wire.Ping;
import dev.shoal.protocol.wire.Pong;
import dev.shoal.protocol.wire.Publish;
import dev.shoal.protocol.wire.Published;
import dev.shoal.protocol.wire.PublishedFile;
import dev.shoal.protocol.wire.Query;
import dev.shoal.protocol.wire.Register;
import dev.shoal.protocol.wire.Registered;
import dev.shoal.protocol.wire.Registration;
import dev.shoal.protocol.wire.Rejection;
import dev.shoal.protocol.wire.Role;
import dev.shoal.protocol.wire.Search;
import dev.shoal.protocol.wire.SearchResults;
import dev.shoal.protocol.wire.Sources;
import dev.shoal.protocol.wire.SwarmUpdate;
import dev.shoal.protocol.wire.Unregister;
import dev.shoal.protocol.wire.Unregistered;
import dev.shoal.protocol.wire.Unsubscribe;
import dev.shoal.protocol.wire.Unwatch;
import dev.shoal.protocol.wire.Watch;
import java.util.Collections;
import java.util.List;

/**
 * For every kind of frame the largest header that the limits allow, with every varint at its
 * widest.
 *
 * <p>A batch whose entries are all at their largest exceeds any cap, and is therefore limited in
 * bytes besides; what must fit is the largest single entry, and the most entries of a common size.
 */
final class LargestMessages {
  private static final int U32 = -1; // five bytes as a varint
  private static final long U64 = -1;
  private static final ByteString ID = ByteString.copyFrom(new byte[FileId.LENGTH]);
  private static final String NAME = "n".repeat(Limits.MAX_NAME_BYTES);
  private static final String SENTENCE = "€".repeat(Limits.MAX_ERROR_CHARS); // three bytes each

  /** What a batch of rejections leaves for each one's sentence. */
  private static final String SHORT_SENTENCE = "r".repeat(200);

  private LargestMessages() {}

  static boolean mayHaveBody(FrameKind kind) {
    return switch (kind) {
      case MANIFEST_PAGE, AVAILABILITY, CHUNK_DATA, FILES_DATA -> true;
      default -> false;
    };
  }

  static MessageLite of(FrameKind kind) {
    return switch (kind) {
      case HELLO ->
          Hello.newBuilder()
              .setMagic(ProtocolVersion.MAGIC)
              .setMinVersion(U32)
              .setMaxVersion(U32)
              .setRole(Role.ROLE_TRACKER)
              .setPeerId(ID)
              .setListenPort(U32)
              .setCapabilities(U64)
              .setAgent("a".repeat(Limits.MAX_AGENT_BYTES))
              .setInstance(U64)
              .build();
      case PING -> Ping.getDefaultInstance();
      case PONG -> Pong.getDefaultInstance();
      case ERROR -> Error.newBuilder().setCode(U32).setMessage(SENTENCE).build();
      case CANCEL -> Cancel.getDefaultInstance();
      case OPEN_LEASE ->
          OpenLease.newBuilder()
              .setListenPort(U32)
              .setListensEverywhere(true)
              .setSession(U64)
              .setSecret(ByteString.copyFrom(new byte[16]))
              .setDigest(U64)
              .build();
      case LEASE ->
          Lease.newBuilder()
              .setSession(U64)
              .setSecret(ByteString.copyFrom(new byte[16]))
              .setResumed(true)
              .setHeartbeatMillis(U32)
              .setLeaseMillis(U32)
              .setDialable(true)
              .setSpreadMillis(U32)
              .build();
      case HEARTBEAT -> Heartbeat.newBuilder().setDigest(U64).build();
      case HEARTBEAT_ACK -> HeartbeatAck.newBuilder().setInStep(true).setDialable(true).build();
      case REGISTER -> register();
      case REGISTERED -> Registered.newBuilder().setDigest(U64).build();
      case UNREGISTER ->
          Unregister.newBuilder().addAllFileIds(Collections.nCopies(Limits.MAX_BATCH, ID)).build();
      case UNREGISTERED -> Unregistered.newBuilder().setDigest(U64).build();
      case GOODBYE -> Goodbye.getDefaultInstance();
      case GOODBYE_ACK -> GoodbyeAck.getDefaultInstance();
      case PUBLISH -> publish();
      case PUBLISHED ->
          Published.newBuilder()
              .addAllRejections(
                  Collections.nCopies(
                      Limits.MAX_BATCH,
                      Rejection.newBuilder()
                          .setIndex(U32)
                          .setCode(U32)
                          .setMessage(SHORT_SENTENCE)
                          .build()))
              .build();
      case QUERY ->
          Query.newBuilder()
              .setFileId(ID)
              .setMaxSources(U32)
              .setComplete(true)
              .setLacksLittle(true)
              .setSubscribe(true)
              .build();
      case SOURCES -> sources();
      case SEARCH ->
          Search.newBuilder()
              .setText("s".repeat(Limits.MAX_SEARCH_BYTES))
              .setCursor(ByteString.copyFrom(new byte[Limits.MAX_CURSOR_BYTES]))
              .setLimit(U32)
              .build();
      case SEARCH_RESULTS ->
          SearchResults.newBuilder()
              .addAllEntries(Collections.nCopies(Limits.MAX_SEARCH_RESULTS, entry()))
              .setNextCursor(ByteString.copyFrom(new byte[Limits.MAX_CURSOR_BYTES]))
              .setWarming(true)
              .build();
      case SWARM_UPDATE -> swarmUpdate();
      case UNSUBSCRIBE -> Unsubscribe.newBuilder().setFileId(ID).build();
      case DETAILS -> Details.newBuilder().setFileId(ID).build();
      case FILE_DETAILS ->
          FileDetails.newBuilder()
              .setEntry(entry())
              .setSeederCount(U32)
              .setLeecherCount(U32)
              .setWarming(true)
              .setChunkSize(U32)
              .setLeecherChunks(U32)
              .build();
      case MANIFEST_REQUEST ->
          ManifestRequest.newBuilder().setFileId(ID).setChunkSize(U32).setFirstChunk(U32).build();
      case MANIFEST_PAGE ->
          ManifestPage.newBuilder()
              .setLength(U64)
              .setChunkSize(U32)
              .setFirstChunk(U32)
              .setName(NAME)
              .build();
      case WATCH -> Watch.newBuilder().setFileId(ID).setChunkSize(U32).build();
      case AVAILABILITY -> Availability.newBuilder().setComplete(true).build();
      case UNWATCH -> Unwatch.newBuilder().setFileId(ID).build();
      case HAVE ->
          Have.newBuilder()
              .setFileId(ID)
              .setChunkSize(U32)
              .addAllChunks(Collections.nCopies(Limits.MAX_HAVE_CHUNKS, U32))
              .build();
      case GONE -> Gone.newBuilder().setFileId(ID).setCode(U32).setMessage(SENTENCE).build();
      case CHUNK_REQUEST ->
          ChunkRequest.newBuilder()
              .setFileId(ID)
              .setChunkSize(U32)
              .setChunk(U32)
              .addAllAlternatives(Collections.nCopies(Limits.MAX_ALTERNATIVES, U32))
              .build();
      case CHUNK_DATA -> ChunkData.newBuilder().setOffset(U32).setChunk(U32).build();
      case FILES_REQUEST ->
          FilesRequest.newBuilder()
              .setFileIds(ByteString.copyFrom(new byte[Limits.MAX_FILES * FileId.LENGTH]))
              .setMostBytes(U32)
              .build();
      case FILES_DATA -> {
        List<Integer> all = Collections.nCopies(Limits.MAX_FILES, U32);
        yield FilesData.newBuilder()
            .addAllIndexes(all)
            .addAllLengths(all)
            .addAllAbsent(all)
            .addAllByChunk(all)
            .build();
      }
      default -> LargestAccessMessages.of(kind);
    };
  }

  /** One chunk set of the largest file beside as many complete files as a batch may hold. */
  private static Register register() {
    Registration complete = Registration.newBuilder().setFileId(ID).setComplete(true).build();
    Registration partial =
        Registration.newBuilder()
            .setFileId(ID)
            .setChunkSize(U32)
            .setChunkSet(ByteString.copyFrom(new byte[Limits.MAX_CHUNKS / 8]))
            .build();
    return Register.newBuilder()
        .setReset(true)
        .addAllRegistrations(Collections.nCopies(Limits.MAX_BATCH - 1, complete))
        .addRegistrations(partial)
        .build();
  }

  /** One file with all that it may have beside as many files of ordinary names as may be. */
  private static Publish publish() {
    PublishedFile ordinary =
        PublishedFile.newBuilder().setFileId(ID).setLength(U64).setName("n".repeat(190)).build();
    CatalogueEntry largest = entry();
    return Publish.newBuilder()
        .addAllFiles(Collections.nCopies(Limits.MAX_BATCH - 1, ordinary))
        .addFiles(
            PublishedFile.newBuilder()
                .setFileId(ID)
                .setLength(U64)
                .setName(NAME)
                .addAllTags(largest.getTagsList()))
        .build();
  }

  private static Sources sources() {
    ByteString half =
        ByteString.copyFrom(new byte[Limits.MAX_SOURCES / 2 * PackedAddress.V6_LENGTH]);
    return Sources.newBuilder()
        .setSeedersV6(half)
        .setLeechersV6(half)
        .setSeederCount(U32)
        .setLeecherCount(U32)
        .setWarming(true)
        .setSubscribed(true)
        .build();
  }

  private static SwarmUpdate swarmUpdate() {
    ByteString half =
        ByteString.copyFrom(new byte[Limits.MAX_SOURCES / 2 * PackedAddress.V6_LENGTH]);
    return SwarmUpdate.newBuilder()
        .setFileId(ID)
        .setSeedersV6(half)
        .setLeechersV6(half)
        .setLeftV6(half.concat(half))
        .setSeederCount(U32)
        .setLeecherCount(U32)
        .setLast(true)
        .build();
  }

  private static CatalogueEntry entry() {
    return CatalogueEntry.newBuilder()
        .setFileId(ID)
        .setLength(U64)
        .setName(NAME)
        .addAllTags(Collections.nCopies(Limits.MAX_TAGS, "t".repeat(Limits.MAX_TAG_BYTES)))
        .setPublisher(ID)
        .setPublishedMillis(U64)
        .setSeederCount(U32)
        .setLeecherCount(U32)
        .setCompletedCount(U64)
        .build();
  }
}
