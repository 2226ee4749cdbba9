package dev.shoal.tracker;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.PackedAddress;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Details;
import dev.shoal.protocol.wire.FileDetails;
import dev.shoal.protocol.wire.Goodbye;
import dev.shoal.protocol.wire.GoodbyeAck;
import dev.shoal.protocol.wire.GroupEpoch;
import dev.shoal.protocol.wire.Heartbeat;
import dev.shoal.protocol.wire.HeartbeatAck;
import dev.shoal.protocol.wire.Lease;
import dev.shoal.protocol.wire.OpenLease;
import dev.shoal.protocol.wire.Query;
import dev.shoal.protocol.wire.Register;
import dev.shoal.protocol.wire.Registered;
import dev.shoal.protocol.wire.Registration;
import dev.shoal.protocol.wire.Sources;
import dev.shoal.protocol.wire.SwarmUpdate;
import dev.shoal.protocol.wire.Unregister;
import dev.shoal.protocol.wire.Unregistered;
import dev.shoal.protocol.wire.Unsubscribe;
import dev.shoal.transport.Connection;
import dev.shoal.transport.ConnectionHandler;
import dev.shoal.transport.Endpoint;
import dev.shoal.transport.PeerVerifier;
import dev.shoal.transport.Request;
import dev.shoal.transport.TransportException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A peer's connection to a tracker, as a test drives it: every call waits for its answer. */
final class TestPeer implements ConnectionHandler {
  private static final int PATIENCE_SECONDS = 20;

  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final BlockingQueue<SwarmUpdate> updates = new LinkedBlockingQueue<>();
  private final BlockingQueue<GroupEpoch> epochs = new LinkedBlockingQueue<>();
  private final Connection connection;

  private TestPeer(Endpoint endpoint, InetSocketAddress tracker, @Nullable InetAddress from) {
    connection = get(endpoint.dial(tracker, from, this));
  }

  private TestPeer(Endpoint endpoint, InetSocketAddress tracker, PeerVerifier verifier) {
    connection = get(endpoint.dial(tracker, null, verifier, this));
  }

  static TestPeer connect(Endpoint endpoint, InetAddress tracker, int port) {
    return new TestPeer(endpoint, new InetSocketAddress(tracker, port), (InetAddress) null);
  }

