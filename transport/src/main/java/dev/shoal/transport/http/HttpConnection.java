package dev.shoal.transport.http;

import dev.shoal.transport.internal.Addresses;
import dev.shoal.transport.internal.Alarm;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: its requests one after another, each answered in full before the next is looked
 * at. On its event loop.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter implements RequestBody.Line {
  private static final Logger log = LoggerFactory.getLogger(HttpConnection.class);

  /** How long a client that is still sending has to take notice of a last answer. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  /** Requests answered before others have their turn, of a client that has sent many in one go. */
  private static final int REQUESTS_A_ROUND = 16;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private enum Phase {
    /** Nothing of a request has come since the last one. */
    IDLE,
    /** Part of a request's headers has. */
    HEADERS,
    /** A request is here and its answer is not all sent. */
    ANSWERING,
    /** The answer is sent, and the end of the request's body awaited. */
    SKIPPING,
    /** Whatever comes is dropped. */
    DEAF
  }

  private final Channel channel;
  private final HttpLimits limits;
  private final HttpHandler handler;
  private final LongSupplier nanoClock;
  private final PulledDecoder decoder;
  private final ReaderWatch watch;
  private final Alarm deadline;
  private Phase phase = Phase.IDLE;
  private @Nullable RequestBody body;
  private @Nullable StreamWriter writer;
  private @Nullable EventStream events;
  private HttpVersion version = HttpVersion.HTTP_1_1;
  private boolean headersOnly;
  private boolean last;
  private int requests;

  /** Whether the client sends nothing any more; it may wait for an answer all the same. */
  private boolean inputOver;

  /**
   * @param nanoClock the event loop's
   */
  HttpConnection(Channel channel, HttpLimits limits, HttpHandler handler, LongSupplier nanoClock) {
    this.channel = channel;
    this.limits = limits;
    this.handler = handler;
    this.nanoClock = nanoClock;
    this.decoder = new PulledDecoder(limits, this::input, channel::close);
    this.watch = new ReaderWatch(channel, limits, nanoClock, this::tooSlow);
    this.deadline = new Alarm(channel.eventLoop(), nanoClock, this::late);
  }

  /** Stands before this in the pipeline. */
  PulledDecoder decoder() {
    return decoder;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    await(limits.headerTimeout());
    pull();
  }

  private void await(Duration time) {
    deadline.stop();
    deadline.set(time.toNanos());
  }

  /** Bytes have come. */
  private void input() {
    if (phase == Phase.IDLE) {
      phase = Phase.HEADERS;
      if (requests > 0) {
        await(limits.headerTimeout());
      }
    }
  }

  /** The time for what is awaited is over. */
  private void late() {
    if (phase == Phase.HEADERS) {
      phase = Phase.ANSWERING;
      last = true;
      refuse(new HttpException(408, "timeout", "the request took too long to arrive"));
    } else {
      channel.close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    RequestBody awaited = body;
    if (phase == Phase.DEAF) {
      ReferenceCountUtil.release(message);
    } else if (message instanceof HttpRequest request && phase != Phase.ANSWERING) {
      begin(request);
    } else if (message instanceof HttpContent piece && awaited != null && awaited.length() != 0) {
      awaited.accept(piece);
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  private void begin(HttpRequest request) {
    deadline.stop();
    phase = Phase.ANSWERING;
    requests++;
    version = request.protocolVersion();
    headersOnly = request.method().name().equals("HEAD");
    last = true;
    body = null;
    CompletableFuture<HttpAnswer> answering;
    try {
      RequestCheck.check(request);
      last = !HttpUtil.isKeepAlive(request) || requests >= limits.requestsPerConnection();
      answering = handler.answer(call(request));
    } catch (RuntimeException e) {
      answering = CompletableFuture.failedFuture(e);
    }
    if (answering.isDone()) {
      answering.whenComplete(this::answered);
    } else {
      answering.whenComplete(
          (answer, failure) -> channel.eventLoop().execute(() -> answered(answer, failure)));
    }
  }

  private HttpCall call(HttpRequest request) {
    RequestBody expected =
        new RequestBody(
            channel.eventLoop(),
            this,
            RequestCheck.bodyLength(request),
            HttpUtil.is100ContinueExpected(request),
            limits,
            nanoClock);
    body = expected;
    return new HttpCall(
        request,
        HttpTarget.of(request.uri()),
        expected,
        Addresses.normalised(channel.remoteAddress()),
        Addresses.normalised(channel.localAddress()),
        channel.eventLoop());
  }

  /** Nobody hears of what is thrown here: the connection would wait for its answer for ever. */
  private void answered(@Nullable HttpAnswer answer, @Nullable Throwable failure) {
    try {
      settle(answer, failure);
    } catch (RuntimeException | Error e) {
      log.warn("an answer to an HTTP request could not be sent", e);
      if (answer != null && writer == null) {
        answer.discard();
      }
      channel.close();
    }
  }

  private void settle(@Nullable HttpAnswer answer, @Nullable Throwable failure) {
    if (!channel.isActive()) {
      if (answer != null) {
        answer.discard();
      }
    } else if (answer == null) {
      refuse(refusal(failure));
    } else {
      send(answer);
    }
  }

  private static HttpException refusal(@Nullable Throwable failure) {
    return failure == null
        ? internal()
        : HttpException.in(failure).orElseGet(() -> broken(failure));
  }

  private static HttpException broken(Throwable failure) {
    log.warn("an HTTP request could not be answered", failure);
    return internal();
  }

  private static HttpException internal() {
    return new HttpException(500, "internal", "the server could not answer this request");
  }

  private void refuse(HttpException reason) {
    HttpAnswer answer = handler.refuse(reason);
    for (var header : reason.headers().entrySet()) {
      answer = answer.withHeader(header.getKey(), header.getValue());
    }
    send(answer);
  }

  private void send(HttpAnswer answer) {
    boolean endless = answer.content() instanceof HttpAnswer.Events;
    last |= endless || body == null || !body.canBeSkipped();
    HttpHeaders headers = answer.headers().copy();
    headers.set(HttpHeaderNames.DATE, DateFormatter.format(Date.from(Instant.now())));
    if (last) {
      headers.set(HttpHeaderNames.CONNECTION, "close");
    } else if (!version.equals(HttpVersion.HTTP_1_1)) {
      headers.set(HttpHeaderNames.CONNECTION, "keep-alive");
    }
    HttpResponseStatus status = HttpResponseStatus.valueOf(answer.status());
    if (answer.content() instanceof HttpAnswer.Bytes content) {
      boolean bodiless = answer.status() == 204 || answer.status() == 304;
      if (!bodiless) {
        headers.set(HttpHeaderNames.CONTENT_LENGTH, content.bytes().remaining());
      }
      sendBytes(status, headers, bodiless || headersOnly ? NOTHING : content.bytes());
    } else if (answer.content() instanceof HttpAnswer.Stream content) {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, content.length());
      if (headersOnly) {
        sendBytes(status, headers, NOTHING);
        content.source().close();
      } else {
        sendStream(status, headers, content);
      }
    } else if (answer.content() instanceof HttpAnswer.Events content) {
      if (headersOnly) {
        sendBytes(status, headers, NOTHING);
      } else {
        sendEvents(status, headers, content);
      }
    }
  }

  private void sendBytes(HttpResponseStatus status, HttpHeaders headers, ByteBuffer bytes) {
    watch.begin();
    channel
        .writeAndFlush(
            new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                status,
                Unpooled.wrappedBuffer(bytes),
                headers,
                EmptyHttpHeaders.INSTANCE))
        .addListener(
            written -> {
              watch.end(bytes.remaining());
              sent(written.cause());
            });
  }

  private void sendStream(
      HttpResponseStatus status, HttpHeaders headers, HttpAnswer.Stream content) {
    channel.write(new DefaultHttpResponse(HttpVersion.HTTP_1_1, status, headers));
    StreamWriter streaming = new StreamWriter(channel, content, watch, nanoClock, this::sent);
    writer = streaming;
    streaming.next();
  }

  private void sendEvents(
      HttpResponseStatus status, HttpHeaders headers, HttpAnswer.Events content) {
    if (inputOver) { // it could not be told when such a client goes away
      channel.close();
      return;
    }
    channel.writeAndFlush(new DefaultHttpResponse(HttpVersion.HTTP_1_1, status, headers));
    beDeaf(); // yet told when the client goes away
    EventStream stream = new EventStream(channel, content.source(), limits.eventBacklog());
    events = stream;
    stream.open();
  }

  /** All of an answer has left, unless there is a reason why not. */
  private void sent(@Nullable Throwable failure) {
    writer = null;
    RequestBody read = body;
    if (failure != null) {
      log.debug("an answer could not be sent in full", failure);
      channel.close();
    } else if (!last && read != null) {
      phase = Phase.SKIPPING;
      read.skip(this::next);
    } else {
      sayFarewell();
    }
  }

  private void next() {
    if (!channel.isActive()) {
      return;
    }
    body = null;
    version = HttpVersion.HTTP_1_1;
    headersOnly = false;
    phase = Phase.IDLE;
    await(limits.idleTimeout());
    if (requests % REQUESTS_A_ROUND == 0) {
      // Due at once, yet in the loop's next round, so that one client does not have it alone.
      channel.eventLoop().schedule(this::goOn, 0, TimeUnit.NANOSECONDS);
    } else {
      pull();
    }
  }

  private void goOn() {
    if (channel.isActive()) {
      pull();
    }
  }

  /**
   * Tells the client that nothing more comes, and hears it out for a moment: to close at once, with
   * something of it unread, might take the answer away from it.
   */
  private void sayFarewell() {
    if (!inputOver && channel instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
      await(FAREWELL);
      beDeaf();
    } else {
      channel.close();
    }
  }

  private void beDeaf() {
    phase = Phase.DEAF;
    if (body != null) {
      body.lost();
    }
    channel.pipeline().remove(decoder);
    channel.read();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (phase == Phase.DEAF) {
      ctx.read();
    }
  }

  /** No more comes: a client that ends its side after a request, or one that has gone away. */
  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      inputOver = true;
      if (phase == Phase.DEAF) {
        channel.close();
      }
    }
  }

  @Override
  public void pull() {
    try {
      decoder.pull();
    } catch (Exception e) {
      exceptionCaught(e);
    }
  }

  @Override
  public void welcome() {
    channel.writeAndFlush(
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
  }

  @Override
  public void tooSlow() {
    log.debug("{} is too slow and is disconnected", channel.remoteAddress());
    channel.close();
  }

  /** Ends the connection; a short answer that is on its way gets there first. */
  CompletableFuture<Void> end() {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    channel.closeFuture().addListener(closed -> ended.complete(null));
    try {
      channel.eventLoop().execute(this::endSoon);
    } catch (RejectedExecutionException e) {
      ended.complete(null); // loops that have ended have closed what was on them
    }
    return ended;
  }

  private void endSoon() {
    if (phase == Phase.ANSWERING && writer == null) {
      last = true;
      await(FAREWELL);
    } else {
      channel.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    deadline.stop();
    watch.stop();
    if (body != null) {
      body.lost();
    }
    if (writer != null) {
      writer.close();
    }
    if (events != null) {
      events.closed();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    exceptionCaught(cause);
  }

  private void exceptionCaught(Throwable cause) {
    log.debug("an HTTP connection failed", cause);
    channel.close();
  }
}
