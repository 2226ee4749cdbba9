package dev.shoal.transport.internal;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.ProtocolException;
import io.netty.util.collection.IntObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The answering side of a connection: the other side's requests that are not answered to the end.
 * Runs on the connection's event loop.
 */
final class Answering {
  private final NettyConnection connection;
  private final int limit;
  private final IntObjectHashMap<InboundRequest> open = new IntObjectHashMap<>();

  Answering(NettyConnection connection, int limit) {
    this.connection = connection;
    this.limit = limit;
  }

  /**
   * Takes a request in.
   *
   * @return the request, or null if it was refused because too many are open
   * @throws ProtocolException if its id is 0 or in use
   */
  @Nullable InboundRequest admit(int id, FrameKind kind, MessageLite header)
      throws ProtocolException {
    if (id == 0 || open.containsKey(id)) {
      throw new ProtocolException(
          ErrorCode.PROTOCOL_VIOLATION,
          kind + " has a request id that is " + (id == 0 ? "0" : "in use"));
    }
    if (open.size() >= limit) {
      connection.writeError(
          id, ErrorCode.LIMIT_EXCEEDED, "more than " + limit + " requests are outstanding");
      return null;
    }
    InboundRequest request = new InboundRequest(connection, id, kind, header);
    open.put(id, request);
    return request;
  }

  /** The other side withdraws a request; unknown ids are over already. */
  void cancel(int id) {
    InboundRequest request = open.get(id);
    if (request != null) {
      request.cancel();
    }
  }

  /** A request's last frame is written. */
  void finished(InboundRequest request) {
    open.remove(request.id());
  }

  boolean isIdle() {
    return open.isEmpty();
  }

  /** The connection is over. */
  void abandonAll() {
    open.values().forEach(InboundRequest::abandon);
    open.clear();
  }
}
