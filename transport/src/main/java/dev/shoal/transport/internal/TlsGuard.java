package dev.shoal.transport.internal;

import dev.shoal.transport.PeerVerifier;
import dev.shoal.transport.RemoteIdentity;
import dev.shoal.transport.TransportException;
import dev.shoal.transport.internal.tls.RemoteCertificates;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/**
 * Stands behind the handler that encrypts. Lets greetings be exchanged only when the other side has
 * proved who it is and is the one that was meant; says what went wrong with TLS.
 */
final class TlsGuard extends ChannelInboundHandlerAdapter {
  private final NettyConnection connection;
  private final SslHandler tls;
  private final PeerVerifier verifier;

  TlsGuard(NettyConnection connection, SslHandler tls, PeerVerifier verifier) {
    this.connection = connection;
    this.tls = tls;
    this.verifier = verifier;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (handshake.isSuccess()) {
        verify(ctx);
      } else {
        // The handler that encrypts has yet to tell the other side, and closes by itself.
        connection.ending().isBeingClosed(TlsFailures.beforeGreeting(handshake.cause()));
      }
    } else if (event instanceof SslCloseCompletionEvent closed) {
      if (closed.isSuccess() && connection.ending().listens()) {
        Sockets.close(ctx.channel()); // as at the end of input without TLS
      }
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  private void verify(ChannelHandlerContext ctx) {
    if (!connection.ending().listens()) {
      return;
    }
    try {
      RemoteIdentity remote = RemoteCertificates.read(tls);
      verifier.verify(remote);
      connection.authenticated(remote.peerId());
    } catch (TransportException.Untrusted | RuntimeException e) {
      connection.ending().fail(e);
      return;
    }
    ctx.fireUserEventTriggered(Opened.EVENT);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
    if (TlsFailures.isOne(thrown)) {
      connection
          .ending()
          .fail(
              connection.isGreeted()
                  ? TlsFailures.afterGreeting(thrown)
                  : TlsFailures.beforeGreeting(thrown));
    } else {
      ctx.fireExceptionCaught(thrown);
    }
  }
}
