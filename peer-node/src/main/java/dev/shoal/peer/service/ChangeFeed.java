package dev.shoal.peer.service;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners four times a second what has changed, and each thing once. Belongs to the agent's
 * thread, the listeners aside.
 */
final class ChangeFeed {
  private static final Logger log = LoggerFactory.getLogger(ChangeFeed.class);
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** Of more shares than that it is only told that they have changed. */
  static final int MANY = 50;

  private final List<ServiceListener> listeners = new CopyOnWriteArrayList<>();
  private final Agent agent;
  private final Function<Share, ShareInfo> infos;
  private final Set<Share> shares = new LinkedHashSet<>();
  private final Set<Fetch> downloads = new LinkedHashSet<>();
  private final Map<Fetch, DownloadInfo> told = new HashMap<>();
  private Iterable<Fetch> moving = List.of();
  private Iterable<Share> hashed = List.of();
  private boolean closed;

  ChangeFeed(Agent agent, Function<Share, ShareInfo> infos) {
    this.agent = agent;
    this.infos = infos;
  }

  void add(ServiceListener listener) {
    listeners.add(listener);
  }

  void remove(ServiceListener listener) {
    listeners.remove(listener);
  }

  /**
   * Begins.
   *
   * @param all the downloads, of which those with a handle may change by themselves
   * @param preparing the shares that may do so
   */
  void start(Iterable<Fetch> all, Iterable<Share> preparing) {
    moving = all;
    hashed = preparing;
    agent.schedule(TICK_NANOS, this::tick);
  }

  void close() {
    closed = true;
  }

  void changed(Share share) {
    shares.add(share);
  }

  void changed(Fetch fetch) {
    downloads.add(fetch);
  }

  void logged(LogEntry entry) {
    tell(listener -> listener.logged(entry));
  }

  /** What has changed since the last time. */
  void tick() {
    if (closed) {
      return;
    }
    agent.schedule(TICK_NANOS, this::tick); // whatever becomes of this one
    if (listeners.isEmpty()) {
      shares.clear();
      downloads.clear();
      told.clear();
    } else {
      tellDownloads();
      tellShares();
    }
  }

  private void tellDownloads() {
    for (Fetch fetch : moving) {
      if (fetch.handle != null) {
        downloads.add(fetch);
      }
    }
    for (Fetch fetch : downloads) {
      DownloadInfo info = fetch.info();
      if (fetch.forgotten) {
        told.remove(fetch);
        tell(listener -> listener.downloadGone(info.id()));
      } else if (!info.equals(told.put(fetch, info))) {
        tell(listener -> listener.downloadChanged(info));
      }
    }
    downloads.clear();
  }

  private void tellShares() {
    for (Share share : hashed) {
      if (share.hashedBytes.get() > 0) {
        shares.add(share);
      }
    }
    if (shares.size() > MANY) {
      tell(ServiceListener::sharesChanged);
    } else {
      for (Share share : shares) {
        ShareInfo info = infos.apply(share);
        tell(
            listener -> {
              if (share.removed) {
                listener.shareGone(info.id());
              } else {
                listener.shareChanged(info);
              }
            });
      }
    }
    shares.clear();
  }

  private void tell(Consumer<ServiceListener> event) {
    for (ServiceListener listener : listeners) {
      try {
        event.accept(listener);
      } catch (RuntimeException e) {
        log.warn("a listener failed", e);
      }
    }
  }
}
