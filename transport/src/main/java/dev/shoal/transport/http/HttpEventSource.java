package dev.shoal.transport.http;

/** Where the events of a stream come from: one for each stream. */
public interface HttpEventSource {
  /**
   * The stream is open. Called on the connection's event loop.
   *
   * @param sink takes events from now on
   */
  void open(HttpEventSink sink);

  /** The stream is over: nothing is sent any more. Called once, if {@link #open} was. */
  void closed();
}
