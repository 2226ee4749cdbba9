package dev.shoal.transport.internal;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.transport.Body;
import dev.shoal.transport.internal.limits.Meter;
import io.netty.channel.EventLoop;
import io.netty.util.collection.IntObjectHashMap;
import java.io.IOException;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answering side of a connection: the other side's requests that are not answered to the end.
 * Runs on the connection's event loop.
 */
final class Answering {
  private static final Logger log = LoggerFactory.getLogger(Answering.class);

  private final EventLoop loop;
  private final Outbox outbox;
  private final BodySender bodies;
  private final Meter meter;
  private final int limit;
  private final Runnable onIdle;
  private final IntObjectHashMap<InboundRequest> open = new IntObjectHashMap<>();

  /**
   * @param meter of what arrives
   * @param limit most requests that may be open
   * @param onIdle called when no request is open any more
   */
  Answering(
      EventLoop loop, Outbox outbox, BodySender bodies, Meter meter, int limit, Runnable onIdle) {
    this.loop = loop;
    this.outbox = outbox;
    this.bodies = bodies;
    this.meter = meter;
    this.limit = limit;
    this.onIdle = onIdle;
  }

  EventLoop loop() {
    return loop;
  }

  /**
   * Takes a request in.
   *
   * @return the request, or null if it was refused because too many are open, or come
   * @throws ProtocolException if its id is 0 or in use, or far too many come
   */
  @Nullable InboundRequest admit(int id, FrameKind kind, MessageLite header)
      throws ProtocolException {
    checkUnused(kind, id);
    if (!isWithinRate()) {
      refuse(id, ErrorCode.LIMIT_EXCEEDED, rateExceeded());
      return null;
    }
    if (open.size() >= limit) {
      meter.refused();
      refuse(id, ErrorCode.LIMIT_EXCEEDED, "more than " + limit + " requests are outstanding");
      return null;
    }
    InboundRequest request = new InboundRequest(this, id, kind, header);
    open.put(id, request);
    return request;
  }

  /**
   * Checks the id of a new request.
   *
   * @throws ProtocolException if it is 0 or in use
   */
  void checkUnused(FrameKind kind, int id) throws ProtocolException {
    if (id == 0 || open.containsKey(id)) {
      throw new ProtocolException(
          ErrorCode.PROTOCOL_VIOLATION,
          kind + " has a request id that is " + (id == 0 ? "0" : "in use"));
    }
  }

  /**
   * Counts a new request, of whatever kind.
   *
   * @return false if it is to be refused with {@link #rateExceeded()}
   * @throws ProtocolException if far too many come
   */
  boolean isWithinRate() throws ProtocolException {
    return meter.admitsRequest();
  }

  /** What is said to a request that is one too many. */
  String rateExceeded() {
    return "too many requests, " + meter.allowance();
  }

  /** Answers that a frame which was not taken in can't be served. */
  void refuse(int id, ErrorCode code, String message) {
    outbox.send(OutboundFrame.error(id, code, message));
  }

  /** The other side withdraws a request; unknown ids are over already. */
  void cancel(int id) {
    InboundRequest request = open.get(id);
    if (request != null) {
      request.cancel();
    }
  }

  /** Sends the only frame of an answer. */
  void reply(InboundRequest request, OutboundFrame frame) {
    outbox
        .send(frame)
        .addListener(
            sent -> {
              if (!sent.isSuccess() && !(sent.cause() instanceof IOException)) {
                log.error("the answer to {} could not be sent", request.kind(), sent.cause());
                refuse(request.id(), ErrorCode.INTERNAL, "the answer could not be sent");
              }
            });
    finished(request);
  }

  /** Queues an answer with a body, whose reference is taken over. */
  void stream(InboundRequest request, IntFunction<? extends MessageLite> headers, Body body) {
    bodies.send(request.kind().answer(), request.id(), headers, body, () -> finished(request));
  }

  /** Takes an answer back; false if all of it has been written. */
  boolean withdraw(InboundRequest request) {
    return bodies.cancel(request.id());
  }

  boolean isIdle() {
    return open.isEmpty();
  }

  /** The connection is over. */
  void abandonAll() {
    open.values().forEach(InboundRequest::abandon);
    open.clear();
  }

  private void finished(InboundRequest request) {
    open.remove(request.id());
    if (open.isEmpty()) {
      onIdle.run();
    }
  }
}
