package dev.shoal.peer.swarm;

import dev.shoal.transport.TransportKind;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A web server with one file that does what a test tells it. */
final class WebServer implements AutoCloseable {
  /** What is done with a request. */
  interface Script {
    void answer(Asked asked);
  }

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

  private final byte[] file;
  private final EventLoopGroup loops;
  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final Channel listening;
  private final boolean secure;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger mostOpen = new AtomicInteger();
  private volatile Script script = Asked::give;

  WebServer(Path original) throws Exception {
    this(original, null);
  }

  /**
   * @param tls by which it is reached; null: without
   */
  WebServer(Path original, @Nullable SslContext tls) throws Exception {
    file = Files.readAllBytes(original);
    secure = tls != null;
    loops = TransportKind.NIO.newGroup(1, "web");
    listening =
        new ServerBootstrap()
            .group(loops)
            .channel(TransportKind.NIO.serverChannelType())
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    connections.incrementAndGet();
                    int now = open.incrementAndGet();
                    mostOpen.accumulateAndGet(now, Math::max);
                    channel.closeFuture().addListener(closed -> open.decrementAndGet());
                    channels.add(channel);
                    if (tls != null) {
                      channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                    }
                    channel
                        .pipeline()
                        .addLast(new HttpServerCodec(), new HttpObjectAggregator(1024), handler());
                  }
                })
            .bind(new InetSocketAddress(0))
            .sync()
            .channel();
  }

  private SimpleChannelInboundHandler<FullHttpRequest> handler() {
    return new SimpleChannelInboundHandler<>() {
      @Override
      protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        requests.incrementAndGet();
        script.answer(new Asked(ctx, request.uri(), request.headers().get(HttpHeaderNames.RANGE)));
      }

      @Override
      public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
      }
    };
  }

  /** Answers so from now on. */
  WebServer onGet(Script value) {
    script = value;
    return this;
  }

  /** Under which its file is had, whatever the path. */
  URI uri(String path) {
    return URI.create((secure ? "https" : "http") + "://127.0.0.1:" + port() + path);
  }

  int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  int requests() {
    return requests.get();
  }

  /** All that were made. */
  int connections() {
    return connections.get();
  }

  /** Those that are open now. */
  int open() {
    return open.get();
  }

  /** The most that were open at one time. */
  int mostConnections() {
    return mostOpen.get();
  }

  /** Drops all connections. */
  void hangUp() {
    channels.close();
  }

  @Override
  public void close() {
    listening.close().syncUninterruptibly();
    channels.close().awaitUninterruptibly();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  /** One request. */
  final class Asked {
    private final ChannelHandlerContext ctx;
    private final String path;
    private final boolean part;
    private final int from;
    private final int to;

    Asked(ChannelHandlerContext ctx, String path, @Nullable String range) {
      this.ctx = ctx;
      this.path = path;
      Matcher matcher = RANGE.matcher(String.valueOf(range));
      part = matcher.matches();
      if (part) {
        from = Integer.parseInt(matcher.group(1));
        to = Integer.parseInt(matcher.group(2)) + 1;
      } else {
        from = 0;
        to = file.length;
      }
    }

    String path() {
      return path;
    }

    /** The first byte that is asked for. */
    int from() {
      return from;
    }

    /** The bytes that are asked for. */
    byte[] bytes() {
      return Arrays.copyOfRange(file, from, to);
    }

    /** What a sound server answers, to be changed. */
    FullHttpResponse sound() {
      if (!part) {
        return of(200, bytes());
      }
      FullHttpResponse answer = of(206, bytes());
      answer
          .headers()
          .set(HttpHeaderNames.CONTENT_RANGE, "bytes " + from + "-" + (to - 1) + "/" + file.length);
      return answer;
    }

    /** An answer with a body and its length. */
    FullHttpResponse of(int status, byte[] body) {
      ByteBuf content = Unpooled.wrappedBuffer(body);
      FullHttpResponse answer =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), content);
      answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
      return answer;
    }

    /** Answers as it should. */
    void give() {
      send(sound());
    }

    /** As if there were no parts of files. */
    void giveAll() {
      send(of(200, file.clone()));
    }

    /**
     * Answers as it should, but stops after so many bytes; what is sent must be all of the file.
     */
    FullHttpResponse cut(FullHttpResponse answer, int length) {
      return answer.replace(Unpooled.copiedBuffer(answer.content().readSlice(length)));
    }

    /** Answers with an empty body and a header. */
    void say(int status, CharSequence header, String value) {
      FullHttpResponse answer = of(status, new byte[0]);
      answer.headers().set(header, value);
      send(answer);
    }

    void send(Object answer) {
      ctx.writeAndFlush(answer);
    }

    /** Answers and then closes the connection. */
    void sendLast(Object answer) {
      ctx.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
    }

    /** Sends bytes as they are, and nothing more. */
    void sendRaw(String bytes) {
      ctx.pipeline().remove(HttpServerCodec.class);
      sendLast(Unpooled.copiedBuffer(bytes, java.nio.charset.StandardCharsets.US_ASCII));
    }

    void close() {
      ctx.close();
    }
  }
}
