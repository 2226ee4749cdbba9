package dev.shoal.transport.internal;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.FramePrefix;
import dev.shoal.transport.Body;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntFunction;

/**
 * Sends bodies one after another as data frames, as far as the send window goes. Control frames
 * written meanwhile get through between the slices. Runs on the connection's event loop.
 */
final class BodySender {
  private final Channel channel;
  private final SendWindow window;
  private final int sliceSize;
  private final Runnable onIdle;
  private final Deque<Outgoing> queue = new ArrayDeque<>();

  /**
   * @param onIdle called when the last byte has left
   */
  BodySender(Channel channel, SendWindow window, int sliceSize, Runnable onIdle) {
    this.channel = channel;
    this.window = window;
    this.sliceSize = sliceSize;
    this.onIdle = onIdle;
  }

  private static final class Outgoing {
    final InboundRequest request;
    final FrameKind kind;
    final IntFunction<? extends MessageLite> headers;
    final Body body;
    int sent;

    Outgoing(InboundRequest request, IntFunction<? extends MessageLite> headers, Body body) {
      this.request = request;
      this.kind = request.kind().answer();
      this.headers = headers;
      this.body = body;
    }
  }

  /** Queues a body, whose reference is taken over. */
  void send(InboundRequest request, IntFunction<? extends MessageLite> headers, Body body) {
    queue.add(new Outgoing(request, headers, body));
    pump();
  }

  /**
   * Takes a body out of the queue; false if it is not there, because all of it has been written.
   */
  boolean cancel(InboundRequest request) {
    for (var each = queue.iterator(); each.hasNext(); ) {
      Outgoing outgoing = each.next();
      if (outgoing.request == request) {
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

  /** Drops all that is queued. */
  void clear() {
    queue.forEach(outgoing -> outgoing.body.release());
    queue.clear();
  }

  private void pump() {
    boolean written = false;
    while (!queue.isEmpty()) {
      Outgoing head = queue.element();
      int left = head.body.length() - head.sent;
      int granted = window.grant(Math.min(left, sliceSize));
      if (granted == 0 && left > 0) {
        break; // the next completed write pumps again
      }
      write(head, granted);
      written = true;
      if (head.sent == head.body.length()) {
        queue.remove();
        head.body.release();
        head.request.finish();
      }
    }
    if (written) {
      channel.flush();
    }
  }

  private void write(Outgoing head, int length) {
    int offset = head.sent;
    head.sent += length;
    int flags = head.sent == head.body.length() ? FramePrefix.FLAG_LAST : 0;
    Object slice = length == 0 ? null : head.body.slice(offset, length);
    channel
        .write(
            new OutboundFrame(
                head.kind, flags, head.request.id(), head.headers.apply(offset), slice, length))
        .addListener(
            sent -> {
              window.giveBack(length);
              if (sent.isSuccess()) {
                pump();
                if (isIdle()) {
                  onIdle.run();
                }
              } else {
                // Its frame has begun, so the stream can't be mended.
                channel.pipeline().fireExceptionCaught(sent.cause());
              }
            });
  }
}
