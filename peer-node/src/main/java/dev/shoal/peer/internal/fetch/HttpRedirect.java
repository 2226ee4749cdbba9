package dev.shoal.peer.internal.fetch;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.transport.TransportException;
import java.io.Serial;

/** A server says that the file is elsewhere; nothing is wrong yet. */
public final class HttpRedirect extends TransportException {
  @Serial private static final long serialVersionUID = 1L;

  private final String location;

  HttpRedirect(String location) {
    super(ErrorCode.UNKNOWN, "the server redirects too often", null);
    this.location = location;
  }

  /** Where, as the server put it. */
  public String location() {
    return location;
  }
}
