package dev.shoal.transport.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.FileRegion;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpResponseEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** The other end of a connection without a socket, whose time passes only when it is told to. */
final class Client implements AutoCloseable {
  private final Wire wire = new Wire();
  private final HttpConnection connection;

  Client(HttpLimits limits, HttpHandler handler) {
    wire.freezeTime();
    wire.config().setAutoRead(false);
    connection = new HttpConnection(wire, limits, handler, wire.eventLoop().ticker()::nanoTime);
    wire.pipeline().addLast(connection.decoder(), new HttpResponseEncoder(), connection);
    connection.channelActive(wire.pipeline().context(connection));
  }

  /** Sends text. */
  Client send(String text) {
    wire.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    return this;
  }

  /** Asks for a path, with nothing but what has to be. */
  Client get(String path) {
    return send("GET " + path + " HTTP/1.1\r\nHost: here\r\n\r\n");
  }

  /** Sends nothing any more, and hears what there is to hear. */
  Client endInput() {
    wire.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    return this;
  }

  /** Lets time pass. */
  Client pass(long seconds) {
    for (long step = 0; step < seconds * 100; step++) {
      wire.advanceTimeBy(10, TimeUnit.MILLISECONDS);
      wire.runScheduledPendingTasks();
      wire.runPendingTasks();
    }
    return this;
  }

  /** Reads nothing from now on. */
  Client stopReading() {
    wire.stalled = true;
    return this;
  }

  /** Reads again what it has not. */
  Client goOnReading() {
    wire.stalled = false;
    wire.flush();
    return this;
  }

  /** All that has come since it was last asked for. */
  String received() {
    wire.runPendingTasks();
    wire.runScheduledPendingTasks();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      for (Object next = wire.readOutbound(); next != null; next = wire.readOutbound()) {
        if (next instanceof ByteBuf bytes) {
          bytes.readBytes(all, bytes.readableBytes());
          bytes.release();
        } else if (next instanceof FileRegion region) {
          region.transferTo(Channels.newChannel(all), 0);
          region.release();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  boolean isConnected() {
    return wire.isOpen();
  }

  HttpConnection connection() {
    return connection;
  }

  EmbeddedChannel wire() {
    return wire;
  }

  @Override
  public void close() {
    wire.stalled = false;
    wire.finishAndReleaseAll();
  }

  private static final class Wire extends EmbeddedChannel {
    private static final SocketAddress ADDRESS =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    boolean stalled;

    @Override
    protected SocketAddress localAddress0() {
      return ADDRESS;
    }

    @Override
    protected SocketAddress remoteAddress0() {
      return ADDRESS;
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer in) throws Exception {
      if (!stalled) {
        super.doWrite(in);
      }
    }
  }
}
