package dev.shoal.peer.internal.download;

import com.google.protobuf.ByteString;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.internal.access.Audience;
import dev.shoal.peer.internal.link.PeerLink;
import dev.shoal.peer.internal.schedule.SourceBook;
import dev.shoal.peer.internal.tracker.SwarmListener;
import dev.shoal.peer.internal.tracker.TrackerClient;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.PackedAddress;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Query;
import dev.shoal.protocol.wire.Sources;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whoever shares a file with everybody. */
final class PublicOrigin implements Origin {
  private static final Logger log = LoggerFactory.getLogger(PublicOrigin.class);

  private final DownloadContext context;
  private final FileId fileId;

  /** Addresses that are dialled by TLS alone, and until when. */
  private final Map<InetSocketAddress, Long> doubted = new ConcurrentHashMap<>();

  PublicOrigin(DownloadContext context, FileId fileId) {
    this.context = context;
    this.fileId = fileId;
  }

  @Override
  public CompletableFuture<Void> prepare() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Audience audience() {
    return Audience.ofEverybody();
  }

  @Override
  public boolean isAskable() {
    return context.tracker() != null;
  }

  @Override
  public CompletableFuture<Whereabouts> ask(boolean lacksLittle, boolean subscribe) {
    TrackerClient tracker = context.tracker();
    if (tracker == null) {
      throw new IllegalStateException("there is no tracker to ask");
    }
    Query query =
        Query.newBuilder()
            .setFileId(ByteString.copyFrom(fileId.toBytes()))
            .setMaxSources(Math.min(context.maxSources(), Limits.MAX_SOURCES))
            .setLacksLittle(lacksLittle)
            .setSubscribe(subscribe)
            .build();
    return tracker.query(query).thenApply(PublicOrigin::read);
  }

  private static Whereabouts read(Sources answer) {
    List<InetSocketAddress> seeders = new ArrayList<>();
    List<InetSocketAddress> leechers = new ArrayList<>();
    try {
      seeders.addAll(addresses(answer.getSeedersV4(), PackedAddress.V4_LENGTH));
      seeders.addAll(addresses(answer.getSeedersV6(), PackedAddress.V6_LENGTH));
      leechers.addAll(addresses(answer.getLeechersV4(), PackedAddress.V4_LENGTH));
      leechers.addAll(addresses(answer.getLeechersV6(), PackedAddress.V6_LENGTH));
    } catch (ProtocolException e) {
      log.warn("the tracker sent a malformed answer: {}", e.getMessage());
    }
    return new Whereabouts(
        seeders,
        leechers,
        answer.getSeederCount() == 0 && answer.getLeecherCount() == 0,
        answer.getSubscribed(),
        answer.getWarming());
  }

  /** What is more than can have been asked for, in one family, is passed over. */
  static List<InetSocketAddress> addresses(ByteString packed, int length) throws ProtocolException {
    ByteBuffer bytes = packed.asReadOnlyByteBuffer();
    return PackedAddress.unpack(
        bytes.limit(Math.min(bytes.limit(), Limits.MAX_SOURCES * length)), length);
  }

  @Override
  public void follow(SwarmListener news) {
    TrackerClient tracker = context.tracker();
    if (tracker != null) {
      tracker.follow(fileId, news);
    }
  }

  @Override
  public void unfollow(SwarmListener news) {
    TrackerClient tracker = context.tracker();
    if (tracker != null) {
      tracker.unfollow(fileId, news);
    }
  }

  @Override
  public CompletableFuture<PeerLink> link(InetSocketAddress address) {
    return isDoubted(address)
        ? context.links().encryptedLink(address)
        : context.links().link(address);
  }

  @Override
  public boolean admits(PeerLink link) {
    return link.authenticatedPeer().isPresent() || !isDoubted(link.address());
  }

  /** Whoever is on the path of a plain connection can put bytes into it. */
  @Override
  public boolean isDoubtful(PeerLink link) {
    if (link.authenticatedPeer().isPresent() || !context.links().canEncrypt()) {
      return false;
    }
    if (doubted.size() >= SourceBook.CAPACITY) {
      doubted.clear();
    }
    doubted.put(link.address(), System.nanoTime() + SourceBook.BAN_NANOS);
    return true;
  }

  @Override
  public boolean isDoubted(InetSocketAddress address) {
    Long until = doubted.get(address);
    return until != null && System.nanoTime() - until < 0;
  }

  @Override
  public CompletableFuture<Void> ready(PeerLink link) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Optional<CompletableFuture<Void>> readyAgain(PeerLink link, Throwable refusal) {
    return Optional.empty();
  }

  @Override
  public void keepReady(PeerLink link) {
    // is ready for everybody
  }

  @Override
  public Optional<ShoalException> end() {
    return Optional.empty();
  }
}
