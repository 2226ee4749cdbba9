package dev.shoal.transport.internal;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.FramePrefix;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Error;
import dev.shoal.transport.HotRequests;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The short way of hot requests: from the decoder straight to their answer, gathered with the other
 * answers of the same read into one buffer.
 */
final class HotPath {
  private static final Logger log = LoggerFactory.getLogger(HotPath.class);

  private static final int SMALLEST_BUFFER = 512;

  /** A batch of this size is written without waiting for more. */
  private static final int FULL_BATCH = 48 * 1024;

  private final HotRequests requests;
  private final Ending ending;
  private final Answering answering;
  private @Nullable ByteBuf batch;

  /** How large batches have been lately: growing a buffer costs more than an answer. */
  private int usual = SMALLEST_BUFFER;

  /** Whether an answer is being written to the batch, which must then not be released. */
  private boolean serving;

  private boolean closed;

  HotPath(HotRequests requests, Ending ending, Answering answering) {
    this.requests = requests;
    this.ending = ending;
    this.answering = answering;
  }

  /** Whether a request of this kind goes this way; not when this side is about to end. */
  boolean takes(FrameKind kind) {
    return requests.takes(kind) && !ending.hasBegun();
  }

  /**
   * Answers a request.
   *
   * @param bytes from whose reader index on the header lies; skipped when this returns
   * @throws ProtocolException if the connection has to end
   */
  void serve(ChannelHandlerContext ctx, FrameKind kind, int id, ByteBuf bytes, int headerLength)
      throws ProtocolException {
    answering.checkUnused(kind, id);
    ByteBuf out = batch;
    if (out == null) {
      out = ctx.alloc().directBuffer(usual + usual / 8);
      batch = out;
    }
    int start = out.writerIndex();
    int end = bytes.readerIndex() + headerLength;
    int writerIndex = bytes.writerIndex();
    bytes.writerIndex(end);
    serving = true;
    try {
      if (start == 0) {
        requests.begin();
      }
      out.writeZero(FramePrefix.LENGTH);
      if (answering.isWithinRate()) {
        answer(kind, id, bytes, out, start);
      } else {
        refuse(out, start, id, ErrorCode.LIMIT_EXCEEDED, answering.rateExceeded());
      }
    } catch (ProtocolException e) {
      out.writerIndex(start);
      throw e;
    } finally {
      serving = false;
      bytes.setIndex(end, writerIndex);
      if (closed) {
        close(); // the connection was ended by whoever answered
      }
    }
    if (out.refCnt() > 0 && out.readableBytes() >= FULL_BATCH) {
      flush(ctx);
    }
  }

  /** Sends what has gathered. */
  void flush(ChannelHandlerContext ctx) {
    ByteBuf out = batch;
    if (out != null) {
      batch = null;
      usual = Math.max(Math.max(SMALLEST_BUFFER, out.readableBytes()), usual - usual / 8);
      ctx.writeAndFlush(out, ctx.voidPromise());
    }
  }

  /** Drops what has gathered: the connection has ended. */
  void close() {
    closed = true;
    if (batch != null && !serving) {
      batch.release();
      batch = null;
    }
  }

  private void answer(FrameKind kind, int id, ByteBuf header, ByteBuf out, int start)
      throws ProtocolException {
    try {
      requests.answer(kind, header, out);
      finish(out, start, kind.answer(), id);
    } catch (ProtocolException e) {
      out.writerIndex(start + FramePrefix.LENGTH);
      if (e.code() == ErrorCode.PROTOCOL_VIOLATION) {
        throw e;
      }
      refuse(out, start, id, e.code(), String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      log.error("answering {} failed", kind, e);
      out.writerIndex(start + FramePrefix.LENGTH);
      refuse(out, start, id, ErrorCode.INTERNAL, "the request could not be answered");
    }
  }

  private static void refuse(ByteBuf out, int start, int id, ErrorCode code, String message) {
    out.writeBytes(((Error) OutboundFrame.error(id, code, message).header()).toByteArray());
    finish(out, start, FrameKind.ERROR, id);
  }

  private static void finish(ByteBuf out, int start, FrameKind kind, int id) {
    int length = out.writerIndex() - start - FramePrefix.LENGTH;
    if (length > kind.maxHeader()) {
      throw new IllegalStateException(kind + " with " + length + " bytes of header is too large");
    }
    out.setInt(start, length);
    out.setShort(start + FramePrefix.KIND_OFFSET, kind.number());
    out.setShort(start + FramePrefix.FLAGS_OFFSET, FramePrefix.FLAG_LAST);
    out.setInt(start + FramePrefix.REQUEST_ID_OFFSET, id);
  }
}
