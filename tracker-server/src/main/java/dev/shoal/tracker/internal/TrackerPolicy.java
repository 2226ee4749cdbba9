package dev.shoal.tracker.internal;

import dev.shoal.protocol.Limits;
import dev.shoal.tracker.internal.reach.DialLimits;
import dev.shoal.transport.TrafficLimits;
import java.net.InetAddress;
import java.time.Duration;

/**
 * How long and how much a tracker grants. Immutable; every value is checked, and an {@link
 * IllegalArgumentException} names the one that is out of range.
 *
 * @param terms of leases
 * @param answers how large they are
 * @param quotas of sessions and addresses
 * @param dialling how peers are verified
 */
public record TrackerPolicy(Terms terms, Answers answers, Quotas quotas, DialLimits dialling) {

  /**
   * How long things last.
   *
   * @param heartbeat how often a peer is told to send a heartbeat
   * @param lease how long a session lives after its last sign of life
   * @param resume how long a lost connection's session can be resumed
   * @param idle how long a connection may have no lease and ask for nothing
   */
  public record Terms(Duration heartbeat, Duration lease, Duration resume, Duration idle) {
    public Terms {
      requireMillis(heartbeat, "heartbeat");
      requireMillis(lease, "lease");
      requireMillis(resume, "resume");
      requireMillis(idle, "idle");
      if (lease.compareTo(heartbeat) <= 0) {
        throw new IllegalArgumentException(
            "a lease of " + lease + " would end before the next heartbeat after " + heartbeat);
      }
    }
  }

  /**
   * How much is answered.
   *
   * @param defaultSources sources in an answer when the asker does not say
   * @param maxSources most sources in an answer, up to {@link Limits#MAX_SOURCES}
   */
  public record Answers(int defaultSources, int maxSources) {
    public Answers {
      requireWithin(maxSources, Limits.MAX_SOURCES, "maxSources");
      requireWithin(defaultSources, maxSources, "defaultSources");
    }

    /** How many sources to answer. The field is unsigned: what is negative asks for very many. */
    int wanted(int asked) {
      if (asked == 0) {
        return defaultSources;
      }
      return asked < 0 ? maxSources : Math.min(asked, maxSources);
    }
  }

  /**
   * How much is kept, and for whom.
   *
   * @param files most in the catalogue
   * @param swarms most files that anybody has
   * @param registrations most by all sessions together
   * @param registrationsPerSession most files registered by one session
   * @param registrationsPerAddress most by all sessions of one address
   * @param sessionsPerAddress most sessions from one address
   * @param publicationsPerSecond by one address, in the long run
   * @param publicationsAtOnce by one address, after a pause
   * @param searchesPerSecond searches, and requests for details, from one address
   * @param subscriptions most of all connections together
   * @param subscriptionsPerAddress most of all connections of one address
   * @param traffic says which addresses the quotas of addresses hold for
   */
  public record Quotas(
      int files,
      int swarms,
      int registrations,
      int registrationsPerSession,
      int registrationsPerAddress,
      int sessionsPerAddress,
      int publicationsPerSecond,
      int publicationsAtOnce,
      int searchesPerSecond,
      int subscriptions,
      int subscriptionsPerAddress,
      TrafficLimits traffic) {
    public Quotas {
      requireWithin(files, Integer.MAX_VALUE, "maxFiles");
      requireWithin(swarms, Integer.MAX_VALUE, "maxSwarms");
      requireWithin(registrations, Integer.MAX_VALUE, "maxRegistrationsInAll");
      requireWithin(registrationsPerSession, Integer.MAX_VALUE, "maxRegistrationsPerSession");
      requireWithin(registrationsPerAddress, Integer.MAX_VALUE, "maxRegistrationsPerAddress");
      requireWithin(sessionsPerAddress, Integer.MAX_VALUE, "maxSessionsPerAddress");
      requireWithin(publicationsPerSecond, Integer.MAX_VALUE, "publicationsPerSecond");
      if (publicationsAtOnce < Limits.MAX_BATCH) {
        throw new IllegalArgumentException(
            "publicationsAtOnce must allow a batch of "
                + Limits.MAX_BATCH
                + ", not "
                + publicationsAtOnce);
      }
      requireWithin(searchesPerSecond, Integer.MAX_VALUE, "searchesPerSecond");
      requireWithin(subscriptions, Integer.MAX_VALUE, "maxSubscriptions");
      requireWithin(subscriptionsPerAddress, Integer.MAX_VALUE, "maxSubscriptionsPerAddress");
    }

    /** Whether the quotas of addresses hold for this one. */
    boolean appliesTo(InetAddress host) {
      return traffic.appliesTo(host);
    }
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
