package dev.shoal.tracker.cli;

import dev.shoal.tracker.TrackerServer;
import dev.shoal.tracker.TrackerServerBuilder;
import dev.shoal.transport.TrafficLimits;
import dev.shoal.transport.TransportConfig;

/** The builders that settings are handed to. */
final class Draft {
  private final TrackerServerBuilder tracker = TrackerServer.builder();
  private final TransportConfig.Builder transport =
      TrackerServerBuilder.transportDefaults().toBuilder();
  private final TrafficLimits.Builder traffic =
      TrackerServerBuilder.transportDefaults().limits().toBuilder();

  TrackerServerBuilder tracker() {
    return tracker;
  }

  TransportConfig.Builder transport() {
    return transport;
  }

  TrafficLimits.Builder traffic() {
    return traffic;
  }

  /**
   * The builder of a tracker with all that was set.
   *
   * @throws IllegalArgumentException naming what is out of range
   */
  TrackerServerBuilder finish() {
    return tracker.transportConfig(transport.limits(traffic.build()).build());
  }
}
