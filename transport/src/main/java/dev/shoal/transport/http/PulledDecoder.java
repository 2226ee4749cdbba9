package dev.shoal.transport.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes requests, one piece each time it is asked for one: what else has arrived, be it a body or
 * further requests, stays undecoded, and nothing is read from the socket meanwhile.
 */
final class PulledDecoder extends HttpRequestDecoder {
  /** The largest piece of a body, as large as what is read from the socket at once. */
  static final int PIECE = 64 * 1024;

  private final Runnable onInput;
  private final Runnable onEnd;
  private @Nullable ChannelHandlerContext context;
  private boolean wanted;
  private boolean decoding;

  /** Whether the client sends no more: what it has sent by then is yet decoded. */
  private boolean ended;

  /**
   * @param onInput called whenever bytes have come
   * @param onEnd called when something is wanted that can't come any more
   */
  PulledDecoder(HttpLimits limits, Runnable onInput, Runnable onEnd) {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(limits.requestLine())
            .setMaxHeaderSize(limits.headers())
            .setMaxChunkSize(PIECE)
            .setAllowDuplicateContentLengths(false)
            .setStrictLineParsing(true)
            .setUseRfc9112TransferEncoding(true));
    this.onInput = onInput;
    this.onEnd = onEnd;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  /**
   * Has the next piece decoded, as soon as it is there. A head without a body comes with its end.
   */
  void pull() throws Exception {
    wanted = true;
    ChannelHandlerContext ctx = context;
    if (decoding || ctx == null) {
      return; // whoever decodes goes on
    }
    channelRead(ctx, Unpooled.EMPTY_BUFFER);
    readIfWanted(ctx);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    if (message instanceof ByteBuf bytes && bytes.isReadable()) {
      onInput.run();
    }
    boolean outermost = !decoding;
    decoding = true;
    try {
      super.channelRead(ctx, message);
    } finally {
      decoding = !outermost;
    }
  }

  /** Unlike the one it is made of it reads no more by itself than was asked for. */
  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    discardSomeReadBytes();
    ctx.fireChannelReadComplete();
    readIfWanted(ctx);
  }

  private void readIfWanted(ChannelHandlerContext ctx) {
    if (wanted && ended) {
      onEnd.run();
    } else if (wanted) {
      ctx.read();
    }
  }

  /** Unlike the one it is made of it does not give up what is undecoded when no more comes. */
  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
    if (event instanceof ChannelInputShutdownEvent) {
      ended = true;
      ctx.fireUserEventTriggered(event);
      readIfWanted(ctx);
    } else {
      super.userEventTriggered(ctx, event);
    }
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    if (wanted) {
      super.decode(ctx, in, out);
      wanted = out.isEmpty();
    }
  }

  /** Two lengths are how requests are smuggled past others. */
  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("both a Content-Length and a Transfer-Encoding");
  }
}
