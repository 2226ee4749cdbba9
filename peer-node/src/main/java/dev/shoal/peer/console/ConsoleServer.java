package dev.shoal.peer.console;

import dev.shoal.peer.ShoalException;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.service.RunningNode;
import dev.shoal.transport.TransportKind;
import dev.shoal.transport.http.HttpAnswer;
import dev.shoal.transport.http.HttpLimits;
import dev.shoal.transport.http.HttpServer;
import io.netty.channel.EventLoopGroup;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a running node's local API and the page that uses it. While it is open a file in the data
 * directory tells its owner's other programs where; see {@link RemoteNode}. Thread-safe; has one
 * event loop of its own, two workers for what is sent to it, and one that reads the page's files.
 */
public final class ConsoleServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ConsoleServer.class);
  private static final int WORKERS = 2;
  private static final int READER_IDLE_SECONDS = 10;
  private static final int CLOSE_SECONDS = 10;

  /**
   * All connections are from this machine as a rule: programs and browsers have a few each. What a
   * stream of events begins with may be large, and is to be kept until it is read.
   */
  static final HttpLimits LIMITS =
      HttpLimits.defaults().withConnections(256, 64).withEventBacklog(8 << 20);

  /** Of the one kind with which clients may end their side before they are answered. */
  private static final TransportKind KIND = TransportKind.NIO;

  private final EventLoopGroup loops = KIND.newGroup(1, "shoal-console");
  private final ExecutorService workers =
      Executors.newFixedThreadPool(WORKERS, new DefaultThreadFactory("shoal-console-worker", true));

  /** The page does not wait for a disk to which files are written. */
  private final ThreadPoolExecutor reader =
      new ThreadPoolExecutor(
          1,
          1,
          READER_IDLE_SECONDS,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          new DefaultThreadFactory("shoal-console-page", true));

  private final List<HttpServer> servers = new ArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final NodeFiles files;
  private final EventHub events;
  private final ConsoleHandler handler;
  private final Token token;

  private ConsoleServer(Backing node, ConsoleConfig config, NodeFiles files, Token token) {
    this.files = files;
    this.token = token;
    reader.allowCoreThreadTimeOut(true); // each file is read once
    this.events = new EventHub(node, loops.next());
    Guard guard =
        new Guard(new HostNames(config.hostNames()), token, new TokenGuesses(), System::nanoTime);
    Uploads uploads = new Uploads(node.service(), workers, config.largestUpload());
    Api api = new Api(guard, Api.routes(node), rawRoutes(uploads, events, new Proofs(token)));
    this.handler = new ConsoleHandler(guard, api, new PageFiles(reader));
  }

  /**
   * Opens it; blocks for a moment.
   *
   * @param node stays the caller's, who closes it after this
   * @throws UnreachableException if the address can't be listened at
   * @throws StorageException if the data directory can't be used
   */
  public static ConsoleServer open(RunningNode node, ConsoleConfig config) throws ShoalException {
    return open(Backing.of(node), config, LIMITS);
  }

  static ConsoleServer open(Backing node, ConsoleConfig config, HttpLimits limits)
      throws ShoalException {
    NodeFiles files = new NodeFiles(node.dataDirectory());
    Token token;
    try {
      token = files.token();
    } catch (IOException e) {
      throw new StorageException(String.valueOf(e.getMessage()), e);
    }
    ConsoleServer server = new ConsoleServer(node, config, files, token);
    try {
      server.listen(config.address(), limits);
      files.publish(server.endpoint());
      return server;
    } catch (CompletionException e) {
      server.close();
      throw new UnreachableException(String.valueOf(Refusals.cause(e).getMessage()), e);
    } catch (IOException e) {
      server.close();
      throw new StorageException(String.valueOf(e.getMessage()), e);
    }
  }

  static List<RawRoute> rawRoutes(Uploads uploads, EventHub events, Proofs proofs) {
    HttpAnswer description = description();
    return List.of(
        new RawRoute("POST", "/uploads", false, uploads::answer),
        new RawRoute(
            "GET", "/events", false, call -> CompletableFuture.completedFuture(events.answer())),
        new RawRoute(
            "GET", "/openapi.json", false, call -> CompletableFuture.completedFuture(description)),
        new RawRoute("GET", "/proof", true, proofs::answer));
  }

  /** What the API is, for programs; part of the program, and read once. */
  private static HttpAnswer description() {
    try (InputStream in = ConsoleServer.class.getResourceAsStream("openapi.json")) {
      return HttpAnswer.bytes(200, ApiJson.TYPE, Objects.requireNonNull(in).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The second port is for programs on this machine, which show their token to no other address.
   */
  private void listen(InetSocketAddress wanted, HttpLimits limits) {
    servers.add(bound(wanted, limits));
    if (!wanted.getAddress().isLoopbackAddress() && !wanted.getAddress().isAnyLocalAddress()) {
      servers.add(bound(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), limits));
    }
  }

  private HttpServer bound(InetSocketAddress wanted, HttpLimits limits) {
    return HttpServer.open(loops, KIND, wanted, limits, handler).join();
  }

  /** Where it listens, with the port that was chosen if any would do. */
  public InetSocketAddress address() {
    return servers.get(0).address();
  }

  /** Connections that are open. */
  int connectionCount() {
    return servers.stream().mapToInt(HttpServer::connectionCount).sum();
  }

  /** URL of the page without the token, as this machine itself reaches it. */
  public String page() {
    return endpoint().page();
  }

  /** URL of the page with the token, for its owner alone: whoever has it can use the node. */
  public String link() {
    return endpoint().link();
  }

  private EndpointFile endpoint() {
    InetSocketAddress local = servers.get(servers.size() - 1).address();
    return new EndpointFile(
        NetUtil.toSocketAddressString(reachable(local)),
        "http://" + NetUtil.toSocketAddressString(reachable(address())) + "/",
        token.text());
  }

  /** The address by which this machine itself reaches what listens at all of its addresses. */
  private static InetSocketAddress reachable(InetSocketAddress address) {
    if (!address.getAddress().isAnyLocalAddress()) {
      return address;
    }
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort());
  }

  /** Ends all connections and streams; files that are being sent are gone. Blocks for a moment. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    if (!servers.isEmpty()) {
      try {
        files.withdraw(endpoint());
      } catch (IOException e) {
        log.warn("the file that says where this node is could not be removed", e);
      }
    }
    events.close();
    servers.forEach(server -> server.close().join());
    loops
        .shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    reader.shutdown();
    workers.shutdown(); // never interrupted: that would close files under a task's hands
    try {
      reader.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
      workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return "ConsoleServer" + servers.stream().map(HttpServer::address).toList();
  }
}
