package dev.shoal.peer.internal.download;

import com.google.protobuf.ByteString;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.internal.link.PeerLink;
import dev.shoal.peer.internal.outcome.Failure;
import dev.shoal.peer.internal.schedule.SourceBook;
import dev.shoal.peer.internal.tracker.SwarmListener;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.PackedAddress;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.SwarmUpdate;
import dev.shoal.transport.TransportException;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds sources of one file: asks the tracker and heeds its news, dials whom it names, and keeps
 * the number of links up. Belongs to the download's event loop.
 */
final class Discovery implements LinkKeeper {
  private static final Logger log = LoggerFactory.getLogger(Discovery.class);

  private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final DownloadContext context;
  private final FileId fileId;
  private final Origin origin;
  private final EventLoop loop;
  private final Consumer<PeerLink> onLink;
  private final BooleanSupplier lacksLittle;
  private final SwarmListener news = new News();
  private final Inquiry inquiry;
  private final SourceBook book = new SourceBook(new SplittableRandom());
  private final Consumer<PeerLink> offers;

  /** Links offered before the download was ready to use them. */
  private final Set<PeerLink> early = new LinkedHashSet<>();

  /** Links in use. */
  private final Set<PeerLink> used = new HashSet<>();

  private final Verdict verdict;
  private boolean started;
  private long keptNanos;
  private int dialling;
  private boolean stopped;

  /**
   * @param origin where the sources come from
   * @param lacksLittle whether most of the file is here
   * @param onLink told of each link; it is used until {@link #lost}
   */
  Discovery(
      DownloadContext context,
      FileId fileId,
      Origin origin,
      List<InetSocketAddress> given,
      EventLoop loop,
      BooleanSupplier lacksLittle,
      Consumer<PeerLink> onLink) {
    this.context = context;
    this.fileId = fileId;
    this.origin = origin;
    this.keptNanos = System.nanoTime();
    this.loop = loop;
    this.onLink = onLink;
    this.verdict = new Verdict(fileId);
    learned(given);
    this.lacksLittle = lacksLittle;
    this.inquiry = new Inquiry(System.nanoTime());
    this.offers =
        link -> {
          if (origin.admits(link)) {
            loop.execute(() -> offered(link));
          }
        };
    context.links().want(fileId, offers);
  }

  /** These are said to have the file. */
  void learned(List<InetSocketAddress> peers) {
    peers.forEach(address -> book.learned(address, true));
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
    if (inquiry.isSubscribed() && used.size() >= context.maxSources()) {
      origin.unfollow(news);
      inquiry.unsubscribed(false, nowNanos);
    }
    if (origin.isAskable() && inquiry.isDue(nowNanos)) {
      ask();
    }
    if (nowNanos - keptNanos >= KEEP_NANOS) {
      keptNanos = nowNanos;
      used.forEach(origin::keepReady);
    }
    InetSocketAddress address;
    while (used.size() + dialling < context.maxSources()
        && (address = book.nextToDial(nowNanos)) != null) {
      dial(address);
    }
  }

  /** Whether every question and dial so far has come to its end, and none has led to a link. */
  boolean isFruitless(long nowNanos) {
    return used.isEmpty() && dialling == 0 && (!origin.isAskable() || inquiry.isSettled(nowNanos));
  }

  /** Why there is no source. */
  ShoalException verdict() {
    return verdict.reason();
  }

  /** Why there can't be any more, whoever is connected, if so. */
  Optional<ShoalException> end() {
    return origin.end();
  }

  /** Whether there are as many links as there may be, and others could be made. */
  boolean isCrowded(long nowNanos) {
    return used.size() + dialling >= context.maxSources() && book.hasWaiting(nowNanos);
  }

  /**
   * A link is used no more, and let go of.
   *
   * @param failure why; {@link TransportException.Cancelled} if this side let go of it
   */
  @Override
  public void lost(PeerLink link, Throwable failure) {
    leave(link, failure);
    link.letGo();
  }

