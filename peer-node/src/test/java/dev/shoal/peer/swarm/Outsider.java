package dev.shoal.peer.swarm;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.wire.ChunkRequest;
import dev.shoal.protocol.wire.FilesData;
import dev.shoal.protocol.wire.FilesRequest;
import dev.shoal.protocol.wire.Gone;
import dev.shoal.protocol.wire.ManifestRequest;
import dev.shoal.protocol.wire.Present;
import dev.shoal.protocol.wire.Role;
import dev.shoal.protocol.wire.Watch;
import dev.shoal.transport.AnswerHandler;
import dev.shoal.transport.Connection;
import dev.shoal.transport.ConnectionHandler;
import dev.shoal.transport.Endpoint;
import dev.shoal.transport.Greeting;
import dev.shoal.transport.Identity;
import dev.shoal.transport.PeerVerifier;
import dev.shoal.transport.Request;
import dev.shoal.transport.Security;
import dev.shoal.transport.TransportConfig;
import dev.shoal.transport.TransportException;
import dev.shoal.transport.TransportKind;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Somebody who asks a node for files by hand, and may or may not belong to its groups. */
final class Outsider implements AutoCloseable {
  private static final int CHUNK = 256 << 10;

  private final EventLoopGroup loops = TransportKind.best().newGroup(1, "outsider");
  private final Identity identity = Identity.generate();
  private final List<Gone> gone = new CopyOnWriteArrayList<>();
  private final List<FrameKind> asked = new CopyOnWriteArrayList<>();
  private final Endpoint endpoint;
  private final Connection connection;

  private Outsider(InetSocketAddress node, boolean tls) throws Exception {
    Greeting greeting = Greeting.of(Role.ROLE_PEER, identity.peerId(), "outsider");
    endpoint =
        new Endpoint(loops, TransportConfig.defaults(), greeting, Security.of(identity).build());
    connection =
        Await.result(
            tls
                ? endpoint.dial(node, null, PeerVerifier.anybody(), new Handler())
                : endpoint.dial(node, null, new Handler()));
  }

  static Outsider encrypted(InetSocketAddress node) throws Exception {
    return new Outsider(node, true);
  }

  static Outsider plain(InetSocketAddress node) throws Exception {
    return new Outsider(node, false);
  }

  PeerId peerId() {
    return identity.peerId();
  }

  /** Of which files it was told that they are not there any more. */
  List<Gone> gone() {
    return gone;
  }

  /** What the node asked it for. */
  List<FrameKind> asked() {
    return asked;
  }

  /** Shows a capability; what the node says to that. */
  String present(ByteString token) throws Exception {
    return ask(FrameKind.PRESENT, Present.newBuilder().setToken(token).build());
  }

  String watch(FileId file) throws Exception {
    return ask(
        FrameKind.WATCH, Watch.newBuilder().setFileId(bytes(file)).setChunkSize(CHUNK).build());
  }

  String manifest(FileId file) throws Exception {
    return ask(
        FrameKind.MANIFEST_REQUEST, ManifestRequest.newBuilder().setFileId(bytes(file)).build());
  }

  String chunk(FileId file) throws Exception {
    return ask(
        FrameKind.CHUNK_REQUEST,
        ChunkRequest.newBuilder().setFileId(bytes(file)).setChunkSize(CHUNK).build());
  }

  String files(FileId file) throws Exception {
    return ask(
        FrameKind.FILES_REQUEST,
        FilesRequest.newBuilder()
            .setFileIds(bytes(file))
            .setMostBytes(Limits.MAX_BODY_BYTES)
            .build());
  }

  /** All that the node says about a file, whichever way it is asked. */
  List<String> everything(FileId file) throws Exception {
    return List.of(watch(file), manifest(file), chunk(file), files(file));
  }

  private static ByteString bytes(FileId file) {
    return ByteString.copyFrom(file.toBytes());
  }

  private String ask(FrameKind kind, MessageLite header) throws Exception {
    CompletableFuture<String> answer = new CompletableFuture<>();
    connection.request(kind, header, Duration.ofSeconds(30), new Answer(answer));
    return Await.result(answer);
  }

  @Override
  public void close() {
    endpoint.close().join();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  /** An answer in a word: {@code granted}, or what is said instead. */
  private static final class Answer implements AnswerHandler {
    private final CompletableFuture<String> answer;
    private @Nullable MessageLite first;

    Answer(CompletableFuture<String> answer) {
      this.answer = answer;
    }

    @Override
    public void onFrame(MessageLite frame, int bodyLength) {
      if (first == null) {
        first = frame;
      }
    }

    @Override
    public void onBody(ByteBuf bytes) {
      // counts for nothing here
    }

    @Override
    public void onComplete() {
      answer.complete(
          first instanceof FilesData data && data.getAbsentCount() > 0 ? "absent" : "granted");
    }

    @Override
    public void onFailure(TransportException cause) {
      answer.complete(cause.code() + ": " + cause.getMessage());
    }
  }

  private final class Handler implements ConnectionHandler {
    @Override
    public void onRequest(Connection from, Request request) {
      asked.add(request.kind());
      request.fail(ErrorCode.NOT_FOUND, "nothing here");
    }

    @Override
    public void onNotice(Connection from, FrameKind kind, MessageLite header) {
      if (header instanceof Gone news) {
        gone.add(news);
      }
    }
  }
}
