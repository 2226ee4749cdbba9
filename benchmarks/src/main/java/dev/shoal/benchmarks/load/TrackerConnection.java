package dev.shoal.benchmarks.load;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.FramePrefix;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Error;
import dev.shoal.protocol.wire.Goodbye;
import dev.shoal.protocol.wire.Heartbeat;
import dev.shoal.protocol.wire.Hello;
import dev.shoal.protocol.wire.Lease;
import dev.shoal.protocol.wire.OpenLease;
import dev.shoal.protocol.wire.Pong;
import dev.shoal.protocol.wire.Role;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the tracker, from greeting to end: it opens a lease, keeps it alive, matches
 * answers with requests, and leaves what to ask for to its {@link Activity}.
 */
final class TrackerConnection extends ChannelInboundHandlerAdapter implements FrameWalker.Sink {
  private static final int MAGIC = 0x53484f4c;
  private static final int VERSION = 1;
  private static final int LEASE_ID = 0x8000_0001; // of none of the slots
  private static final int HEARTBEAT_ID = 0x8000_0002;
  private static final int GOODBYE_ID = 0x8000_0003;
  private static final int CHECK_EVERY = 1000;

  private final LoadContext context;
  private final Identity identity;
  private final AnswerCheck check;
  private final FrameWalker walker = new FrameWalker(this);
  private final CompletableFuture<TrackerConnection> ready = new CompletableFuture<>();

  /** The requests that wait for their answers. */
  final InFlight inFlight;

  /** What this session has registered. */
  final Registered registered;

  private @Nullable Channel channel;
  private Activity activity = Activity.NONE;
  private boolean greeted;
  private boolean digestKnown = true;
  private boolean heartbeating;
  private long readNanos;
  private int uncheckedAnswers = CHECK_EVERY - 1; // the first is checked
  private int heartbeatMillis;

  TrackerConnection(LoadContext context, Identity identity, AnswerCheck check, int pipeline) {
    this.context = context;
    this.identity = identity;
    this.check = check;
    inFlight = new InFlight(pipeline);
    registered = new Registered(context.files);
  }

  /** Completes when the connection has its lease, or fails with a sentence why it got none. */
  CompletableFuture<TrackerConnection> ready() {
    return ready;
  }

  /** From now on does that. */
  void begin(Activity next) {
    activity = next;
  }

  /** How often the tracker wants a heartbeat. */
  int heartbeatMillis() {
    return heartbeatMillis;
  }

  /** Whether it can be sent to. */
  boolean isOpen() {
    return channel != null && channel.isActive();
  }

  /** Ends the connection without a goodbye. */
  void close() {
    if (channel != null) {
      channel.close();
    }
  }

  /** Room for so many bytes of requests. */
  ByteBuf buffer(int bytes) {
    return open().alloc().directBuffer(bytes);
  }

  /** Sends what a buffer holds, at once. */
  void send(ByteBuf requests) {
    context.tally().bytesOut += requests.readableBytes();
    open().writeAndFlush(requests, open().voidPromise());
  }

  /** Sends a sign of life unless one is under way. */
  void heartbeat() {
    if (!heartbeating && isOpen()) {
      heartbeating = true;
      send(
          FrameKind.HEARTBEAT,
          HEARTBEAT_ID,
          Heartbeat.newBuilder().setDigest(registered.digest()).build());
    }
  }

  /** Ends the session; the tracker closes the connection then. */
  void leave() {
    if (isOpen()) {
      begin(Activity.NONE);
      send(FrameKind.GOODBYE, GOODBYE_ID, Goodbye.getDefaultInstance());
    }
  }

  private Channel open() {
    if (channel == null) {
      throw new IllegalStateException("not connected");
    }
    return channel;
  }

