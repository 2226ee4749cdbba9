package dev.shoal.peer.internal.fetch;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.transport.RateLimit;
import dev.shoal.transport.ReceiveCap;
import dev.shoal.transport.TransportException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One persistent connection to a web server, which is asked for one part of a file at a time. On
 * its event loop; so are all calls.
 */
public final class HttpConnection extends SimpleChannelInboundHandler<HttpObject> {
  /** Told how one request goes. */
  public interface Listener {
    /**
     * Bytes will come.
     *
     * @param part of the file that they are, with its length
     * @throws TransportException if they are of no use: that is what {@link #onFailure} is told
     */
    default void onBegin(FileRange part) throws TransportException {
      // is what was asked for
    }

    /** Bytes of the part, in their order; the buffer is the caller's. */
    void onBytes(ByteBuf bytes);

    /** All of it is here. */
    void onComplete();

    /** It won't come, or not all of it; the connection is closed. */
    void onFailure(TransportException cause);
  }

  /**
   * What it has to know of itself.
   *
   * @param hop where it leads
   * @param userAgent what the server is told of this program
   * @param answerTimeout how long the server may send nothing
   */
  record Settings(HttpHop hop, String userAgent, Duration answerTimeout, AnswerCheck check) {}

  private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Channel channel;
  private final Settings settings;
  private final ReadThrottle throttle;
  private @Nullable Exchange current;
  private long requests;

  HttpConnection(Channel channel, Settings settings, ReceiveCap reads) {
    this.channel = channel;
    this.settings = settings;
    this.throttle = new ReadThrottle(channel, reads);
  }

  /** Where it leads. */
  public HttpHop hop() {
    return settings.hop();
  }

  /** Whether it can be asked for something now. */
  public boolean isIdle() {
    return current == null && channel.isActive();
  }

  /** Whether it was asked for something before the latest request. */
  public boolean isReused() {
    return requests > 1;
  }

