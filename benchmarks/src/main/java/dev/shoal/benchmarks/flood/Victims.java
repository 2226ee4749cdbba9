package dev.shoal.benchmarks.flood;

import dev.shoal.benchmarks.report.Measures;
import dev.shoal.transport.Connection;
import dev.shoal.transport.TransportKind;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Those who use the tracker meanwhile, in this process: queries over plain connections and over
 * TLS, and a node that logs in. The latter on a loop of its own, as its handshakes take time.
 */
final class Victims implements AutoCloseable {
  /** What the names of their threads begin with. */
  static final String THREADS = "victims";

  private static final int CONNECTIONS = 4;
  private static final int SHUTDOWN_SECONDS = 5;

  private final EventLoopGroup group = TransportKind.best().newGroup(2, THREADS);
  private final EventLoop loop = group.next();
  private final EventLoop loginLoop = group.next();
  private final PacedQueries plain;
  private final PacedQueries encrypted;
  private final KnownNode known;

  /**
   * Connects, makes all accounts, and begins.
   *
   * @param rate queries a second, half of them over TLS
   * @throws CompletionException if that fails
   */
  Victims(int port, double rate) throws UnknownHostException {
    InetSocketAddress tracker = Caller.tracker(port);
    Caller caller = new Caller(loop, tracker, null);
    List<Connection> plainOnes = new ArrayList<>();
    List<Connection> encryptedOnes = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      plainOnes.add(caller.dialPlain(new Mute()).join());
      encryptedOnes.add(caller.dialTls(new Mute()).join());
    }
    KnownNode.createAccounts(encryptedOnes.get(0));
    this.plain = new PacedQueries(loop, plainOnes, rate / 2);
    this.encrypted = new PacedQueries(loop, encryptedOnes, rate / 2);
    this.known = new KnownNode(new Caller(loginLoop, tracker, null), loginLoop);
    loop.execute(plain::start);
    loop.execute(encrypted::start);
    loginLoop.execute(known::start);
  }

  /** What they found. */
  record Found(Latencies plain, Latencies encrypted, Latencies logins) {
    void addTo(Measures measures) {
      plain.addTo(measures, "plain");
      encrypted.addTo(measures, "tls");
      logins.addTo(measures, "login");
    }

    /** The larger of both kinds of queries. */
    double p99Millis() {
      return Math.max(plain.millisAt(99), encrypted.millisAt(99));
    }
  }

  /** What they found since this was last called. */
  Found take() throws InterruptedException {
    return new Found(
        loop.submit(plain::take).sync().getNow(),
        loop.submit(encrypted::take).sync().getNow(),
        loginLoop.submit(known::take).sync().getNow());
  }

  @Override
  public void close() {
    loop.execute(plain::stop);
    loop.execute(encrypted::stop);
    loginLoop.execute(known::stop);
    group.shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
