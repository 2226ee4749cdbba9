package dev.shoal.peer.internal.tracker;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.transport.Connection;
import dev.shoal.transport.ConnectionHandler;
import dev.shoal.transport.Request;

/** A connection over which only this side asks. */
final class SilentHandler implements ConnectionHandler {
  @Override
  public void onRequest(Connection connection, Request request) {
    request.fail(ErrorCode.UNKNOWN_KIND, "a peer does not answer " + request.kind());
  }
}
