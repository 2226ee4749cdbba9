package dev.shoal.peer.internal.download;

import dev.shoal.peer.DeniedException;
import dev.shoal.peer.IntegrityException;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.internal.link.PeerLink;
import dev.shoal.peer.internal.schedule.SourceBook;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.PackedAddress;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Sources;
import dev.shoal.transport.TransportException;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds sources of one file: asks the tracker now and then, dials whom it names, and keeps the
 * number of links up. Belongs to the download's event loop.
 */
final class Discovery {
  private static final Logger log = LoggerFactory.getLogger(Discovery.class);

  /** Time between questions to the tracker while there is no source, and while there is one. */
  private static final long HUNGRY_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final long CONTENT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final DownloadContext context;
  private final FileId fileId;
  private final EventLoop loop;
  private final Consumer<PeerLink> onLink;
  private final SourceBook book = new SourceBook(new SplittableRandom());
  private int links;
  private int dialling;
  private boolean asking;
  private boolean asked;
  private long nextQuestionNanos;
  private boolean stopped;

  /** Why there is no source, as far as is known. */
  private ShoalException verdict;

  /**
   * @param onLink told of each link; it is used until {@link #lost}
   */
  Discovery(
      DownloadContext context,
      FileId fileId,
      List<InetSocketAddress> given,
      EventLoop loop,
      Consumer<PeerLink> onLink) {
    this.context = context;
    this.fileId = fileId;
    this.loop = loop;
    this.onLink = onLink;
    this.verdict = new NotFoundException("nobody shares the file " + fileId, null);
    given.forEach(address -> book.learned(address, true));
    nextQuestionNanos = System.nanoTime();
  }

  /** Asks and dials as is due; to be called a few times a second. */
  void tick(long nowNanos) {
    if (stopped) {
      return;
    }
    if (context.tracker() != null && !asking && nowNanos - nextQuestionNanos >= 0) {
      ask();
    }
    InetSocketAddress address;
    while (links + dialling < context.maxSources()
        && (address = book.nextToDial(nowNanos)) != null) {
      dial(address);
    }
  }

  /** Whether every question and dial so far has come to its end, and none has led to a link. */
  boolean isFruitless() {
    return links == 0 && dialling == 0 && !asking && (asked || context.tracker() == null);
  }

  /** Why there is no source. */
  ShoalException verdict() {
    return verdict;
  }

  /** A link is used no more. */
  void lost(PeerLink link, Throwable failure) {
    Throwable cause = unwrapped(failure);
    if (cause instanceof ProtocolException) {
      ban(link);
    }
    links--;
    book.failed(link.address(), System.nanoTime());
    judge(link.address(), cause);
    nextQuestionNanos = Math.min(nextQuestionNanos, System.nanoTime() + HUNGRY_NANOS);
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
  }

  private void ask() {
    asking = true;
    Objects.requireNonNull(context.tracker())
        .query(fileId, false)
        .whenComplete((answer, failure) -> loop.execute(() -> answered(answer, failure)));
  }

  private void answered(@Nullable Sources answer, @Nullable Throwable failure) {
    asking = false;
    asked = true;
    nextQuestionNanos = System.nanoTime() + (links == 0 ? HUNGRY_NANOS : CONTENT_NANOS);
    if (answer == null) {
      verdict =
          new UnreachableException("the tracker cannot be reached: " + sentence(failure), failure);
      return;
    }
    if (answer.getSeederCount() + answer.getLeecherCount() == 0) {
      verdict = new NotFoundException("nobody shares the file " + fileId, null);
    }
    try {
      learn(answer.getSeedersV4().asReadOnlyByteBuffer(), PackedAddress.V4_LENGTH, true);
      learn(answer.getSeedersV6().asReadOnlyByteBuffer(), PackedAddress.V6_LENGTH, true);
      learn(answer.getLeechersV4().asReadOnlyByteBuffer(), PackedAddress.V4_LENGTH, false);
      learn(answer.getLeechersV6().asReadOnlyByteBuffer(), PackedAddress.V6_LENGTH, false);
    } catch (ProtocolException e) {
      log.warn("the tracker sent a malformed answer: {}", e.getMessage());
    }
    tick(System.nanoTime());
  }

  private void learn(java.nio.ByteBuffer packed, int length, boolean seeder)
      throws ProtocolException {
    for (InetSocketAddress address : PackedAddress.unpack(packed, length)) {
      book.learned(address, seeder);
    }
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
}
