package dev.shoal.benchmarks.flood;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.transport.Connection;
import dev.shoal.transport.ConnectionHandler;
import dev.shoal.transport.Request;

/** This end of a connection that only asks. */
class Mute implements ConnectionHandler {
  @Override
  public void onRequest(Connection connection, Request request) {
    request.fail(ErrorCode.UNKNOWN_KIND, "a client serves nothing");
  }
}
