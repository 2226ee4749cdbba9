package dev.shoal.tracker.internal.access.login;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.transport.AddressGroup;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Says who may have a password checked now, so that guessing is slow and hashing leaves the machine
 * to others. Pure: time is passed in. Remembers a bounded number of everything. Not thread-safe.
 *
 * <p>A try counts for its address, for the account it names, for both together, and among all.
 * Whether there is such an account makes no difference. What is refused counts for nothing.
 *
 * <p>A guesser with many addresses may use up what an account, or all strangers together, are
 * granted. So that this locks nobody out, a node that has logged in to an account before goes by
 * another way: it has its own few tries at that account, and its own share of what is hashed. Of
 * that share an address has no more than strangers at it have of theirs, or somebody could use it
 * up with a password that is right.
 */
public final class LoginThrottle {
  private static final int MAX_REMEMBERED = 1 << 16;

  private final Limits limits;
  private final KnownNodes known;
  private final Paces<AddressGroup> addresses;
  private final Paces<AddressGroup> addressesOfKnown;
  private final Paces<String> accounts;
  private final Paces<Pair> pairs;
  private final Paces<AddressGroup> creations;
  private long strangersRest;
  private long knownRest;
  private boolean begun;

  /**
   * How much is let through. Strangers and nodes that are known together are what may be hashed at
   * all.
   *
   * @param strangers runs for nodes that have not logged in to the account before
   * @param known runs for those that have
   * @param address tries of one address, a /64 of IPv6; as many more of nodes there that are known
   * @param account tries at one account
   * @param failures tries of one address, or one node that is known, at one account since its last
   *     success
   * @param creations accounts made by one address, administrators aside
   */
  public record Limits(
      Pace strangers, Pace known, Pace address, Pace account, Pace failures, Pace creations) {
    /** 20 runs a second in all. */
    public static final Limits DEFAULT =
        new Limits(
            Pace.perSecond(15, 30),
            Pace.perSecond(5, 10),
            Pace.perSecond(1, 20),
            Pace.perSecond(2, 20),
            new Pace(10, Duration.ofSeconds(30)),
            new Pace(10, Duration.ofMinutes(1)));

    /** Checks that a change of a password, two runs, has room. */
    public Limits {
      if (strangers.burst() < 2 || known.burst() < 2) {
        throw new IllegalArgumentException("at least two runs at once are let through");
      }
    }

    /** Tries of strangers within a time, at most: as many are worth remembering. */
    private int most(Duration time) {
      return LoginThrottle.most(strangers, time);
    }
  }

  /** An address and the account that it tries. */
  private record Pair(AddressGroup address, String userKey) {}

  /** A throttle that has seen nobody yet. */
  public LoginThrottle(Limits limits) {
    this.limits = limits;
    this.known = new KnownNodes(limits.failures());
    this.addresses = new Paces<>(limits.address(), limits.most(limits.address().memory()));
    this.addressesOfKnown =
        new Paces<>(limits.address(), most(limits.known(), limits.address().memory()));
    this.accounts = new Paces<>(limits.account(), limits.most(limits.account().memory()));
    this.pairs = new Paces<>(limits.failures(), limits.most(limits.failures().memory()));
    this.creations = new Paces<>(limits.creations(), limits.most(limits.creations().memory()));
  }

  private static int most(Pace pace, Duration time) {
    long tries = pace.burst() + time.dividedBy(pace.interval());
    return (int) Math.min(tries, MAX_REMEMBERED);
  }