  private void send(FrameKind kind, int requestId, MessageLite header) {
    ByteBuf out = buffer(FramePrefix.LENGTH + header.getSerializedSize());
    Frames.write(out, kind, requestId, header);
    send(out);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    channel = ctx.channel();
    Hello hello =
        Hello.newBuilder()
            .setMagic(MAGIC)
            .setMinVersion(VERSION)
            .setMaxVersion(VERSION)
            .setRole(Role.ROLE_PEER)
            .setPeerId(ByteString.copyFrom(identity.peerId()))
            .setListenPort(identity.listenPort())
            .setAgent("shoal-bench")
            .setInstance(identity.instance())
            .build();
    send(FrameKind.HELLO, 0, hello);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf received = (ByteBuf) message;
    readNanos = System.nanoTime();
    context.tally().bytesIn += received.readableBytes();
    try {
      walker.walk(received);
    } catch (ProtocolException e) {
      String how = String.valueOf(e.getMessage());
      context.violated(how);
      fail(how);
    } finally {
      received.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    activity.received(this);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail("the tracker closed the connection");
    activity.lost(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    fail("the connection broke: " + cause.getMessage());
  }

  /** The first sentence counts. */
  private void fail(String sentence) {
    if (channel != null) {
      Channel ended = channel;
      channel = null;
      if (!ready.completeExceptionally(new LoadException(sentence))) {
        context.lost(sentence);
      }
      ended.close();
    }
  }

  @Override
  public void frame(
      FrameKind kind, int flags, int requestId, ByteBuf bytes, int headerAt, int headerLength)
      throws ProtocolException {
    if (kind.place() != FrameKind.Place.ANSWER) {
      require(flags == 0 && requestId == 0, kind + " has flags or a request id");
      notice(kind, bytes, headerAt, headerLength);
      return;
    }
    int slot = inFlight.find(requestId);
    if (slot < 0) {
      special(kind, requestId, bytes, headerAt, headerLength);
      return;
    }
    require(flags == FramePrefix.FLAG_LAST, kind + " is not marked as the last frame");
    inFlight.end(slot);
    Operation operation = inFlight.operation(slot);
    if (kind == operation.answer()) {
      answer(operation, slot, bytes, headerAt, headerLength);
      activity.answered(this, slot, false, readNanos);
    } else {
      require(kind == FrameKind.ERROR, kind + " answers a request of another kind");
      Error error = parse(Error.parser(), bytes, headerAt, headerLength);
      context.tally().refused(ErrorCode.of(error.getCode()), error.getMessage());
      digestKnown &= operation != Operation.REGISTER && operation != Operation.UNREGISTER;
      activity.answered(this, slot, true, readNanos);
    }
  }

  private void answer(Operation operation, int slot, ByteBuf bytes, int at, int length)
      throws ProtocolException {
    if (operation == Operation.QUERY) {
      context.tally().found(SourceCount.of(bytes, at, length));
    }
    if (++uncheckedAnswers >= CHECK_EVERY) {
      uncheckedAnswers = 0;
      if (digestKnown || !operation.tellsDigest()) {
        context.tally().checked++;
        check.check(operation, inFlight.digest(slot), bytes, at, length);
      }
    }
  }

  private void notice(FrameKind kind, ByteBuf bytes, int at, int length) throws ProtocolException {
    switch (kind) {
      case HELLO -> {
        require(!greeted, "a second Hello came");
        greet(parse(Hello.parser(), bytes, at, length));
      }
      case PING -> send(FrameKind.PONG, 0, Pong.getDefaultInstance());
      case PONG -> {}
      case SWARM_UPDATE -> context.tally().updates++;
      default -> throw violation(kind + " came, which no tracker sends");
    }
  }

  private void greet(Hello hello) throws ProtocolException {
    require(hello.getMagic() == MAGIC, "the Hello has another magic");
    require(hello.getRole() == Role.ROLE_TRACKER, "the other side is no tracker");
    require(
        hello.getMinVersion() <= VERSION && hello.getMaxVersion() >= VERSION,
        "the tracker does not speak version " + VERSION);
    greeted = true;
    OpenLease open = OpenLease.newBuilder().setListenPort(identity.listenPort()).build();
    send(FrameKind.OPEN_LEASE, LEASE_ID, open);
  }

  /** What answers none of the activity's requests. */
  private void special(FrameKind kind, int requestId, ByteBuf bytes, int at, int length)
      throws ProtocolException {
    if (kind == FrameKind.ERROR) {
      Error error = parse(Error.parser(), bytes, at, length);
      fail("the tracker said " + ErrorCode.of(error.getCode()) + ": " + error.getMessage());
    } else if (kind == FrameKind.LEASE && requestId == LEASE_ID) {
      Lease lease = parse(Lease.parser(), bytes, at, length);
      require(lease.getSession() != 0, "the lease has no session");
      heartbeatMillis = lease.getHeartbeatMillis();
      ready.complete(this);
    } else if (kind == FrameKind.HEARTBEAT_ACK && requestId == HEARTBEAT_ID) {
      require(heartbeating, "HeartbeatAck came for no Heartbeat");
      heartbeating = false;
    } else {
      require(
          kind == FrameKind.GOODBYE_ACK && requestId == GOODBYE_ID, kind + " answers no request");
    }
  }

  private static <M> M parse(Parser<M> parser, ByteBuf bytes, int at, int length)
      throws ProtocolException {
    try {
      return parser.parseFrom(bytes.nioBuffer(at, length));
    } catch (InvalidProtocolBufferException e) {
      throw new ProtocolException(
          ErrorCode.PROTOCOL_VIOLATION, "a header of the tracker's does not parse", e);
    }
  }

  private static void require(boolean right, String otherwise) throws ProtocolException {
    if (!right) {
      throw violation(otherwise);
    }
  }

  private static ProtocolException violation(String sentence) {
    return new ProtocolException(ErrorCode.PROTOCOL_VIOLATION, sentence);
  }
}
