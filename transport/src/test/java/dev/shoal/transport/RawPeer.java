package dev.shoal.transport;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.FramePrefix;
import dev.shoal.protocol.ProtocolVersion;
import dev.shoal.protocol.wire.Error;
import dev.shoal.protocol.wire.Hello;
import dev.shoal.protocol.wire.Role;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;

/** The other side as bare bytes over a blocking socket: well-behaved only where a test wants it. */
final class RawPeer implements AutoCloseable {
  /** Who this is, also where nobody proves it. */
  static final Identity IDENTITY = Identity.generate();

  private static final RawTls TLS = RawTls.of(IDENTITY);

  private final Socket socket;
  private final Socket bare;
  private final DataInputStream in;

  private RawPeer(Socket socket, Socket bare) throws IOException {
    this.socket = socket;
    this.bare = bare;
    bare.setSoTimeout((int) Await.LIMIT.toMillis());
    in = new DataInputStream(socket.getInputStream());
  }

  /** A frame as it came. */
  record Frame(int kind, int flags, int requestId, ByteString header, ByteString body) {
    boolean is(FrameKind expected) {
      return kind == expected.number();
    }

    Error error() throws IOException {
      if (!is(FrameKind.ERROR)) {
        throw new AssertionError("should be an error, but is " + FrameKind.of(kind));
      }
      return Error.parseFrom(header);
    }

    ErrorCode errorCode() throws IOException {
      return ErrorCode.of(error().getCode());
    }
  }

  static RawPeer dial(TestNode node) throws IOException {
    return dial(node.address(), node.way);
  }

  static RawPeer dial(InetSocketAddress node, Way way) throws IOException {
    return dialled(new Socket(node.getAddress(), node.getPort()), way);
  }

  /** Without TLS, and without a word. */
  static RawPeer dialPlain(TestNode node) throws IOException {
    return dial(node.address(), new Way(node.way.transport(), null));
  }

  private static RawPeer dialled(Socket socket, Way way) throws IOException {
    return new RawPeer(way.isEncrypted() ? TLS.dialled(socket) : socket, socket);
  }

  /** Dials with a small receive buffer, which is full soon. */
  static RawPeer dialSlowly(TestNode node) throws IOException {
    return dialSlowly(node.address(), node.way);
  }

  static RawPeer dialSlowly(InetSocketAddress node, Way way) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(node);
    return dialled(socket, way);
  }

  static RawPeer accept(ServerSocket listener, Way way) throws IOException {
    Socket socket = listener.accept();
    return new RawPeer(way.isEncrypted() ? TLS.accepted(socket) : socket, socket);
  }

  static InetSocketAddress address(ServerSocket listener) {
    return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
  }

  static Hello.Builder hello() {
    return Hello.newBuilder()
        .setMagic(ProtocolVersion.MAGIC)
        .setMinVersion(ProtocolVersion.MIN)
        .setMaxVersion(ProtocolVersion.MAX)
        .setRole(Role.ROLE_PEER)
        .setPeerId(ByteString.copyFrom(IDENTITY.peerId().toBytes()))
        .setInstance(4711);
  }

  /** Exchanges greetings as it should be. */
  RawPeer greet() throws IOException {
    send(FrameKind.HELLO, 0, hello().build());
    if (!read().is(FrameKind.HELLO)) {
      throw new AssertionError("no Hello came");
    }
    return this;
  }

  void send(FrameKind kind, int requestId, MessageLite header) throws IOException {
    send(frame(kind.number(), 0, requestId, header.toByteArray(), new byte[0]));
  }

  void sendLast(FrameKind kind, int requestId, MessageLite header, byte[] body) throws IOException {
    send(frame(kind.number(), FramePrefix.FLAG_LAST, requestId, header.toByteArray(), body));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  static byte[] frame(int kind, int flags, int requestId, byte[] header, byte[] body) {
    return ByteBuffer.allocate(FramePrefix.LENGTH + header.length + body.length)
        .putInt(header.length)
        .putInt(body.length)
        .putShort((short) kind)
        .putShort((short) flags)
        .putInt(requestId)
        .put(header)
        .put(body)
        .array();
  }

  Frame read() throws IOException {
    int headerLength = in.readInt();
    int bodyLength = in.readInt();
    int kind = in.readUnsignedShort();
    int flags = in.readUnsignedShort();
    int requestId = in.readInt();
    return new Frame(
        kind,
        flags,
        requestId,
        ByteString.copyFrom(in.readNBytes(headerLength)),
        ByteString.copyFrom(in.readNBytes(bodyLength)));
  }

  /** The next frame of that kind; others are skipped. */
  Frame read(FrameKind kind) throws IOException {
    Frame frame;
    do {
      frame = read();
    } while (!frame.is(kind));
    return frame;
  }

  /** Reads some bytes, whatever they are. */
  void drop(int bytes) {
    try {
      in.readNBytes(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the other side has closed its sending half. */
  void awaitEnd() throws IOException {
    try {
      byte[] drop = new byte[8192];
      while (in.read(drop) >= 0) {
        // what comes before the end does not matter
      }
    } catch (EOFException e) {
      // an end, too
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** Closes in good order. */
  void hangUp() throws IOException {
    socket.close();
  }

  /** Resets the connection instead of closing it in good order. */
  void reset() throws IOException {
    bare.setSoLinger(true, 0);
    bare.close();
  }
}
