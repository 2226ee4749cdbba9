package dev.shoal.transport.internal;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.FramePrefix;
import dev.shoal.protocol.wire.Error;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a connection over an embedded channel, whose outbound frames are kept as they are.
 */
final class Wire {
  final EmbeddedChannel channel = new EmbeddedChannel();
  int deafened;
  final Ending ending = new Ending(channel, () -> deafened++);
  final Outbox outbox = new Outbox(channel, ending);

  /** What was sent since the last call; bodies are released. */
  List<OutboundFrame> sent() {
    List<OutboundFrame> frames = new ArrayList<>();
    Object message;
    while ((message = channel.readOutbound()) != null) {
      if (message instanceof OutboundFrame frame) {
        frames.add(frame);
        frame.release();
      } else {
        ReferenceCountUtil.release(message);
      }
    }
    return frames;
  }

  List<FrameKind> sentKinds() {
    return sent().stream().map(OutboundFrame::kind).toList();
  }

  /** The only frame sent since the last call, which must be an error. */
  @Nullable ErrorCode sentError() {
    List<OutboundFrame> frames = sent();
    return frames.size() == 1 && frames.get(0).header() instanceof Error error
        ? ErrorCode.of(error.getCode())
        : null;
  }

  static InboundFrame answer(FrameKind kind, int id, MessageLite header) {
    return new InboundFrame(kind, FramePrefix.FLAG_LAST, id, header, 0);
  }
}
