package dev.shoal.tracker.internal.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its answer on one connection, which then is closed. All of it has to happen
 * within a few seconds.
 */
final class Exchange extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger log = LoggerFactory.getLogger(Exchange.class);

  private static final int PATIENCE_SECONDS = 10;
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private final Site site;
  private boolean begun;

  Exchange(Site site) {
    this.site = site;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    var patience = ctx.executor().schedule(() -> ctx.close(), PATIENCE_SECONDS, TimeUnit.SECONDS);
    ctx.channel().closeFuture().addListener(closed -> patience.cancel(false));
    ctx.fireChannelActive();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
    if (begun) {
      return; // sent without waiting for the answer, which announces the end of the connection
    }
    begun = true;
    ctx.channel().config().setAutoRead(false);
    boolean headersOnly = request.method().equals(HttpMethod.HEAD);
    answer(ctx, request)
        .exceptionally(Exchange::failed)
        .thenAcceptAsync(answer -> send(ctx, answer, headersOnly), ctx.executor());
  }

  private CompletableFuture<Answer> answer(ChannelHandlerContext ctx, HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      return CompletableFuture.completedFuture(Answer.of(HttpResponseStatus.BAD_REQUEST));
    }
    if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
      return CompletableFuture.completedFuture(Answer.of(HttpResponseStatus.METHOD_NOT_ALLOWED));
    }
    return site.answer(new QueryStringDecoder(request.uri()).rawPath(), ctx.executor());
  }

  private static Answer failed(Throwable failure) {
    log.warn("an HTTP request could not be answered", failure);
    return Answer.of(HttpResponseStatus.INTERNAL_SERVER_ERROR);
  }

  private static void send(ChannelHandlerContext ctx, Answer answer, boolean headersOnly) {
    ByteBuf body = ByteBufUtil.writeUtf8(ctx.alloc(), answer.body());
    int length = body.readableBytes();
    if (headersOnly) {
      body.release();
      body = Unpooled.EMPTY_BUFFER;
    }
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, answer.status(), body);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, answer.type())
        .setInt(HttpHeaderNames.CONTENT_LENGTH, length)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
        .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
        .set("x-content-type-options", "nosniff")
        .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, POLICY)
        .set("referrer-policy", "no-referrer");
    if (answer.status().equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
      response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
    }
    ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    log.debug("an HTTP connection failed", cause);
    ctx.close();
  }
}
