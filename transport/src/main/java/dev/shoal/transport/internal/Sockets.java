package dev.shoal.transport.internal;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/** Closes channels, and their sending halves, whether or not they are encrypted. */
final class Sockets {
  private Sockets() {}

  /**
   * Closes at once. The handler that encrypts would first wait until all is sent, however long the
   * other side takes to read it.
   */
  static void close(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      channel.close();
    } else {
      channel.pipeline().context(tls).close();
    }
  }

  /** Closes the sending half after what was written; with TLS, having said so there, too. */
  static void closeOutput(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (!(channel instanceof DuplexChannel duplex)) {
      close(channel);
    } else if (tls == null) {
      duplex.shutdownOutput();
    } else {
      // BoringSSL takes nothing more once it has closed: what still arrives would pile up.
      channel.pipeline().addFirst(Deaf.INSTANCE);
      tls.closeOutbound().addListener(told -> duplex.shutdownOutput());
    }
  }

  /** Whether nothing can be said yet, since it is not settled how to encrypt it. */
  static boolean isHandshaking(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    return tls != null && !tls.handshakeFuture().isSuccess();
  }
}
