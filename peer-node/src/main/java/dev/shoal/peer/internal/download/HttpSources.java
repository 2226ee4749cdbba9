package dev.shoal.peer.internal.download;

import dev.shoal.peer.DeniedException;
import dev.shoal.peer.IntegrityException;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.UntrustedException;
import dev.shoal.peer.internal.fetch.HttpFailure;
import dev.shoal.peer.internal.fetch.HttpTarget;
import dev.shoal.protocol.ChunkLayout;
import dev.shoal.transport.RateLimit;
import dev.shoal.transport.TransportException;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
          new Kind(
              StorageException.class,
              (text, cause) ->
                  new StorageException(StorageException.Reason.DISK_FULL, text, cause)),
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
      HttpUrl next = due(nowNanos);
      if (next == null) {
        return;
      }
      connect(next, layout, transfer);
    }
  }

  /** The URL to which one connection more may be made and which has the fewest, if there is any. */
  @Nullable HttpUrl due(long nowNanos) {
    HttpUrl next = null;
    for (HttpUrl url : urls) {
      if (url.mayConnect(nowNanos) && (next == null || url.connections() < next.connections())) {
        next = url;
      }
    }
    return next;
  }

  /** Whether a connection may be made to another one than that. */
  boolean isAnotherDue(HttpUrl than, long nowNanos) {
    return urls.stream().anyMatch(url -> !url.equals(than) && url.mayConnect(nowNanos));
  }

  /** Whether none was given. */
  boolean isEmpty() {
    return urls.isEmpty();
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
        distrust(url);
        loop.execute(() -> endAll(url));
      }
    }
  }

  /** It sent what is not the file, and is asked no more. */
  void distrust(HttpUrl url) {
    url.distrust();
    url.news().ifPresent(sentence -> log.warn("{}", sentence));
  }

  /** What it says to have can't be taken, and it is asked no more. */
  void reject(HttpUrl url, HttpFailure cause) {
    url.reject(cause);
    url.news().ifPresent(sentence -> log.warn("not used as a source any more: {}", sentence));
  }

  @Override
  public void lost(HttpSource source, Throwable cause) {
    HttpUrl url = used.remove(source);
    if (url != null) {
      lost(url, cause);
      if (url.isRefused()) {
        loop.execute(() -> endAll(url));
      }
    }
  }

  /** A connection to it is used no more. */
  void lost(HttpUrl url, Throwable cause) {
    url.lost(cause, System.nanoTime());
    url.news().ifPresent(sentence -> log.warn("not used as a source now: {}", sentence));
  }

  /** Why URLs are not used now, of each for which that is so. */
  Map<SourceId, String> problems() {
    Map<SourceId, String> problems = new LinkedHashMap<>();
    for (HttpUrl url : urls) {
      ShoalException problem = url.problem();
      if (problem != null && url.connections() == 0) {
        problems.put(url.route().id(), String.valueOf(problem.getMessage()));
      }
    }
    return problems;
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

  /**
   * Whether the reason why there is no source is that one lied, or has what there is no room for,
   * given why there is no peer.
   */
  boolean isLie(ShoalException peers) {
    return isLasting(peers) || urls.stream().anyMatch(url -> isLasting(url.problem()));
  }

  private static boolean isLasting(@Nullable ShoalException problem) {
    return problem instanceof IntegrityException || problem instanceof StorageException;
  }

  /** Why there is no source, given why there is no peer: both are said. */
  ShoalException verdict(ShoalException peers) {
    List<ShoalException> all = new ArrayList<>();
    all.add(peers);
    urls.stream().map(HttpUrl::problem).filter(Objects::nonNull).forEach(all::add);
    if (all.size() == 1) {
      return peers;
    }
    return severest(all, all.stream().map(Throwable::getMessage).collect(Collectors.joining("; ")));
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
