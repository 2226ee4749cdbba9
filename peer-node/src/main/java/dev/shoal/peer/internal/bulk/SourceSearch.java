package dev.shoal.peer.internal.bulk;

import com.google.protobuf.ByteString;
import dev.shoal.peer.internal.download.DownloadContext;
import dev.shoal.peer.internal.link.PeerLink;
import dev.shoal.peer.internal.tracker.TrackerClient;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.PackedAddress;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Query;
import dev.shoal.protocol.wire.Sources;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds sources for batches: those that are given, and whom the tracker names for one file that
 * nobody gave so far. Belongs to one event loop.
 */
final class SourceSearch {
  private static final Logger log = LoggerFactory.getLogger(SourceSearch.class);

  /** Sources that are asked for at a time. */
  private static final int WANTED = 16;

  /** How often one address is dialled. */
  private static final int MOST_DIALS = 3;

  /** Questions in a row that led to nobody new, after which none is asked any more. */
  private static final int MOST_FRUITLESS = 4;

  private final DownloadContext context;
  private final EventLoop loop;
  private final Consumer<@Nullable PeerLink> found;
  private final Map<InetSocketAddress, Integer> dials = new HashMap<>();
  private final Set<InetSocketAddress> used = new HashSet<>();
  private int dialling;
  private boolean asking;
  private int fruitless;
  private boolean stopped;

  /**
   * @param found told of each link, which is to be let go, and with null whenever a search has come
   *     to its end without one
   */
  SourceSearch(DownloadContext context, EventLoop loop, Consumer<@Nullable PeerLink> found) {
    this.context = context;
    this.loop = loop;
    this.found = found;
  }

  /** Whether somebody is being dialled, or the tracker asked. */
  boolean isBusy() {
    return dialling > 0 || asking;
  }

  /** Whether it makes sense to ask the tracker. */
  boolean mayAsk() {
    return context.tracker() != null && fruitless < MOST_FRUITLESS;
  }

  /** Asks the tracker who has a file. */
  void ask(FileId fileId) {
    TrackerClient tracker = context.tracker();
    if (tracker == null) {
      return;
    }
    asking = true;
    Query query =
        Query.newBuilder()
            .setFileId(ByteString.copyFrom(fileId.toBytes()))
            .setMaxSources(Math.min(WANTED, context.maxSources()))
            .build();
    tracker
        .query(query)
        .whenComplete((answer, failure) -> loop.execute(() -> answered(answer, failure)));
  }

  private void answered(@Nullable Sources answer, @Nullable Throwable failure) {
    asking = false;
    if (answer == null) {
      log.debug("the tracker can't be asked", failure);
      fruitless = MOST_FRUITLESS;
      found.accept(null);
      return;
    }
    int before = dialling;
    try {
      dial(answer.getSeedersV4(), PackedAddress.V4_LENGTH);
      dial(answer.getSeedersV6(), PackedAddress.V6_LENGTH);
    } catch (ProtocolException e) {
      log.warn("the tracker sent a malformed answer: {}", e.getMessage());
    }
    fruitless = dialling > before ? 0 : fruitless + 1;
    found.accept(null);
  }

  private void dial(ByteString packed, int length) throws ProtocolException {
    ByteBuffer bytes = packed.asReadOnlyByteBuffer();
    bytes.limit(Math.min(bytes.limit(), WANTED * length));
    dial(PackedAddress.unpack(bytes, length));
  }

  /** Dials those that are not used already. */
  void dial(List<InetSocketAddress> addresses) {
    addresses.forEach(this::dial);
  }

  private void dial(InetSocketAddress address) {
    if (stopped
        || used.size() >= context.maxSources()
        || dials.getOrDefault(address, 0) >= MOST_DIALS
        || !used.add(address)) {
      return;
    }
    dials.merge(address, 1, Integer::sum);
    dialling++;
    context
        .links()
        .link(address)
        .whenComplete((link, failure) -> loop.execute(() -> dialled(address, link, failure)));
  }

  private void dialled(
      InetSocketAddress address, @Nullable PeerLink link, @Nullable Throwable failure) {
    dialling--;
    if (link != null && stopped) {
      link.letGo();
      return;
    }
    if (failure != null) {
      log.debug("{} can't be reached", address, failure);
      dials.put(address, MOST_DIALS);
      used.remove(address);
    }
    found.accept(link);
  }

  /** A link is lost: its address may be dialled again, and is. */
  void lost(InetSocketAddress address) {
    used.remove(address);
    dial(address);
  }

  /** An address is of no use. */
  void drop(InetSocketAddress address) {
    used.remove(address);
    dials.put(address, MOST_DIALS);
  }

  /** Dials and asks no more. */
  void stop() {
    stopped = true;
  }
}