  /** Connects by TLS, and only to that tracker. */
  static TestPeer connectByTls(Endpoint endpoint, TrackerServer tracker) {
    return new TestPeer(
        endpoint,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), tracker.address().getPort()),
        PeerVerifier.expecting(tracker.peerId()));
  }

  static TestPeer connectFrom(Endpoint endpoint, InetAddress from, InetAddress tracker, int port) {
    return new TestPeer(endpoint, new InetSocketAddress(tracker, port), from);
  }

  /** Opens a lease as a peer that listens on that port, on all its addresses or one. */
  Lease open(int listenPort, boolean everywhere) {
    return open(
        OpenLease.newBuilder().setListenPort(listenPort).setListensEverywhere(everywhere).build());
  }

  Lease open(OpenLease request) {
    return (Lease) ask(FrameKind.OPEN_LEASE, request);
  }

  /** Opens a lease over any connection, for one that serves nobody. */
  static Lease lease(Connection connection) {
    return (Lease) get(connection.request(FrameKind.OPEN_LEASE, OpenLease.getDefaultInstance()));
  }

  /** Asks for a lease and does not wait for it. */
  void beginOpen(int listenPort) {
    connection.request(
        FrameKind.OPEN_LEASE, OpenLease.newBuilder().setListenPort(listenPort).build());
  }

  /** Asks to resume a session, believing in that digest. */
  Lease resume(Lease lease, long digest, int listenPort) {
    return open(
        OpenLease.newBuilder()
            .setListenPort(listenPort)
            .setListensEverywhere(true)
            .setSession(lease.getSession())
            .setSecret(lease.getSecret())
            .setDigest(digest)
            .build());
  }

  /** Registers complete files; gives the digest. */
  long register(FileId... files) {
    Register.Builder request = Register.newBuilder();
    for (FileId file : files) {
      request.addRegistrations(
          Registration.newBuilder()
              .setFileId(ByteString.copyFrom(file.toBytes()))
              .setComplete(true));
    }
    return register(request.build());
  }

  long register(Register request) {
    return ((Registered) ask(FrameKind.REGISTER, request)).getDigest();
  }

  long unregister(FileId file) {
    Unregister request =
        Unregister.newBuilder().addFileIds(ByteString.copyFrom(file.toBytes())).build();
    return ((Unregistered) ask(FrameKind.UNREGISTER, request)).getDigest();
  }

  boolean heartbeat(long digest) {
    Heartbeat request = Heartbeat.newBuilder().setDigest(digest).build();
    return ((HeartbeatAck) ask(FrameKind.HEARTBEAT, request)).getInStep();
  }

  GoodbyeAck sayGoodbye() {
    return (GoodbyeAck) ask(FrameKind.GOODBYE, Goodbye.getDefaultInstance());
  }

  Sources query(FileId file) {
    Query request = Query.newBuilder().setFileId(ByteString.copyFrom(file.toBytes())).build();
    return (Sources) ask(FrameKind.QUERY, request);
  }

  /** Asks for so many sources, now or later. */
  Sources subscribe(FileId file, int maxSources) {
    Query request =
        Query.newBuilder()
            .setFileId(ByteString.copyFrom(file.toBytes()))
            .setMaxSources(maxSources)
            .setSubscribe(true)
            .build();
    return (Sources) ask(FrameKind.QUERY, request);
  }

  void unsubscribe(FileId file) {
    connection.notify(
        FrameKind.UNSUBSCRIBE,
        Unsubscribe.newBuilder().setFileId(ByteString.copyFrom(file.toBytes())).build());
  }

  /** The next notice of a change in a swarm. */
  SwarmUpdate update() {
    return next(updates);
  }

  /** The next notice of a group's epoch. */
  GroupEpoch epoch() {
    return next(epochs);
  }

  private static <T> T next(BlockingQueue<T> notices) {
    try {
      T notice = notices.poll(PATIENCE_SECONDS, SECONDS);
      if (notice == null) {
        throw new AssertionError("no notice came");
      }
      return notice;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Whether notices have come that nobody has looked at. */
  boolean hasUpdate() {
    return !updates.isEmpty();
  }

  FileDetails details(FileId file) {
    Details request = Details.newBuilder().setFileId(ByteString.copyFrom(file.toBytes())).build();
    return (FileDetails) ask(FrameKind.DETAILS, request);
  }

  /** The addresses of the file's seeders that this peer is given. */
  List<InetSocketAddress> seeders(FileId file) {
    Sources sources = query(file);
    return addresses(sources.getSeedersV4(), sources.getSeedersV6());
  }

  /** Packed addresses of both families. */
  static List<InetSocketAddress> addresses(ByteString v4, ByteString v6) {
    try {
      List<InetSocketAddress> addresses = new ArrayList<>();
      addresses.addAll(PackedAddress.unpack(v4.asReadOnlyByteBuffer(), PackedAddress.V4_LENGTH));
      addresses.addAll(PackedAddress.unpack(v6.asReadOnlyByteBuffer(), PackedAddress.V6_LENGTH));
      return addresses;
    } catch (ProtocolException e) {
      throw new AssertionError(e);
    }
  }

  /** Asks again and again, a round trip each, until the file has that many seeders. */
  void awaitSeederCount(FileId file, int count) {
    long deadline = System.nanoTime() + SECONDS.toNanos(PATIENCE_SECONDS);
    while (query(file).getSeederCount() != count) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("still not " + count + " seeders");
      }
    }
  }

  /** The answer to any request, however long it takes. */
  CompletableFuture<MessageLite> begin(FrameKind kind, MessageLite request) {
    return connection.request(kind, request, Duration.ofMinutes(5));
  }

  /** The answer to any request. */
  MessageLite ask(FrameKind kind, MessageLite request) {
    return get(connection.request(kind, request));
  }

  /** The code with which a request fails. */
  ErrorCode refusal(FrameKind kind, MessageLite request) {
    return refused(kind, request).code;
  }

  /** The code and the sentence with which a request fails. */
  Refused refused(FrameKind kind, MessageLite request) {
    try {
      ask(kind, request);
    } catch (Refused e) {
      return e;
    }
    throw new AssertionError(kind + " was answered");
  }

  /** Ends the connection as a crash would: without a goodbye. */
  void drop() {
    beginDrop();
    awaitClosed();
  }

  /** As {@link #drop()}, without waiting for the end. */
  void beginDrop() {
    connection.abort(ErrorCode.UNKNOWN, "the test drops the connection");
  }

  void awaitClosed() {
    get(closed);
  }

  @Override
  public void onRequest(Connection from, Request request) {
    request.fail(ErrorCode.UNKNOWN_KIND, "a test peer serves nothing");
  }

  @Override
  public void onNotice(Connection from, FrameKind kind, MessageLite notice) {
    if (notice instanceof SwarmUpdate update) {
      updates.add(update);
    } else if (notice instanceof GroupEpoch epoch) {
      epochs.add(epoch);
    }
  }

  @Override
  public void onClosed(Connection over, @Nullable Throwable cause) {
    closed.complete(null);
  }

  /** The tracker answered with an error. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final ErrorCode code;

    Refused(TransportException cause) {
      super(cause);
      code = cause.code();
    }
  }

  private static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(PATIENCE_SECONDS, SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TransportException failure) {
        throw new Refused(failure);
      }
      throw new AssertionError(e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
