package dev.shoal.transport.internal;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.FramePrefix;
import dev.shoal.transport.Body;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Sends bodies one after another as data frames, as far as the send window goes. Control frames
 * written meanwhile get through between the slices. Runs on the connection's event loop.
 */
final class BodySender {
  private final Channel channel;
  private final SendWindow window;
  private final int sliceSize;
  private final Ending ending;
  private final Runnable onIdle;
  private final Deque<Outgoing> queue = new ArrayDeque<>();
  private boolean pumping;
  private long bytesSent;

  /**
   * @param window has room for a slice at least
   * @param onIdle called when the last byte has left
   */
  BodySender(Channel channel, SendWindow window, int sliceSize, Ending ending, Runnable onIdle) {
    this.channel = channel;
    this.window = window;
    this.sliceSize = sliceSize;
    this.ending = ending;
    this.onIdle = onIdle;
  }

  private static final class Outgoing {
    final FrameKind kind;
    final int requestId;
    final IntFunction<? extends MessageLite> headers;
    final Body body;
    final Runnable onWritten;
    int sent;

    Outgoing(
        FrameKind kind,
        int requestId,
        IntFunction<? extends MessageLite> headers,
        Body body,
        Runnable onWritten) {
      this.kind = kind;
      this.requestId = requestId;
      this.headers = headers;
      this.body = body;
      this.onWritten = onWritten;
    }

    int nextLength(int sliceSize) {
      return Math.min(body.length() - sent, sliceSize);
    }

    /** The next frame; nothing has changed if the application fails to give its header. */
    OutboundFrame next(int length) {
      MessageLite header = headers.apply(sent);
      Object slice = length == 0 ? null : body.slice(sent, length);
      sent += length;
      int flags = isWhole() ? FramePrefix.FLAG_LAST : 0;
      return new OutboundFrame(kind, flags, requestId, header, slice, length);
    }

    boolean isWhole() {
      return sent == body.length();
    }
  }

  /**
   * Queues a body, whose reference is taken over.
   *
   * @param headers header of the frame that begins at an offset of the body
   * @param onWritten called when its last frame is written
   */
  void send(
      FrameKind kind,
      int requestId,
      IntFunction<? extends MessageLite> headers,
      Body body,
      Runnable onWritten) {
    queue.add(new Outgoing(kind, requestId, headers, body, onWritten));
    pump();
  }

  /**
   * Takes a body out of the queue; false if it is not there, because all of it has been written.
   */
  boolean cancel(int requestId) {
    for (var each = queue.iterator(); each.hasNext(); ) {
      Outgoing outgoing = each.next();
      if (outgoing.requestId == requestId) {
        each.remove();
        outgoing.body.release();
        return true;
      }
    }
    return false;
  }

  /** Whether nothing is queued or on its way. */
  boolean isIdle() {
    return queue.isEmpty() && window.used() == 0;
  }

  /** Bytes of bodies that the socket took since the connection began. */
  long bytesSent() {
    return bytesSent;
  }

  /** Drops all that is queued. */
  void clear() {
    queue.forEach(outgoing -> outgoing.body.release());
    queue.clear();
  }

  /**
   * Goes on after the loop has looked at its sockets again: a reader as fast as this sender would
   * otherwise keep the loop to itself, since what is written at once makes room at once.
   */
  private void pumpSoon() {
    if (!pumping && !queue.isEmpty()) {
      pumping = true;
      // Due at once, yet run in the loop's next round; a task that is merely executed is not.
      channel.eventLoop().schedule(this::pump, 0, TimeUnit.NANOSECONDS);
    }
  }

  private void pump() {
    pumping = false;
    boolean written = false;
    Outgoing head;
    while ((head = queue.peek()) != null) {
      int length = head.nextLength(sliceSize);
      if (!window.take(length)) {
        break; // goes on when a write is complete
      }
      if (!write(head, length)) {
        return;
      }
      written = true;
      if (head.isWhole()) {
        queue.remove();
        head.body.release();
        head.onWritten.run();
      }
    }
    if (written) {
      channel.flush();
    }
  }

  private boolean write(Outgoing head, int length) {
    OutboundFrame frame;
    try {
      frame = head.next(length);
    } catch (RuntimeException e) { // from the application
      window.giveBack(length);
      clear();
      ending.fail(e);
      return false;
    }
    channel
        .write(frame)
        .addListener(
            sent -> {
              window.giveBack(length);
              if (sent.isSuccess()) {
                bytesSent += length;
                pumpSoon();
                if (isIdle()) {
                  onIdle.run();
                }
              } else {
                ending.fail(sent.cause()); // its frame may have begun: the stream can't be mended
              }
            });
    return true;
  }
}
