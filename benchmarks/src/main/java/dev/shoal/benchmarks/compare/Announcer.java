package dev.shoal.benchmarks.compare;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.SplittableRandom;

/**
 * Announces peers to a BitTorrent tracker over UDP, a number of requests ahead (BEP 15). One thread
 * that makes no objects. What is not answered within 200 ms counts as lost and is not repeated.
 */
final class Announcer implements AutoCloseable {
  private static final long MAGIC = 0x41727101980L;
  private static final int CONNECT = 0;
  private static final int ANNOUNCE = 1;
  private static final int REQUEST_BYTES = 98;
  private static final int ANSWER_HEADER = 20;
  private static final int MAX_ANSWER = 2048;
  private static final int PATIENCE_MILLIS = 200;
  private static final int WANTED = 30;
  private static final int FIRST_PORT = 1024;

  private final DatagramChannel channel = DatagramChannel.open();
  private final Selector selector = Selector.open();
  private final ByteBuffer request = ByteBuffer.allocateDirect(REQUEST_BYTES);
  private final ByteBuffer answer = ByteBuffer.allocateDirect(MAX_ANSWER);
  private final SplittableRandom random = new SplittableRandom(1);
  private final long connection;
  private long answered;
  private long peers;

  /**
   * Greets the tracker.
   *
   * @throws IOException if it does not answer
   */
  Announcer(int port) throws IOException {
    channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ);
    request.putLong(MAGIC).putInt(CONNECT).putInt(1).flip();
    channel.write(request);
    if (!receive()) {
      throw new IOException("the BitTorrent tracker does not answer");
    }
    connection = answer.getLong(8);
  }

  /** What a torrent is called, in hexadecimal digits. */
  static String name(int torrent) {
    return "%08x%08x%016x%08x".formatted(torrent, ~torrent, torrent, torrent);
  }

  /** Announces every peer of every torrent once. */
  void fill(int torrents, int peersEach, int ahead) throws IOException {
    for (int i = 0; i < torrents * peersEach; ) {
      int sent = 0;
      for (; sent < ahead && i < torrents * peersEach; sent++, i++) {
        announce(i / peersEach, i % peersEach);
      }
      drain(sent);
    }
  }

  /** Announces random peers for so long, so many ahead. */
  void run(double seconds, int ahead, int torrents, int peersEach) throws IOException {
    answered = 0;
    peers = 0;
    long end = System.nanoTime() + (long) (seconds * 1e9);
    int underWay = 0;
    while (System.nanoTime() < end) {
      for (; underWay < ahead; underWay++) {
        announce(random.nextInt(torrents), random.nextInt(peersEach));
      }
      int received = 0;
      while (received < ahead / 2 + 1 && receive()) {
        received++;
      }
      underWay = received == 0 ? 0 : underWay - received;
    }
    drain(underWay);
  }

  /** Answers of the last run. */
  long answered() {
    return answered;
  }

  /** Peers that an answer of the last run named, on average. */
  double peersEach() {
    return (double) peers / Math.max(1, answered);
  }

  private void announce(int torrent, int peer) throws IOException {
    request.clear();
    request.putLong(connection).putInt(ANNOUNCE).putInt(peer);
    request.putInt(torrent).putInt(~torrent).putLong(torrent).putInt(torrent);
    request.putLong(peer).putLong(peer).putInt(peer); // its id
    request.putLong(0).putLong(0).putLong(0); // nothing left: a seeder
    request.putInt(0).putInt(0).putInt(peer).putInt(WANTED);
    request.putShort((short) (FIRST_PORT + peer)).flip();
    while (channel.write(request) == 0) {
      Thread.onSpinWait();
    }
  }

  private void drain(int count) throws IOException {
    for (int i = 0; i < count && receive(); i++) {
      // counted there
    }
  }

  /** Whether an answer came in time. */
  private boolean receive() throws IOException {
    answer.clear();
    try {
      if (channel.read(answer) == 0) {
        selector.selectedKeys().clear();
        if (selector.select(PATIENCE_MILLIS) == 0 || channel.read(answer) == 0) {
          return false;
        }
      }
    } catch (PortUnreachableException e) {
      return false;
    }
    answered++;
    peers += Math.max(0, (answer.position() - ANSWER_HEADER) / 6);
    return true;
  }

  @Override
  public void close() throws IOException {
    selector.close();
    channel.close();
  }
}
