package dev.shoal.peer.internal.download;

import dev.shoal.peer.DeniedException;
import dev.shoal.peer.IntegrityException;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.UntrustedException;
import dev.shoal.peer.internal.fetch.HttpTarget;
import dev.shoal.protocol.ChunkLayout;
import dev.shoal.transport.RateLimit;
import dev.shoal.transport.TransportException;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The URLs of one download: keeps the number of connections up, and leaves those alone that fail.
 * Belongs to the download's event loop.
 */
final class HttpSources implements HttpSource.Keeper {
  private static final Logger log = LoggerFactory.getLogger(HttpSources.class);

  /** What a person should hear of first. */
  private static final List<Kind> SEVEREST_FIRST =
      List.of(
          new Kind(IntegrityException.class, IntegrityException::new),
          new Kind(UntrustedException.class, UntrustedException::new),
          new Kind(DeniedException.class, DeniedException::new),
          new Kind(UnreachableException.class, UnreachableException::new),
          new Kind(NotFoundException.class, NotFoundException::new));

  private final DownloadContext context;
  private final EventLoop loop;
  private final RateLimit limit;
  private final List<HttpUrl> urls = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom();
  private final int mostConnections;
  private final Map<HttpSource, HttpUrl> used = new HashMap<>();
  private @Nullable ChunkLayout layout;
  private @Nullable Transfer transfer;
  private boolean stopped;

  /**
   * @param limit of the download
   */
  HttpSources(DownloadContext context, List<HttpTarget> given, EventLoop loop, RateLimit limit) {
    this.context = context;
    this.loop = loop;
    this.limit = limit;
    this.mostConnections = context.http().policy().connections();
    add(given);
  }

  /** Uses these as well; none is among the earlier ones. */
  void add(List<HttpTarget> more) {
    for (HttpTarget target : more) {
      HttpRoute route = new HttpRoute(context.http(), target);
      urls.add(new HttpUrl(route, mostConnections, random.split()));
    }
  }

  /** Begins to connect: it is known what the file consists of. */
  void start(ChunkLayout known, Transfer into) {
    layout = known;
    transfer = into;
    tick(System.nanoTime());
  }

  /** Connects as is due; to be called a few times a second. */
  void tick(long nowNanos) {
    while (layout != null && transfer != null && !stopped && used.size() < mostConnections) {
      HttpUrl next = null;
      for (HttpUrl url : urls) {
        if (url.mayConnect(nowNanos) && (next == null || url.connections() < next.connections())) {
          next = url;
        }
      }
      if (next == null) {
        return;
      }
      connect(next, layout, transfer);
    }
  }

  private void connect(HttpUrl url, ChunkLayout known, Transfer into) {
    url.connecting();
    HttpSource source =
        new HttpSource(url.route(), known, loop, context.allocator(), limit, into, this);
    used.put(source, url);
    into.add(source);
  }

  /** Whether every URL was tried, and none is of use now. */
  boolean isFruitless() {
    return urls.stream().allMatch(HttpUrl::isFruitless);
  }

  /** Connects no more. */
  void stop() {
    stopped = true;
  }

  @Override
  public void delivered(HttpSource source) {
    HttpUrl url = used.get(source);
    if (url != null) {
      url.delivered();
    }
  }

  @Override
  public void distrust(HttpSource source) {
    for (HttpUrl url : urls) {
      if (Objects.equals(url.route(), source.route()) && !url.isRefused()) {
        log.warn("{} sent bytes that are not those of the file; it is banned", url.route().name());
        url.distrust();
        loop.execute(() -> endAll(url));
      }
    }
  }

  @Override
  public void lost(HttpSource source, Throwable cause) {
    HttpUrl url = used.remove(source);
    if (url != null) {
      log.debug("{}: {}", url.route().name(), Verdict.sentence(cause));
      url.lost(cause, System.nanoTime());
      if (url.isRefused()) {
        loop.execute(() -> endAll(url));
      }
    }
  }

  private void endAll(HttpUrl url) {
    List<HttpSource> its = new ArrayList<>();
    used.forEach(
        (source, whose) -> {
          if (whose.equals(url)) {
            its.add(source);
          }
        });
    its.forEach(source -> source.end(new TransportException.Cancelled()));
  }

  /** Why there is no source, given why there is no peer: both are said. */
  ShoalException verdict(ShoalException peers) {
    List<ShoalException> all = new ArrayList<>();
    all.add(peers);
    urls.stream().map(HttpUrl::problem).filter(Objects::nonNull).forEach(all::add);
    String text = all.stream().map(Throwable::getMessage).collect(Collectors.joining("; "));
    if (layout == null && !urls.isEmpty()) {
      text += "; a URL is of use only once a peer has told what the file consists of";
    } else if (all.size() == 1) {
      return peers;
    }
    return severest(all, text);
  }

  private static ShoalException severest(List<ShoalException> all, String text) {
    return SEVEREST_FIRST.stream()
        .flatMap(
            kind ->
                all.stream().filter(kind.type()::isInstance).map(cause -> kind.make(text, cause)))
        .findFirst()
        .orElseGet(() -> new ShoalException(text, all.get(0)));
  }

  /** A kind of failure that several together may be. */
  private record Kind(
      Class<? extends ShoalException> type,
      BiFunction<String, Throwable, ? extends ShoalException> constructor) {
    ShoalException make(String text, Throwable cause) {
      return constructor.apply(text, cause);
    }
  }
}
