package dev.shoal.tracker.internal;

import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/** Everything a tracker knows, and what answers from it; owned by one event loop. */
public final class TrackerState {
  /** Sessions ended in one go: so few that requests do not wait noticeably. */
  private static final int EXPIRY_SLICE = 64;

  private final LongSupplier nowNanos;
  private final SessionTable sessions;
  private final Leases leases;
  private final Registrar registrar;
  private final Publications publications;
  private final SourceFinder finder;
  private final Listings listings;
  private final Searches searches;

  /**
   * An empty state.
   *
   * @param nowNanos of any origin, never running backwards
   * @param nowMillis Unix time
   */
  public TrackerState(TrackerPolicy policy, LongSupplier nowNanos, LongSupplier nowMillis) {
    SecureRandom secure = new SecureRandom();
    SwarmIndex swarms = new SwarmIndex(new SplittableRandom(secure.nextLong()));
    Catalogue catalogue = new Catalogue(policy.maxFiles());
    this.listings = new Listings(catalogue, swarms);
    this.nowNanos = nowNanos;
    this.sessions = new SessionTable(policy, swarms, secure);
    this.leases = new Leases(sessions, policy);
    this.registrar = new Registrar(catalogue, policy);
    this.publications = new Publications(catalogue, nowMillis);
    this.finder = new SourceFinder(swarms, policy);
    this.searches = new Searches(catalogue, listings);
  }

  /**
   * Ends sessions whose time has run out, a slice of them.
   *
   * @return whether there may be more
   */
  public boolean expire() {
    return sessions.expire(now(), EXPIRY_SLICE);
  }

  long now() {
    return nowNanos.getAsLong();
  }

  SessionTable sessions() {
    return sessions;
  }

  Leases leases() {
    return leases;
  }

  Registrar registrar() {
    return registrar;
  }

  Publications publications() {
    return publications;
  }

  SourceFinder finder() {
    return finder;
  }

  Listings listings() {
    return listings;
  }

  Searches searches() {
    return searches;
  }
}