  /**
   * Asks for a part of the file. The listener is not called before this returns.
   *
   * @param limit what its bytes count against
   * @param timeout for all of it; stands still while the limit holds reading up
   */
  public void get(FileRange range, RateLimit limit, Duration timeout, Listener listener) {
    if (current != null) {
      throw new IllegalStateException("the connection is in use");
    }
    Exchange exchange = new Exchange(range, limit, timeout.toNanos(), listener);
    current = exchange;
    requests++;
    DefaultFullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1,
            HttpMethod.GET,
            settings.hop().target().requestTarget(),
            Unpooled.EMPTY_BUFFER);
    request
        .headers()
        .set(HttpHeaderNames.HOST, settings.hop().target().hostHeader())
        .set(HttpHeaderNames.USER_AGENT, settings.userAgent())
        .set(HttpHeaderNames.ACCEPT, "*/*")
        .set(HttpHeaderNames.ACCEPT_ENCODING, "identity");
    range.header().ifPresent(wanted -> request.headers().set(HttpHeaderNames.RANGE, wanted));
    channel
        .writeAndFlush(request)
        .addListener(
            written -> {
              if (!written.isSuccess()) {
                channel.eventLoop().execute(() -> fail(exchange, lost(written.cause())));
              }
            });
    exchange.watch();
  }

  /** Reads no more for now, or goes on; what was read already still comes. */
  public void hold(boolean value) {
    throttle.hold(value, System.nanoTime());
  }

  /** A time that stands still while a rate limit or {@link #hold} keeps it from reading. */
  public long openNanos() {
    return throttle.openNanos(System.nanoTime());
  }

  /** Ends it. What was asked for fails no more: nobody is told. */
  public void close() {
    current = null;
    channel.close();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
    Exchange exchange = current;
    if (exchange == null) {
      channel.close(); // nothing was asked for
    } else if (message.decoderResult().isFailure()) {
      fail(
          exchange,
          HttpFailure.lasting(
              ErrorCode.PROTOCOL_VIOLATION, "the server's answer is not HTTP that can be read"));
    } else {
      exchange.heardNanos = throttle.openNanos(System.nanoTime());
      read(exchange, message);
    }
  }

  private void read(Exchange exchange, HttpObject message) {
    try {
      if (message instanceof HttpResponse head) {
        exchange.onHead(head);
      }
      if (message instanceof HttpContent body) {
        exchange.onBody(body);
      }
    } catch (TransportException e) {
      fail(exchange, e);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (current != null) {
      fail(current, lost(null));
    }
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (current != null) {
      fail(current, lost(cause));
    } else {
      channel.close();
    }
  }

  private static TransportException lost(@Nullable Throwable cause) {
    return new TransportException.Closed(
        ErrorCode.UNKNOWN, "the server closed the connection too early", cause);
  }

  @SuppressWarnings("ReferenceEquality") // each is one of its own
  private void fail(Exchange exchange, TransportException cause) {
    if (current == exchange) {
      current = null;
      channel.close();
      exchange.listener.onFailure(cause);
    }
  }

  /** One request and its answer. */
  private final class Exchange {
    private FileRange range;
    private final RateLimit limit;
    private final long timeoutNanos;
    private final Listener listener;
    private final long startNanos;
    private long heardNanos;
    private boolean passingOver;
    private boolean keepAlive;
    private long received;

    Exchange(FileRange range, RateLimit limit, long timeoutNanos, Listener listener) {
      this.range = range;
      this.limit = limit;
      this.timeoutNanos = timeoutNanos;
      this.listener = listener;
      this.startNanos = throttle.openNanos(System.nanoTime());
      this.heardNanos = startNanos;
    }

    void onHead(HttpResponse head) throws TransportException {
      passingOver = head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
      if (!passingOver) {
        keepAlive = HttpUtil.isKeepAlive(head);
        range = settings.check().check(head, range);
        listener.onBegin(range);
      }
    }

    void onBody(HttpContent body) throws TransportException {
      boolean last = body instanceof LastHttpContent;
      if (passingOver) {
        passingOver = !last;
        return;
      }
      int count = body.content().readableBytes();
      received += count;
      if (received > range.length()) {
        throw HttpFailure.lasting(
            ErrorCode.PROTOCOL_VIOLATION, "the server sends more than it was asked for");
      }
      if (count > 0) {
        throttle.received(limit, count, System.nanoTime());
        listener.onBytes(body.content());
      }
      if (last) {
        end();
      }
    }

    private void end() throws TransportException {
      if (received < range.length()) {
        throw new TransportException(
            ErrorCode.PROTOCOL_VIOLATION, "the server sent less than it was asked for", null);
      }
      if (isCurrent()) {
        current = null;
        if (!keepAlive) {
          channel.close();
        }
        listener.onComplete();
      }
    }

    /** Looks now and then whether it takes too long. */
    void watch() {
      channel.eventLoop().schedule(this::checkTime, checkNanos(), TimeUnit.NANOSECONDS);
    }

    private long checkNanos() {
      long most = Math.min(timeoutNanos, settings.answerTimeout().toNanos());
      return Math.max(1, Math.min(CHECK_NANOS, most));
    }

    private void checkTime() {
      if (!isCurrent()) {
        return;
      }
      long now = throttle.openNanos(System.nanoTime());
      if (now - heardNanos >= settings.answerTimeout().toNanos()) {
        long seconds = settings.answerTimeout().toSeconds();
        fail(this, new TransportException.Timeout("the server sent nothing for " + seconds + " s"));
      } else if (now - startNanos >= timeoutNanos) {
        fail(this, new TransportException.Timeout("the server sends too slowly"));
      } else {
        watch();
      }
    }

    @SuppressWarnings("ReferenceEquality") // each is one of its own
    private boolean isCurrent() {
      return current == this;
    }
  }
}
