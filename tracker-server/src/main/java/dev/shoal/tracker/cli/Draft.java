package dev.shoal.tracker.cli;

import dev.shoal.tracker.AccessOptions;
import dev.shoal.tracker.TrackerServer;
import dev.shoal.tracker.TrackerServerBuilder;
import dev.shoal.transport.TrafficLimits;
import dev.shoal.transport.TransportConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The builders that settings are handed to. */
final class Draft {
  private final TrackerServerBuilder tracker = TrackerServer.builder();
  private final TransportConfig.Builder transport =
      TrackerServerBuilder.transportDefaults().toBuilder();
  private final TrafficLimits.Builder traffic =
      TrackerServerBuilder.transportDefaults().limits().toBuilder();

  private final AccessOptions.Builder access = AccessOptions.builder();

  private @Nullable Path certificate;
  private @Nullable Path certificateKey;

  TrackerServerBuilder tracker() {
    return tracker;
  }

  /** PEM file of the tracker's certificate. */
  void certificate(Path value) {
    certificate = value;
  }

  /** PEM file of the private key that belongs to it. */
  void certificateKey(Path value) {
    certificateKey = value;
  }

  TransportConfig.Builder transport() {
    return transport;
  }

  AccessOptions.Builder access() {
    return access;
  }

  TrafficLimits.Builder traffic() {
    return traffic;
  }

  /**
   * The builder of a tracker with all that was set.
   *
   * @throws IllegalArgumentException naming what is out of range or does not go together
   */
  TrackerServerBuilder finish() {
    if (certificate != null && certificateKey != null) {
      tracker.certificate(certificate, certificateKey);
    } else if (certificate != null || certificateKey != null) {
      throw new IllegalArgumentException("certificate and certificate-key need each other");
    }
    tracker.access(access.build());
    return tracker.transportConfig(transport.limits(traffic.build()).build());
  }
}
