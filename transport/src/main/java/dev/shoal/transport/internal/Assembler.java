package dev.shoal.transport.internal;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.transport.Connection;
import dev.shoal.transport.ConnectionHandler;
import dev.shoal.transport.Greeting;
import dev.shoal.transport.TransportException;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
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
  private final CompletableFuture<Connection> ready = new CompletableFuture<>();

  /**
   * @param greeting this side's, as it is at the moment of connecting
   * @param handlers makes the application's handler of each connection
   */
  public Assembler(
      Pipeline pipeline,
      Supplier<Greeting> greeting,
      Supplier<? extends ConnectionHandler> handlers) {
    this.pipeline = pipeline;
    this.greeting = greeting;
    this.handlers = handlers;
  }

  /** The first connection made, or why there is none. */
  public CompletableFuture<Connection> ready() {
    return ready;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    NettyConnection connection = pipeline.assemble(ctx.channel(), greeting.get(), handlers);
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
