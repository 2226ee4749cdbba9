package dev.shoal.peer.swarm;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.peer.internal.hash.FileHasher;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.Manifest;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.wire.Availability;
import dev.shoal.protocol.wire.ChunkData;
import dev.shoal.protocol.wire.ChunkRequest;
import dev.shoal.protocol.wire.FilesData;
import dev.shoal.protocol.wire.FilesRequest;
import dev.shoal.protocol.wire.ManifestPage;
import dev.shoal.protocol.wire.ManifestRequest;
import dev.shoal.protocol.wire.OpenLease;
import dev.shoal.protocol.wire.Register;
import dev.shoal.protocol.wire.Registration;
import dev.shoal.protocol.wire.Role;
import dev.shoal.protocol.wire.Watch;
import dev.shoal.transport.Body;
import dev.shoal.transport.Connection;
import dev.shoal.transport.ConnectionHandler;
import dev.shoal.transport.Endpoint;
import dev.shoal.transport.Greeting;
import dev.shoal.transport.Request;
import dev.shoal.transport.TransportConfig;
import dev.shoal.transport.TransportKind;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A peer over real sockets that does what a test tells it. Told nothing, it is an honest seeder of
 * one small file; {@link #register} makes the tracker name it.
 */
public final class ScriptedPeer implements AutoCloseable {
  /** How one kind of request is answered; on the connection's event loop. */
  @FunctionalInterface
  public interface Script {
    /** Answers, or does something else. */
    void onRequest(Connection connection, Request request);
  }

  private static final AtomicLong IDS = new AtomicLong();

  /** Several frames for each chunk; answers that never come are not waited for. */
  private static final TransportConfig CONFIG =
      TransportConfig.builder().sliceSize(64 << 10).drainTimeout(Duration.ofMillis(100)).build();

  private final byte[] content;
  private final Manifest finest;
  private final EventLoopGroup loops;
  private final Endpoint endpoint;
  private final InetSocketAddress address;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger manifestRequests = new AtomicInteger();
  private final AtomicInteger chunkRequests = new AtomicInteger();
  private final AtomicInteger filesRequests = new AtomicInteger();
  private volatile Script manifests = (connection, request) -> answerManifest(request);
  private volatile Script watches = (connection, request) -> answerComplete(request);
  private volatile Script chunks = (connection, request) -> answerChunk(request);
  private volatile Script files =
      (connection, request) -> request.fail(ErrorCode.UNKNOWN_KIND, "an old peer");

  /** Listens on loopback. */
  public ScriptedPeer(Path file, TransportKind transport) throws Exception {
    content = Files.readAllBytes(file);
    finest =
        new FileHasher(ForkJoinPool.commonPool(), 1).hash(file, hashed -> {}).join().manifest();
    loops = transport.newGroup(1, "scripted-peer");
    byte[] id = new byte[PeerId.LENGTH];
    Arrays.fill(id, (byte) IDS.incrementAndGet());
    Greeting greeting = Greeting.of(Role.ROLE_PEER, PeerId.fromBytes(id), "scripted");
    endpoint = new Endpoint(loops, CONFIG, greeting);
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    address = Await.result(endpoint.listen(any, Handler::new));
  }

  /** Has the tracker name it as a seeder. */
  public ScriptedPeer register(InetSocketAddress tracker) throws Exception {
    Connection connection = Await.result(endpoint.dial(tracker, null, new Handler()));
    Await.result(
        connection.request(
            FrameKind.OPEN_LEASE, OpenLease.newBuilder().setListenPort(address.getPort()).build()));
    Registration registration =
        Registration.newBuilder()
            .setFileId(ByteString.copyFrom(fileId().toBytes()))
            .setComplete(true)
            .build();
    Await.result(
        connection.request(
            FrameKind.REGISTER, Register.newBuilder().addRegistrations(registration).build()));
    return this;
  }

  /** Connects to a node and asks it for the file, as who fetches it does; whatever the answer. */
  public ScriptedPeer asks(InetSocketAddress node) throws Exception {
    Watch watch =
        Watch.newBuilder()
            .setFileId(ByteString.copyFrom(fileId().toBytes()))
            .setChunkSize(256 << 10)
            .build();
    Await.result(endpoint.dial(node, null, new Handler())).request(FrameKind.WATCH, watch);
    return this;
  }

  /** How it answers manifest requests. */
  public ScriptedPeer onManifest(Script script) {
    manifests = script;
    return this;
  }

  /** How it answers when asked what it has. */
  public ScriptedPeer onWatch(Script script) {
    watches = script;
    return this;
  }

  /** How it answers chunk requests. */
  public ScriptedPeer onChunk(Script script) {
    chunks = script;
    return this;
  }

  /** How it answers when asked for whole files; told nothing, it does not know such requests. */
  public ScriptedPeer onFiles(Script script) {
    files = script;
    return this;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return address;
  }

  /** The file's id. */
  public FileId fileId() {
    return finest.fileId();
  }

  /** How often downloaders connected to it. */
  public int connections() {
    return connections.get();
  }

  /** How many connections of downloaders it has now. */
  public int openConnections() {
    return open.get();
  }

  /** How often it was asked for the manifest. */
  public int manifestRequests() {
    return manifestRequests.get();
  }

  /** How many chunks it was asked for. */
  public int chunkRequests() {
    return chunkRequests.get();
  }

  /** How often it was asked for whole files. */
  public int filesRequests() {
    return filesRequests.get();
  }

  /** The bytes that are asked for, a copy. */
  public byte[] bytes(Request request) {
    ChunkRequest asked = (ChunkRequest) request.header();
    return bytes(asked.getChunk(), asked.getChunkSize());
  }

  private byte[] bytes(int chunk, int chunkSize) {
    int from = chunk * chunkSize;
    return Arrays.copyOfRange(content, from, Math.min(content.length, from + chunkSize));
  }

  /** The honest answer. */
  public void answerManifest(Request request) {
    answerManifest(request, Integer.MAX_VALUE);
  }

  /** The honest answer, in pages of at most so many hashes. */
  public void answerManifest(Request request, int most) {
    ManifestRequest asked = (ManifestRequest) request.header();
    Manifest manifest =
        finest.coarsen(asked.getChunkSize() == 0 ? 256 << 10 : asked.getChunkSize());
    int first = asked.getFirstChunk();
    int count = Math.min(most, manifest.layout().count() - first);
    ManifestPage page =
        ManifestPage.newBuilder()
            .setLength(content.length)
            .setChunkSize(manifest.layout().chunkSize())
            .setFirstChunk(first)
            .build();
    request.answer(offset -> page, Body.of(Unpooled.wrappedBuffer(manifest.hashes(first, count))));
  }

  /** Says that it has everything. */
  public void answerComplete(Request request) {
    Availability all = Availability.newBuilder().setComplete(true).build();
    request.answer(offset -> all, Body.empty());
  }

  /** The honest answer. */
  public void answerChunk(Request request) {
    answerChunk(request, bytes(request));
  }

  /** Answers a chunk request with whatever bytes. */
  public void answerChunk(Request request, byte[] bytes) {
    request.answer(
        offset -> ChunkData.newBuilder().setOffset(offset).build(),
        Body.of(Unpooled.wrappedBuffer(bytes)));
  }

  /** Answers a request for whole files with whatever it may be. */
  public void answerFiles(Request request, FilesData header, byte[] bytes) {
    request.answer(
        offset -> offset == 0 ? header : FilesData.getDefaultInstance(),
        Body.of(Unpooled.wrappedBuffer(bytes)));
  }

  /** Answers a chunk request with another chunk, and says so. */
  public void answerInstead(Request request, int chunk) {
    ChunkRequest asked = (ChunkRequest) request.header();
    request.answer(
        offset -> ChunkData.newBuilder().setOffset(offset).setChunk(chunk).build(),
        Body.of(Unpooled.wrappedBuffer(bytes(chunk, asked.getChunkSize()))));
  }

  @Override
  public void close() throws IOException {
    endpoint.close().join();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private final class Handler implements ConnectionHandler {
    @Override
    public void onReady(Connection connection) {
      if (isDownloader(connection)) {
        connections.incrementAndGet();
        open.incrementAndGet();
      }
    }

    @Override
    public void onClosed(Connection connection, @Nullable Throwable cause) {
      if (isDownloader(connection)) {
        open.decrementAndGet();
      }
    }

    /** The tracker is none: neither where we registered, nor when it looks whether we listen. */
    private boolean isDownloader(Connection connection) {
      return connection.remote().role() == Role.ROLE_PEER;
    }

    @Override
    public void onRequest(Connection connection, Request request) {
      MessageLite header = request.header();
      if (header instanceof ChunkRequest) {
        chunkRequests.incrementAndGet();
        chunks.onRequest(connection, request);
      } else if (header instanceof FilesRequest) {
        filesRequests.incrementAndGet();
        files.onRequest(connection, request);
      } else if (header instanceof ManifestRequest) {
        manifestRequests.incrementAndGet();
        manifests.onRequest(connection, request);
      } else {
        watches.onRequest(connection, request);
      }
    }
  }
}
