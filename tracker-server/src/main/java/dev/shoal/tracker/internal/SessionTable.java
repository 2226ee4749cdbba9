package dev.shoal.tracker.internal;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.tracker.internal.swarm.SwarmIndex;
import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The peers' sessions, from opening to end.
 *
 * <p>A session is carried by a connection for as long as its lease is renewed. When the connection
 * is lost, its registrations are hidden and wait for the session to be resumed. When a lease or
 * that wait runs out, the session and all it registered are gone.
 */
final class SessionTable {
  /** Bytes of a session's secret. */
  static final int SECRET_LENGTH = 16;

  private final LongObjectMap<Session> sessions = new LongObjectHashMap<>();
  private final ExpiryQueue carried;
  private final ExpiryQueue lost;
  private final AddressQuota quota;
  private final SwarmIndex swarms;
  private final RandomGenerator random;
  private final boolean verifyPeers;
  private SessionListener listener = SessionListener.NOBODY;

  /**
   * An empty table.
   *
   * @param random whose numbers nobody can guess: it gives ids and secrets
   */
  SessionTable(TrackerPolicy policy, SwarmIndex swarms, RandomGenerator random) {
    this.carried = new ExpiryQueue(policy.terms().lease().toNanos());
    this.lost = new ExpiryQueue(policy.terms().resume().toNanos());
    this.quota = new AddressQuota(policy.quotas());
    this.swarms = swarms;
    this.random = random;
    this.verifyPeers = policy.dialling().verify();
  }

  /** Who is told of what becomes of sessions, from within the methods below. */
  void listener(SessionListener told) {
    listener = told;
  }

  /**
   * Opens a new session.
   *
   * @throws ProtocolException with {@link ErrorCode#LIMIT_EXCEEDED} if the caller's address has too
   *     many
   */
  Session open(Caller caller, Listening listening, long nowNanos) throws ProtocolException {
    quota.acquire(caller.addresses().remote());
    byte[] secret = new byte[SECRET_LENGTH];
    random.nextBytes(secret);
    Session session =
        new Session(unusedId(), secret, swarms.open(), caller, listening, !verifyPeers);
    sessions.put(session.id, session);
    carried.renew(session, nowNanos);
    stand(session);
    return session;
  }

  /** The session with that id, or null where there is none or the secret is another. */
  @Nullable Session find(long id, byte[] secret) {
    Session session = sessions.get(id);
    return session != null && session.hasSecret(secret) ? session : null;
  }

  /**
   * Lets a connection carry a session, lost or taken over from another connection, with its
   * registrations visible.
   *
   * @throws ProtocolException with {@link ErrorCode#LIMIT_EXCEEDED} if it comes from another
   *     address now, which has too many
   */
  void resume(Session session, Caller caller, Listening listening, long nowNanos)
      throws ProtocolException {
    quota.move(session.addresses().remote(), caller.addresses().remote(), session.charged);
    Caller former = session.caller();
    boolean stillDialable = session.isDialable() && session.isAt(caller, listening);
    session.carry(caller, listening, !verifyPeers || stillDialable);
    lost.remove(session);
    carried.renew(session, nowNanos);
    stand(session);
    if (former != null) {
      former.displace();
    }
  }

  /** The session's peer was reached where it listens. */
  void reached(Session session) {
    if (sessions.containsKey(session.id)) {
      session.setDialable(true);
      stand(session);
    }
  }

  /** How many more files the session's address may register; negative if it has too many. */
  int room(Session session) {
    return quota.room(session.addresses().remote());
  }

  /** Charges the session's address with what the session has registered now. */
  void charge(Session session) {
    int size = session.registered();
    quota.count(session.addresses().remote(), size - session.charged);
    session.charged = size;
  }

  /** Forgets what the session has registered. */
  void reset(Session session) {
    if (session.registrations.size() > 0) {
      swarms.retire(session.registrations);
      session.registrations = swarms.open();
      charge(session);
      stand(session);
    }
  }

  /** Renews the lease of a session that a connection carries. */
  void renew(Session session, long nowNanos) {
    carried.renew(session, nowNanos);
  }

  /** The connection that carries the session is lost. */
  void lose(Session session, long nowNanos) {
    session.drop();
    stand(session);
    carried.remove(session);
    lost.renew(session, nowNanos);
  }

  /** Ends a session, carried or lost; its registrations go with it. */
  void end(Session session) {
    carried.remove(session);
    lost.remove(session);
    forget(session);
  }

  /**
   * Ends sessions whose time has run out.
   *
   * @param max sessions, a slice small enough not to hold up requests
   * @return whether there may be more
   */
  boolean expire(long nowNanos, int max) {
    for (int i = 0; i < max; i++) {
      Session expired = lost.pollExpired(nowNanos);
      if (expired == null) {
        expired = carried.pollExpired(nowNanos);
      }
      if (expired == null) {
        return false;
      }
      forget(expired);
    }
    return true;
  }

  /** All sessions, lost ones included; to look at only. */
  Iterable<Session> all() {
    return sessions.values();
  }

  /** Number of sessions, lost ones included. */
  int size() {
    return sessions.size();
  }

  /** Number of sessions that a connection carries. */
  int carriedCount() {
    return carried.size();
  }

  private void forget(Session session) {
    session.drop();
    swarms.retire(session.registrations);
    listener.over(session);
    sessions.remove(session.id);
    quota.release(session.addresses().remote(), session.charged);
  }

  private void stand(Session session) {
    swarms.stand(session.registrations, session.standing(), session.sourceAddress());
    listener.stands(session);
  }

  /** 0 means no session. */
  private long unusedId() {
    long id = random.nextLong();
    while (id == 0 || sessions.containsKey(id)) {
      id = random.nextLong();
    }
    return id;
  }
}
