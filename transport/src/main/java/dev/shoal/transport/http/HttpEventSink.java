package dev.shoal.transport.http;

/** Takes the events of one stream. Thread-safe. */
public interface HttpEventSink {
  /**
   * Sends an event. A reader so slow that too much would have to be kept for it is disconnected.
   *
   * @param event one word
   * @param data of one line or several
   * @return false if the stream is over
   */
  boolean send(String event, String data);

  /** Whether all that was sent has left: a good moment for what comes often. */
  boolean isIdle();

  /** Ends the stream after what was sent. */
  void close();
}
