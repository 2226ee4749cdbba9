package dev.shoal.tracker.internal;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
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

  /**
   * An empty table.
   *
   * @param random whose numbers nobody can guess: it gives ids and secrets
   */
  SessionTable(TrackerPolicy policy, SwarmIndex swarms, RandomGenerator random) {
    this.carried = new ExpiryQueue(policy.lease().toNanos());
    this.lost = new ExpiryQueue(policy.resume().toNanos());
    this.quota = new AddressQuota(policy.maxSessions());
    this.swarms = swarms;
    this.random = random;
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
    Session session = new Session(unusedId(), secret, new Registrations(swarms), caller, listening);
    sessions.put(session.id, session);
    carried.renew(session, nowNanos);
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
    quota.move(session.addresses().remote(), caller.addresses().remote());
    Caller former = session.caller();
    if (former == null) {
      lost.remove(session);
    } else {
      session.registrations().hide(); // they are shown again with what may be another address
    }
    session.carry(caller, listening);
    carried.renew(session, nowNanos);
    session.registrations().show();
    if (former != null) {
      former.displace();
    }
  }

  /** Renews the lease of a session that a connection carries. */
  void renew(Session session, long nowNanos) {
    carried.renew(session, nowNanos);
  }

  /** The connection that carries the session is lost. */
  void lose(Session session, long nowNanos) {
    session.registrations().hide();
    session.drop();
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

  /** Number of sessions, lost ones included. */
  int size() {
    return sessions.size();
  }

  private void forget(Session session) {
    session.registrations().clear();
    session.drop();
    sessions.remove(session.id);
    quota.release(session.addresses().remote());
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