  /**
   * Counts a try at an account's password, whether there is such an account or not.
   *
   * @param runs how often something is hashed for it, 1 or 2
   * @return in which lane that waits
   * @throws ProtocolException with {@link ErrorCode#BUSY} if it has to wait; then nothing is
   *     counted
   */
  public HashingLane tryAccount(
      String userKey, InetAddress host, PeerId peer, int runs, long nowNanos)
      throws ProtocolException {
    begin(nowNanos);
    AddressGroup address = AddressGroup.of(host);
    if (known.contains(userKey, peer)) {
      check(
          Math.max(
              Math.max(
                  limits.known().nanosToWait(knownRest, runs, nowNanos),
                  addressesOfKnown.nanosToWait(address, 1, nowNanos)),
              known.nanosToWait(userKey, peer, nowNanos)));
      knownRest = limits.known().done(knownRest, runs, nowNanos);
      addressesOfKnown.done(address, 1, nowNanos);
      known.tried(userKey, peer, nowNanos);
      return HashingLane.KNOWN;
    }
    Pair pair = new Pair(address, userKey);
    check(
        Math.max(
            Math.max(
                limits.strangers().nanosToWait(strangersRest, runs, nowNanos),
                addresses.nanosToWait(address, 1, nowNanos)),
            Math.max(
                accounts.nanosToWait(userKey, 1, nowNanos), pairs.nanosToWait(pair, 1, nowNanos))));
    strangersRest = limits.strangers().done(strangersRest, runs, nowNanos);
    addresses.done(address, 1, nowNanos);
    accounts.done(userKey, 1, nowNanos);
    pairs.done(pair, 1, nowNanos);
    return HashingLane.STRANGERS;
  }

  /**
   * Counts that somebody wants to make an account.
   *
   * @throws ProtocolException with {@link ErrorCode#BUSY} if that has to wait; then nothing is
   *     counted
   */
  public void tryCreation(InetAddress host, long nowNanos) throws ProtocolException {
    begin(nowNanos);
    AddressGroup address = AddressGroup.of(host);
    check(
        Math.max(
            limits.strangers().nanosToWait(strangersRest, 1, nowNanos),
            Math.max(
                addresses.nanosToWait(address, 1, nowNanos),
                creations.nanosToWait(address, 1, nowNanos))));
    strangersRest = limits.strangers().done(strangersRest, 1, nowNanos);
    addresses.done(address, 1, nowNanos);
    creations.done(address, 1, nowNanos);
  }

  /**
   * Counts a run for somebody who has proved to be whom they say: an administrator who makes an
   * account, say.
   *
   * @throws ProtocolException with {@link ErrorCode#BUSY} if it has to wait; then nothing is
   *     counted
   */
  public void tryTrusted(long nowNanos) throws ProtocolException {
    begin(nowNanos);
    check(limits.known().nanosToWait(knownRest, 1, nowNanos));
    knownRest = limits.known().done(knownRest, 1, nowNanos);
  }

  /**
   * A node has a login of the account: it is known from now on. What it tried is not forgotten, or
   * whoever sits at it could guess the password as fast as it takes its login up.
   */
  public void recognised(String userKey, PeerId peer, long nowNanos) {
    known.addUnlessThere(userKey, peer, nowNanos);
  }

  /** A node has given the account's password: it is known, and what it tried is forgotten. */
  public void succeeded(String userKey, InetAddress host, PeerId peer, long nowNanos) {
    pairs.forget(new Pair(AddressGroup.of(host), userKey));
    known.add(userKey, peer, nowNanos);
  }

  /**
   * Whoever has logged in to the account is a stranger again: it is no more, or is taken out of the
   * hands of somebody else. What strangers tried still counts.
   */
  public void forget(String userKey) {
    known.forget(userKey);
  }

  /** Addresses, accounts, and pairs of both that are remembered. */
  int size() {
    return addresses.size()
        + addressesOfKnown.size()
        + accounts.size()
        + pairs.size()
        + creations.size()
        + known.size();
  }

  private void begin(long nowNanos) {
    if (!begun) {
      begun = true;
      strangersRest = nowNanos;
      knownRest = nowNanos;
    }
  }

  private static void check(long nanosToWait) throws ProtocolException {
    if (nanosToWait > 0) {
      long seconds = (nanosToWait - 1) / TimeUnit.SECONDS.toNanos(1) + 1;
      throw new ProtocolException(
          ErrorCode.BUSY, "too many attempts; try again in " + seconds + " s");
    }
  }
}
