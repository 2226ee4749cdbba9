package dev.shoal.peer.internal.download;

import com.google.protobuf.ByteString;
import dev.shoal.peer.DeniedException;
import dev.shoal.peer.IntegrityException;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.internal.link.PeerLink;
import dev.shoal.peer.internal.schedule.SourceBook;
import dev.shoal.peer.internal.tracker.SwarmListener;
import dev.shoal.peer.internal.tracker.TrackerClient;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.PackedAddress;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Query;
import dev.shoal.protocol.wire.Sources;
import dev.shoal.protocol.wire.SwarmUpdate;
import dev.shoal.transport.TransportException;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds sources of one file: asks the tracker and heeds its news, dials whom it names, and keeps
 * the number of links up. Belongs to the download's event loop.
 */
final class Discovery {
  private static final Logger log = LoggerFactory.getLogger(Discovery.class);

  /** Most addresses of one family that are taken from one message. */
  private static final int MOST_ADDRESSES = Limits.MAX_SOURCES;

  private final DownloadContext context;
  private final FileId fileId;
  private final EventLoop loop;
  private final Consumer<PeerLink> onLink;
  private final BooleanSupplier lacksLittle;
  private final SwarmListener news = new News();
  private final Inquiry inquiry;
  private final SourceBook book = new SourceBook(new SplittableRandom());
  private final Consumer<PeerLink> offers;

  /** Links offered before the download was ready to use them. */
  private final Set<PeerLink> early = new LinkedHashSet<>();

  private boolean started;
  private int links;
  private int dialling;
  private boolean stopped;

  /** Why there is no source, as far as is known. */
  private ShoalException verdict;

  /**
   * @param lacksLittle whether most of the file is here
   * @param onLink told of each link; it is used until {@link #lost}
   */
  Discovery(
      DownloadContext context,
      FileId fileId,
      List<InetSocketAddress> given,
      EventLoop loop,
      BooleanSupplier lacksLittle,
      Consumer<PeerLink> onLink) {
    this.context = context;
    this.fileId = fileId;
    this.loop = loop;
    this.onLink = onLink;
    this.verdict = notFound();
    given.forEach(address -> book.learned(address, true));
    this.lacksLittle = lacksLittle;
    this.inquiry = new Inquiry(System.nanoTime());
    this.offers = link -> loop.execute(() -> offered(link));
    context.links().want(fileId, offers);
  }

  /** Begins to use who asked this node for the file, and to look for others. */
  void start() {
    started = true;
    early.forEach(this::offered);
    early.clear();
    tick(System.nanoTime());
  }

  /** Asks and dials as is due; to be called a few times a second. */
  void tick(long nowNanos) {
    if (stopped) {
      return;
    }
    TrackerClient tracker = context.tracker();
    if (tracker != null && inquiry.isSubscribed() && links >= context.maxSources()) {
      tracker.unfollow(fileId, news);
      inquiry.unsubscribed(false, nowNanos);
    }
    if (tracker != null && inquiry.isDue(nowNanos)) {
      ask(tracker);
    }
    InetSocketAddress address;
    while (links + dialling < context.maxSources()
        && (address = book.nextToDial(nowNanos)) != null) {
      dial(address);
    }
  }

  /** Whether every question and dial so far has come to its end, and none has led to a link. */
  boolean isFruitless(long nowNanos) {
    return links == 0
        && dialling == 0
        && (context.tracker() == null || inquiry.isSettled(nowNanos));
  }

  /** Why there is no source. */
  ShoalException verdict() {
    return verdict;
  }

  /** Whether there are as many links as there may be, and others could be made. */
  boolean isCrowded(long nowNanos) {
    return links + dialling >= context.maxSources() && book.hasWaiting(nowNanos);
  }

  /**
   * A link is used no more.
   *
   * @param failure why; {@link TransportException.Cancelled} if this side let go of it
   */
  void lost(PeerLink link, Throwable failure) {
    Throwable cause = unwrapped(failure);
    links--;
    boolean released = cause instanceof TransportException.Cancelled;
    if (cause instanceof ProtocolException) {
      ban(link);
    }
    if (released) {
      book.released(link.address(), System.nanoTime());
    } else {
      book.failed(link.address(), System.nanoTime());
    }
    if (!link.isDialable()) {
      book.left(link.address());
    }
    if (released) {
      return;
    }
    judge(link.address(), cause);
    inquiry.lostSource(System.nanoTime());
  }

  /** A source sent what is not the file's: it is not dialled again for a time. */
  void ban(PeerLink link) {
    if (book.isBanned(link.address(), System.nanoTime())) {
      return;
    }
    log.warn("{} sent bytes that are not those of {}; it is banned", link.address(), fileId);
    if (link.isDialled()) {
      book.ban(link.address(), System.nanoTime());
    } else {
      link.distrust(); // its address is a mere claim: next time it is dialled
    }
  }

  /** A source delivered. */
  void delivered(PeerLink link) {
    book.delivered(link.address());
  }

  /** Asks and dials no more. */
  void stop() {
    stopped = true;
    context.links().unwant(fileId, offers);
    TrackerClient tracker = context.tracker();
    if (tracker != null) {
      tracker.unfollow(fileId, news);
    }
  }

