package dev.shoal.benchmarks.load;

/** What a connection does once it has its lease. */
interface Activity {
  /** Does nothing: the connection is only held. */
  Activity NONE = new Activity() {};

  /**
   * A request was answered, with an error if {@code refused}; its slot can still be read.
   *
   * @param now when the answer was read
   */
  default void answered(TrackerConnection connection, int slot, boolean refused, long now) {}

  /** All that had been received is handled: time to send. */
  default void received(TrackerConnection connection) {}

  /** The connection has ended before its time. */
  default void lost(TrackerConnection connection) {}
}
