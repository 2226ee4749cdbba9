package dev.shoal.tracker.internal.fuzz;

import dev.shoal.protocol.FrameKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * The far end of one connection to the tracker: sends bytes in pieces, and checks what it hears.
 */
final class Peer {
  private static final int PREFIX = 16;
  private static final int CORKED = -1;

  private final FuzzedChannel channel;
  private final ByteBufAllocator allocator;
  private final Ledger ledger;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private final Deque<byte[]> underWay = new ArrayDeque<>();
  private int cut;
  private int lastId;
  private boolean hungUp;
  private boolean stalledAtEnd;

  Peer(FuzzedChannel channel, ByteBufAllocator allocator, Knowledge knowledge) {
    this.channel = channel;
    this.allocator = allocator;
    this.ledger = new Ledger(knowledge);
    channel.closeFuture().addListener(closed -> stalledAtEnd = channel.isStalled());
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /** Whether the tracker does not read on. */
  boolean isHeldUp() {
    return channel.isOpen() && !underWay.isEmpty();
  }

  /** An id that no request had, or as the choice wants it. */
  int id(int choice) {
    return switch (choice) {
      case 0xFF -> 0;
      case 0xFE -> lastId;
      case 0xFD -> Integer.MIN_VALUE;
      default -> ++lastId;
    };
  }

  /** Sends bytes from now on in pieces of that size; 0: as they are; 255: none for now. */
  void cut(int size) {
    cut = size == 0xFF ? CORKED : size;
    send(new byte[0]);
  }

  /** Sends a frame without a body. */
  void send(FrameKind kind, int flags, int id, byte[] header) {
    ByteBuffer frame = ByteBuffer.allocate(PREFIX + header.length);
    frame.putInt(header.length).putInt(0);
    frame.putShort((short) kind.number()).putShort((short) flags).putInt(id).put(header);
    send(frame.array());
  }

  /** Sends whatever it is. */
  void send(byte[] bytes) {
    held.writeBytes(bytes);
    if (cut == CORKED) {
      return;
    }
    byte[] all = held.toByteArray();
    held.reset();
    int size = cut == 0 || all.length > 100 * cut ? Math.max(1, all.length) : cut;
    for (int from = 0; from < all.length; from += size) {
      underWay.add(Arrays.copyOfRange(all, from, Math.min(all.length, from + size)));
    }
    run();
  }

  /** Begins or ends to leave what the tracker sends where it is. */
  void stall(boolean stalled) {
    channel.setStalled(stalled);
    run();
  }

  void hangUp() {
    hungUp = true;
    channel.close();
    run();
  }

  /** Moves what can be moved, either way. */
  void run() {
    while (channel.isOpen() && channel.config().isAutoRead() && !underWay.isEmpty()) {
      byte[] piece = underWay.remove();
      ledger.requests.read(piece);
      ByteBuf arriving = allocator.directBuffer(piece.length).writeBytes(piece);
      channel.writeInbound(arriving);
      listen();
    }
    channel.runPendingTasks();
    listen();
    channel.checkException();
    if (!channel.inboundMessages().isEmpty()) {
      throw new AssertionError("nobody took " + channel.inboundMessages());
    }
    if (!channel.isOpen() && !hungUp && !stalledAtEnd) {
      ledger.requireExplained();
    }
  }

  /** To be called when the tracker has had its time: it has answered, or ended the connection. */
  void requireAnswers() {
    if (channel.isOpen()) {
      if (isHeldUp()) {
        throw new AssertionError("the tracker does not read");
      }
      ledger.requireAllAnswered();
    }
  }

  private void listen() {
    Object sent;
    while ((sent = channel.readOutbound()) != null) {
      ByteBuf bytes = (ByteBuf) sent;
      byte[] heard = new byte[bytes.readableBytes()];
      bytes.readBytes(heard).release();
      ledger.answers.read(heard);
    }
  }
}
