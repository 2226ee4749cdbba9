package dev.shoal.tracker.internal;

import dev.shoal.protocol.Limits;
import java.time.Duration;

/**
 * How long and how much a tracker grants. Immutable.
 *
 * @param heartbeat how often a peer is told to send a heartbeat
 * @param lease how long a session lives after its last sign of life
 * @param resume how long a lost connection's session can be resumed
 * @param defaultSources sources in an answer when the asker does not say
 * @param maxSources most sources in an answer, up to {@link Limits#MAX_SOURCES}
 * @param maxRegistrations most files registered by one session
 * @param maxSessions most sessions from one address
 * @param maxFiles most files in the catalogue
 */
public record TrackerPolicy(
    Duration heartbeat,
    Duration lease,
    Duration resume,
    int defaultSources,
    int maxSources,
    int maxRegistrations,
    int maxSessions,
    int maxFiles) {

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException naming the one that is out of range
   */
  public TrackerPolicy {
    requireMillis(heartbeat, "heartbeat");
    requireMillis(lease, "lease");
    requireMillis(resume, "resume");
    if (lease.compareTo(heartbeat) <= 0) {
      throw new IllegalArgumentException(
          "a lease of " + lease + " would end before the next heartbeat after " + heartbeat);
    }
    requireWithin(maxSources, Limits.MAX_SOURCES, "maxSources");
    requireWithin(defaultSources, maxSources, "defaultSources");
    requireWithin(maxRegistrations, Integer.MAX_VALUE, "maxRegistrations");
    requireWithin(maxSessions, Integer.MAX_VALUE, "maxSessions");
    requireWithin(maxFiles, Integer.MAX_VALUE, "maxFiles");
  }

  private static void requireMillis(Duration value, String name) {
    if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(name + " must be from 1 ms to 1 day, not " + value);
    }
  }

  private static void requireWithin(int value, int max, String name) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(name + " must be from 1 to " + max + ", not " + value);
    }
  }
}