  private void leave(PeerLink link, Throwable failure) {
    Throwable cause = Failure.cause(failure);
    used.remove(link);
    if (isTriedAgain(link, cause)) {
      return;
    }
    boolean released = cause instanceof TransportException.Cancelled;
    if (cause instanceof ProtocolException) {
      ban(link);
    }
    if (released) {
      book.released(link.address(), System.nanoTime());
    } else if (cause instanceof ProtocolException && origin.isDoubted(link.address())) {
      book.again(link.address(), System.nanoTime());
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

  /**
   * Whether somebody who refuses is shown that this node may have the file, and then used again.
   */
  private boolean isTriedAgain(PeerLink link, Throwable cause) {
    Optional<CompletableFuture<Void>> ready =
        stopped ? Optional.empty() : origin.readyAgain(link, cause);
    if (ready.isEmpty() || !link.take()) {
      return false;
    }
    dialling++;
    ready.get().whenComplete((done, failure) -> loop.execute(() -> readied(link, failure)));
    return true;
  }

  /**
   * A source sent what is not the file's: it is not dialled again for a time, unless that is
   * possible in a surer way.
   */
  @Override
  public void ban(PeerLink link) {
    if (book.isBanned(link.address(), System.nanoTime())) {
      return;
    }
    if (!link.isDialled()) {
      log.warn("{} sent bytes that are not those of {}", link.address(), fileId);
      link.distrust(); // its address is a mere claim: next time it is dialled
    } else if (origin.isDoubtful(link)) {
      log.warn(
          "from {} came bytes that are not those of {}; it is asked by TLS from now on",
          link.address(),
          fileId);
    } else {
      log.warn("{} sent bytes that are not those of {}; it is banned", link.address(), fileId);
      book.ban(link.address(), System.nanoTime());
    }
  }

  /** A source delivered. */
  @Override
  public void delivered(PeerLink link) {
    book.delivered(link.address());
  }

  /** Asks and dials no more. */
  void stop() {
    stopped = true;
    context.links().unwant(fileId, offers);
    origin.unfollow(news);
  }

  private void ask() {
    inquiry.begun();
    boolean more = used.size() < context.maxSources();
    if (more) {
      origin.follow(news); // before the answer, behind which the news may come at once
    }
    origin
        .ask(lacksLittle.getAsBoolean(), more)
        .whenComplete((answer, failure) -> loop.execute(() -> answered(answer, failure)));
  }

  private void answered(@Nullable Whereabouts answer, @Nullable Throwable failure) {
    long now = System.nanoTime();
    if (answer == null) {
      inquiry.failed(used.isEmpty(), now);
      verdict.trackerFailed(failure);
      return;
    }
    boolean doubtful = answer.nobody() && answer.warming();
    inquiry.answered(answer.subscribed(), doubtful, used.isEmpty(), now);
    if (answer.nobody()) {
      verdict.nobody();
    }
    answer.seeders().forEach(address -> book.learned(address, true));
    answer.leechers().forEach(address -> book.learned(address, false));
    tick(now);
  }

  private void updated(SwarmUpdate update) {
    if (stopped) {
      return;
    }
    try {
      for (InetSocketAddress gone :
          PublicOrigin.addresses(update.getLeftV4(), PackedAddress.V4_LENGTH)) {
        book.left(gone);
      }
      for (InetSocketAddress gone :
          PublicOrigin.addresses(update.getLeftV6(), PackedAddress.V6_LENGTH)) {
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
      verdict.nobody();
    }
    if (update.getLast()) {
      inquiry.unsubscribed(used.isEmpty(), System.nanoTime());
    }
  }

  private void learn(ByteString packed, int length, boolean seeder) throws ProtocolException {
    for (InetSocketAddress address : PublicOrigin.addresses(packed, length)) {
      book.learned(address, seeder);
    }
  }

  private void dial(InetSocketAddress address) {
    dialling++;
    origin
        .link(address)
        .whenComplete((link, failure) -> loop.execute(() -> dialled(address, link, failure)));
  }

  private void dialled(
      InetSocketAddress address, @Nullable PeerLink link, @Nullable Throwable failure) {
    dialling--;
    if (link != null && stopped) {
      link.letGo();
    } else if (link != null) {
      used.add(link);
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
        && used.size() + dialling < context.maxSources()
        && !book.isInUse(address)
        && !book.isBanned(address, System.nanoTime())
        && link.take()) {
      book.connected(address);
      dialling++;
      origin
          .ready(link)
          .whenComplete((done, failure) -> loop.execute(() -> readied(link, failure)));
    }
  }

  /** A link may be used now, or not. */
  private void readied(PeerLink link, @Nullable Throwable failure) {
    if (failure != null) {
      link.letGo();
      dialled(link.address(), null, failure);
      if (!link.isDialable()) {
        book.left(link.address());
      }
    } else {
      dialled(link.address(), link, null);
    }
  }

  private void judge(InetSocketAddress address, Throwable failure) {
    if (Failure.cause(failure) instanceof TransportException refused
        && refused.code() == ErrorCode.SELF_CONNECTION) {
      book.ban(address, System.nanoTime());
      return;
    }
    log.debug("source {}: {}", address, Verdict.sentence(failure));
    verdict.sourceFailed(failure, origin.isDoubted(address));
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