  private void ask(TrackerClient tracker) {
    inquiry.begun();
    boolean more = links < context.maxSources();
    if (more) {
      tracker.follow(fileId, news); // before the answer, behind which the news may come at once
    }
    Query query =
        Query.newBuilder()
            .setFileId(ByteString.copyFrom(fileId.toBytes()))
            .setMaxSources(Math.min(context.maxSources(), Limits.MAX_SOURCES))
            .setLacksLittle(lacksLittle.getAsBoolean())
            .setSubscribe(more)
            .build();
    tracker
        .query(query)
        .whenComplete((answer, failure) -> loop.execute(() -> answered(answer, failure)));
  }

  private void answered(@Nullable Sources answer, @Nullable Throwable failure) {
    long now = System.nanoTime();
    if (answer == null) {
      inquiry.failed(links == 0, now);
      verdict =
          new UnreachableException("the tracker cannot be reached: " + sentence(failure), failure);
      return;
    }
    boolean nobody = answer.getSeederCount() == 0 && answer.getLeecherCount() == 0;
    inquiry.answered(answer.getSubscribed(), nobody && answer.getWarming(), links == 0, now);
    if (nobody) {
      verdict = notFound();
    }
    try {
      learn(answer.getSeedersV4(), PackedAddress.V4_LENGTH, true);
      learn(answer.getSeedersV6(), PackedAddress.V6_LENGTH, true);
      learn(answer.getLeechersV4(), PackedAddress.V4_LENGTH, false);
      learn(answer.getLeechersV6(), PackedAddress.V6_LENGTH, false);
    } catch (ProtocolException e) {
      log.warn("the tracker sent a malformed answer: {}", e.getMessage());
    }
    tick(now);
  }

  private void updated(SwarmUpdate update) {
    if (stopped) {
      return;
    }
    try {
      for (InetSocketAddress gone : addresses(update.getLeftV4(), PackedAddress.V4_LENGTH)) {
        book.left(gone);
      }
      for (InetSocketAddress gone : addresses(update.getLeftV6(), PackedAddress.V6_LENGTH)) {
        book.left(gone);
      }
      learn(update.getSeedersV4(), PackedAddress.V4_LENGTH, true);
      learn(update.getSeedersV6(), PackedAddress.V6_LENGTH, true);
      learn(update.getLeechersV4(), PackedAddress.V4_LENGTH, false);
      learn(update.getLeechersV6(), PackedAddress.V6_LENGTH, false);
    } catch (ProtocolException e) {
      log.warn("the tracker sent a malformed update: {}", e.getMessage());
    }
    if (update.getSeederCount() == 0 && update.getLeecherCount() == 0) {
      verdict = notFound();
    }
    if (update.getLast()) {
      inquiry.unsubscribed(links == 0, System.nanoTime());
    }
  }

  private void learn(ByteString packed, int length, boolean seeder) throws ProtocolException {
    for (InetSocketAddress address : addresses(packed, length)) {
      book.learned(address, seeder);
    }
  }

  /** What is more than can have been asked for is passed over. */
  private static List<InetSocketAddress> addresses(ByteString packed, int length)
      throws ProtocolException {
    ByteBuffer bytes = packed.asReadOnlyByteBuffer();
    return PackedAddress.unpack(
        bytes.limit(Math.min(bytes.limit(), MOST_ADDRESSES * length)), length);
  }

  private NotFoundException notFound() {
    return new NotFoundException("nobody shares the file " + fileId, null);
  }

  private void dial(InetSocketAddress address) {
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
    } else if (link != null) {
      links++;
      onLink.accept(link);
    } else if (failure != null) {
      book.failed(address, System.nanoTime());
      judge(address, failure);
    }
  }

  /** Somebody who fetches the file too asked this node for it. */
  private void offered(PeerLink link) {
    if (!started) {
      if (early.size() < context.maxSources()) {
        early.add(link);
      }
      return;
    }
    InetSocketAddress address = link.address();
    if (!stopped
        && links + dialling < context.maxSources()
        && !book.isInUse(address)
        && !book.isBanned(address, System.nanoTime())
        && link.take()) {
      book.connected(address);
      links++;
      onLink.accept(link);
    }
  }

  private void judge(InetSocketAddress address, Throwable failure) {
    Throwable cause = unwrapped(failure);
    if (cause instanceof ProtocolException) {
      verdict = new IntegrityException("no source has the right bytes: " + sentence(cause), cause);
      return;
    }
    ErrorCode code =
        cause instanceof TransportException transport ? transport.code() : ErrorCode.UNKNOWN;
    if (code == ErrorCode.SELF_CONNECTION) {
      book.ban(address, System.nanoTime());
      return;
    }
    log.debug("source {}: {}", address, sentence(cause));
    verdict =
        switch (code) {
          case DENIED -> new DeniedException("every source refuses: " + sentence(cause), cause);
          case NOT_FOUND, FILE_CHANGED ->
              new NotFoundException("nobody shares the file " + fileId + " any more", cause);
          default ->
              new UnreachableException("no source can be reached: " + sentence(cause), cause);
        };
  }

  private static String sentence(@Nullable Throwable failure) {
    return failure == null ? "unknown" : String.valueOf(unwrapped(failure).getMessage());
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
    return cause == null ? failure : cause;
  }

  /** What the tracker tells unasked, led to the download's loop. */
  private final class News implements SwarmListener {
    @Override
    public void onUpdate(SwarmUpdate update) {
      loop.execute(() -> updated(update));
    }

    @Override
    public void onNewSession() {
      long opened = System.nanoTime();
      loop.execute(() -> inquiry.newSession(opened));
    }
  }
}
