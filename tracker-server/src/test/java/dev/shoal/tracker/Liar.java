package dev.shoal.tracker;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.FramePrefix;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.ProtocolVersion;
import dev.shoal.protocol.wire.Error;
import dev.shoal.protocol.wire.Hello;
import dev.shoal.protocol.wire.OpenLease;
import dev.shoal.protocol.wire.Role;
import dev.shoal.transport.Identity;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** A node that proves its key by TLS and may then greet under another's name. */
final class Liar implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final char[] NO_PASSWORD = {};

  private final SSLSocket socket;
  private final DataInputStream in;

  Liar(Identity identity, int port) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "own",
        identity.privateKey(),
        NO_PASSWORD,
        identity.certificates().toArray(Certificate[]::new));
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, NO_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), new TrustManager[] {new Believer()}, null);
    socket =
        (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new DataInputStream(socket.getInputStream());
  }

  /** Says who it is, or would like to be. */
  void greet(PeerId name) throws IOException {
    send(
        FrameKind.HELLO,
        0,
        Hello.newBuilder()
            .setMagic(ProtocolVersion.MAGIC)
            .setMinVersion(ProtocolVersion.MIN)
            .setMaxVersion(ProtocolVersion.MAX)
            .setRole(Role.ROLE_PEER)
            .setPeerId(ByteString.copyFrom(name.toBytes()))
            .setInstance(4711)
            .build());
  }

  void openLease() throws IOException {
    send(FrameKind.OPEN_LEASE, 1, OpenLease.getDefaultInstance());
  }

  private void send(FrameKind kind, int requestId, MessageLite header) throws IOException {
    socket
        .getOutputStream()
        .write(
            ByteBuffer.allocate(FramePrefix.LENGTH + header.getSerializedSize())
                .putInt(header.getSerializedSize())
                .putInt(0)
                .putShort((short) kind.number())
                .putShort((short) 0)
                .putInt(requestId)
                .put(header.toByteArray())
                .array());
  }

  /** With what error the tracker ends the connection; null if it gives a lease. */
  @Nullable ErrorCode ends() throws IOException {
    while (true) {
      int length = in.readInt();
      in.readInt(); // no body
      FrameKind kind = FrameKind.of(in.readUnsignedShort());
      in.readUnsignedShort(); // flags
      in.readInt(); // request id
      byte[] header = in.readNBytes(length);
      if (kind == FrameKind.ERROR) {
        return ErrorCode.of(Error.parseFrom(header).getCode());
      }
      if (kind == FrameKind.LEASE) {
        return null;
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** Believes everybody. */
  private static final class Believer extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket of) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket of) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine of) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine of) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
