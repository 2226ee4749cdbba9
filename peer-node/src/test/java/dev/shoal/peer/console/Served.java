package dev.shoal.peer.console;

import dev.shoal.peer.ShoalException;
import dev.shoal.peer.console.RawHttp.Reply;
import dev.shoal.transport.http.HttpLimits;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A local API that is served for a test, before a fake node. */
final class Served implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  final FakeBacking node;
  final ConsoleServer server;

  Served(Path directory, ConsoleConfig config, HttpLimits limits) throws ShoalException {
    node = new FakeBacking(directory);
    server = ConsoleServer.open(node, config, limits);
  }

  Served(Path directory) throws ShoalException {
    this(directory, ConsoleConfig.defaults(), ConsoleServer.LIMITS);
  }

  InetSocketAddress address() {
    return server.address();
  }

  /** {@code host:port}. */
  String host() {
    return NetUtil.toSocketAddressString(address());
  }

  String token() {
    return server.link().substring(server.link().indexOf("#token=") + 7);
  }

  /** The head of a request that is as it should be. */
  String[] head(String method, String path, String... more) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                method + " " + path + " HTTP/1.1",
                "Host: " + host(),
                "Authorization: Bearer " + token()));
    lines.addAll(List.of(more));
    return lines.toArray(String[]::new);
  }

  /** Asks for something as one should. */
  Reply ask(String method, String path, String... more) throws IOException {
    return RawHttp.exchange(address(), "", head(method, path, more));
  }

  /** Sends JSON as one should. */
  Reply send(String method, String path, String json) throws IOException {
    return RawHttp.exchange(
        address(),
        json,
        head(
            method,
            path,
            "Content-Type: application/json",
            "Content-Length: " + json.getBytes(StandardCharsets.UTF_8).length));
  }

  /** Opens a stream of events. */
  RawHttp events() throws IOException {
    RawHttp http = new RawHttp(address());
    http.sendHead(head("GET", "/api/v1/events"));
    return http;
  }

  /** Returns as soon as the condition holds. */
  static void until(String what, BooleanSupplier condition) {
    long begun = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begun > PATIENCE_NANOS) {
        throw new AssertionError("did not come true: " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
