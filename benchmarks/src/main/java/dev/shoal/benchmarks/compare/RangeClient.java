package dev.shoal.benchmarks.compare;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Asks one server for ranges of a file over several connections and discards them: as little work
 * as a client can do. One thread.
 */
final class RangeClient implements AutoCloseable {
  private static final int READ = 1 << 20;
  private static final int PATIENCE_MILLIS = 10_000;

  private final Selector selector = Selector.open();
  private final List<Wire> wires = new ArrayList<>();
  private final ByteBuffer sink = ByteBuffer.allocateDirect(READ);
  private final int ahead;
  private boolean asking;
  private int underWay;
  private long received;

  /**
   * Connects.
   *
   * @param dialogues makes one for each connection
   * @param ahead ranges that are asked for at a time on each connection
   */
  RangeClient(
      InetSocketAddress server, Supplier<RangeDialogue> dialogues, int connections, int ahead)
      throws IOException {
    this.ahead = ahead;
    try {
      for (int i = 0; i < connections; i++) {
        Wire wire = new Wire(SocketChannel.open(server), dialogues.get());
        wires.add(wire); // before anything else can fail
        wire.greet();
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /**
   * Fetches until so many bytes have come, or so much time is over, and all that was asked for.
   *
   * @return bytes of the file that came
   */
  long run(long bytes, double seconds) throws IOException {
    received = 0;
    asking = true;
    long end = System.nanoTime() + (long) Math.min(seconds * 1e9, Long.MAX_VALUE / 2.0);
    for (Wire wire : wires) {
      for (int i = 0; i < ahead; i++) {
        wire.ask();
      }
    }
    while (underWay > 0) {
      asking = received < bytes && System.nanoTime() - end < 0;
      if (selector.select(PATIENCE_MILLIS) == 0) {
        throw new IOException("the server does not answer");
      }
      for (SelectionKey key : selector.selectedKeys()) {
        ((Wire) key.attachment()).read();
      }
      selector.selectedKeys().clear();
    }
    return received;
  }

  @Override
  public void close() throws IOException {
    for (Wire wire : wires) {
      wire.channel.close();
    }
    selector.close();
  }

  /** One connection. */
  private final class Wire {
    private final SocketChannel channel;
    private final RangeDialogue dialogue;
    private final ByteBuffer out = ByteBuffer.allocate(512);

    Wire(SocketChannel channel, RangeDialogue dialogue) {
      this.channel = channel;
      this.dialogue = dialogue;
    }

    void greet() throws IOException {
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, this);
      dialogue.greet(out);
      send();
    }

    void ask() throws IOException {
      dialogue.ask(out);
      send();
      underWay++;
    }

    private void send() throws IOException {
      out.flip();
      while (out.hasRemaining()) {
        channel.write(out); // little, and seldom refused
      }
      out.clear();
    }

    void read() throws IOException {
      sink.clear();
      if (channel.read(sink) < 0) {
        throw new IOException("the server has hung up");
      }
      sink.flip();
      received += dialogue.take(sink);
      for (int ended = dialogue.ended(); ended > 0; ended--) {
        underWay--;
        if (asking) {
          ask();
        }
      }
    }
  }
}
