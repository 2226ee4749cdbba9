package dev.shoal.transport.internal;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.transport.Connection;
import dev.shoal.transport.ConnectionHandler;
import dev.shoal.transport.Greeting;
import dev.shoal.transport.PeerVerifier;
import dev.shoal.transport.TransportException;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands first in a new channel and, once it is connected and has its addresses, makes it a
 * connection.
 */
@Sharable
public final class Assembler extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(Assembler.class);

  private final Pipeline pipeline;
  private final Supplier<Greeting> greeting;
  private final Supplier<? extends ConnectionHandler> handlers;
  private final @Nullable PeerVerifier verifier;
  private final CompletableFuture<Connection> ready = new CompletableFuture<>();

  /** Of connections that are accepted, or dialled without TLS. */
  public Assembler(
      Pipeline pipeline,
      Supplier<Greeting> greeting,
      Supplier<? extends ConnectionHandler> handlers) {
    this(pipeline, greeting, handlers, null);
  }

  /**
   * @param greeting this side's, as it is at the moment of connecting
   * @param handlers makes the application's handler of each connection
   * @param verifier decides who is to be at the other end of a connection that is dialled by TLS;
   *     null for others
   */
  public Assembler(
      Pipeline pipeline,
      Supplier<Greeting> greeting,
      Supplier<? extends ConnectionHandler> handlers,
      @Nullable PeerVerifier verifier) {
    this.pipeline = pipeline;
    this.greeting = greeting;
    this.handlers = handlers;
    this.verifier = verifier;
  }

  /** The first connection made, or why there is none. */
  public CompletableFuture<Connection> ready() {
    return ready;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    NettyConnection connection =
        pipeline.assemble(ctx.channel(), greeting.get(), handlers, verifier);
    if (connection == null) {
      ctx.pipeline().remove(this);
      return;
    }
    connection
        .ready()
        .whenComplete(
            (made, failure) -> {
              if (failure == null) {
                ready.complete(made);
              } else {
                ready.completeExceptionally(failure);
              }
            });
    ctx.fireChannelActive();
    ctx.pipeline().remove(this);
  }

  /** Nobody else is there yet to close a channel that couldn't be made a connection. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
    log.error("a new connection could not be set up", thrown);
    ready.completeExceptionally(
        new TransportException.Unreachable(
            ErrorCode.INTERNAL, "the connection could not be set up", thrown));
    ctx.close();
  }
}
