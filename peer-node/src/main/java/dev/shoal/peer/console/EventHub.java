package dev.shoal.peer.console;

import dev.shoal.peer.service.DownloadPage;
import dev.shoal.peer.service.LogEntry;
import dev.shoal.peer.service.NodeService;
import dev.shoal.peer.service.NodeStatus;
import dev.shoal.peer.service.RateSample;
import dev.shoal.peer.service.ServiceJson;
import dev.shoal.transport.http.HttpAnswer;
import dev.shoal.transport.http.HttpEventSink;
import dev.shoal.transport.http.HttpEventSource;
import dev.shoal.transport.http.HttpException;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells everybody who listens what happens at the node: changes four times a second, its status
 * once. Each event is made once, however many listen. A listener who takes too little is
 * disconnected. Confined to one event loop.
 */
final class EventHub {
  /** Most who listen at a time. */
  static final int MOST_STREAMS = 16;

  /** Downloads that one who comes is told of at once. */
  static final int MOST_DOWNLOADS = 100;

  /** Events kept for who is not yet told how things stand: seconds of a busy node. */
  private static final int MOST_MISSED = 1000;

  private static final long TICK_MILLIS = 250;
  private static final int TICKS_PER_STATUS = 4;

  private final Backing node;
  private final NodeService service;
  private final EventExecutor loop;
  private final PendingEvents pending = new PendingEvents();
  private final Set<Stream> streams = new LinkedHashSet<>();
  private @Nullable Future<?> ticking;
  private int ticks;
  private boolean asking;

  /**
   * @param loop whose connections the streams are of
   */
  EventHub(Backing node, EventExecutor loop) {
    this.node = node;
    this.service = node.service();
    this.loop = loop;
  }

  /**
   * A stream of events; on the loop.
   *
   * @throws HttpException if there are too many
   */
  HttpAnswer answer() {
    if (streams.size() >= MOST_STREAMS) {
      throw new HttpException(
          503, "too-many", "too many pages listen to this node: close some of its tabs");
    }
    return HttpAnswer.events(new Stream());
  }

  /** Ends all streams. */
  void close() {
    loop.execute(() -> List.copyOf(streams).forEach(Stream::end));
  }

  private void tick() {
    List<PendingEvents.Event> events = pending.drain();
    for (PendingEvents.Event event : events) {
      tell(event.name(), event.value());
    }
    ticks++;
    if (ticks % TICKS_PER_STATUS == 0 && !asking) {
      asking = true;
      service.status().whenCompleteAsync((status, failure) -> told(status), loop);
    }
  }

  private void told(@Nullable NodeStatus status) {
    asking = false;
    if (status != null) {
      tell("status", status);
    }
  }

  private void tell(String name, Object value) {
    PendingEvents.Text event = new PendingEvents.Text(name, ServiceJson.writeForWeb(value));
    List.copyOf(streams).forEach(stream -> stream.send(event));
  }

  /** How things stand; bounded, however much the node remembers. */
  private CompletableFuture<Answers.Hello> hello() {
    CompletableFuture<NodeStatus> status = service.status();
    CompletableFuture<DownloadPage> downloads = service.downloads("", MOST_DOWNLOADS);
    CompletableFuture<List<LogEntry>> entries = service.log(0);
    CompletableFuture<List<RateSample>> rates = node.rates();
    return CompletableFuture.allOf(status, downloads, entries, rates)
        .thenApply(
            all ->
                new Answers.Hello(
                    status.join(),
                    downloads.join().downloads(),
                    downloads.join().next(),
                    entries.join(),
                    rates.join()));
  }

  private void add(Stream stream) {
    streams.add(stream);
    if (ticking == null) {
      node.addListener(pending);
      ticking =
          loop.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void remove(Stream stream) {
    if (streams.remove(stream) && streams.isEmpty() && ticking != null) {
      ticking.cancel(false);
      ticking = null;
      node.removeListener(pending);
      pending.drain();
    }
  }

  /** One who listens. */
  private final class Stream implements HttpEventSource {
    private @Nullable HttpEventSink sink;

    /** What has changed since it came, until it is told how things stand; null from then on. */
    private @Nullable List<PendingEvents.Text> missed = new ArrayList<>();

    @Override
    public void open(HttpEventSink opened) {
      sink = opened;
      if (streams.size() >= MOST_STREAMS) {
        opened.close();
        return;
      }
      add(this);
      greet();
    }

    private void greet() {
      hello()
          .whenCompleteAsync(
              (hello, failure) -> {
                List<PendingEvents.Text> before = missed;
                if (failure != null || before == null) {
                  end();
                  return;
                }
                missed = null;
                send(new PendingEvents.Text("hello", ServiceJson.writeForWeb(hello)));
                before.forEach(this::send);
              },
              loop);
    }

    void send(PendingEvents.Text event) {
      if (missed != null) {
        missed.add(event);
        if (missed.size() > MOST_MISSED) {
          end();
        }
      } else if (sink != null && !sink.send(event.name(), event.data())) {
        remove(this);
      }
    }

    void end() {
      remove(this);
      if (sink != null) {
        sink.close();
      }
    }

    @Override
    public void closed() {
      remove(this);
    }
  }
}
