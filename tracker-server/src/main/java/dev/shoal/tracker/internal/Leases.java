package dev.shoal.tracker.internal;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Lease;
import dev.shoal.protocol.wire.OpenLease;
import dev.shoal.tracker.internal.codec.HeartbeatReader;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Opens, resumes and renews leases as peers ask for it. */
final class Leases {
  private final SessionTable sessions;
  private final TrackerPolicy policy;
  private final Warming warming;
  private final HeartbeatReader heartbeats = new HeartbeatReader();

  Leases(SessionTable sessions, TrackerPolicy policy, Warming warming) {
    this.sessions = sessions;
    this.policy = policy;
    this.warming = warming;
  }

  /**
   * A session and how it came about.
   *
   * @param resumed its earlier registrations are back
   */
  record Opened(Session session, boolean resumed) {}

  /**
   * Resumes the session that is asked for, or opens a new one. A session whose digest the peer does
   * not share is resumed without its registrations; one that is unknown, whose secret the peer does
   * not know, or that another node has opened by TLS, is as if not asked for.
   */
  Opened open(Caller caller, OpenLease asked, long nowNanos) throws ProtocolException {
    Listening listening = listening(asked);
    Session session = wanted(caller, asked);
    if (session == null) {
      return new Opened(sessions.open(caller, listening, nowNanos), false);
    }
    boolean inStep = session.registrations.digest() == asked.getDigest();
    sessions.resume(session, caller, listening, nowNanos);
    if (!inStep) {
      sessions.reset(session);
    }
    return new Opened(session, inStep);
  }

  /** The wire form of an opened lease. */
  Lease describe(Opened opened) {
    return Lease.newBuilder()
        .setSession(opened.session().id)
        .setSecret(ByteString.copyFrom(opened.session().secret()))
        .setResumed(opened.resumed())
        .setHeartbeatMillis((int) policy.terms().heartbeat().toMillis())
        .setLeaseMillis((int) policy.terms().lease().toMillis())
        .setDialable(opened.session().isDialable())
        .setSpreadMillis(warming.isWarming() ? spreadMillis() : 0)
        .build();
  }

  /** How long the answer may wait for whether the peer can be dialled. */
  long patienceNanos() {
    return policy.dialling().patience().toNanos();
  }

  /**
   * A third of a heartbeat, but less for who returns late: all should be back within one heartbeat
   * of the start. Never nothing: a network that was away may bring all back in one moment.
   */
  private int spreadMillis() {
    long heartbeat = policy.terms().heartbeat().toMillis();
    long left = heartbeat * 9 / 10 - TimeUnit.NANOSECONDS.toMillis(warming.elapsedNanos());
    return (int) Math.max(heartbeat / 10, Math.min(heartbeat / 3, left));
  }

  /** Whether the peer and this side agree on what it has registered, as a heartbeat tells. */
  boolean isInStep(Session session, ByteBuf heartbeat) throws ProtocolException {
    return session.registrations.digest() == heartbeats.digest(heartbeat);
  }

  private @Nullable Session wanted(Caller caller, OpenLease asked) throws ProtocolException {
    if (asked.getSession() == 0) {
      return null;
    }
    byte[] secret = asked.getSecret().toByteArray();
    if (secret.length != SessionTable.SECRET_LENGTH) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST,
          "a session's secret has " + SessionTable.SECRET_LENGTH + " bytes, not " + secret.length);
    }
    Session session = sessions.find(asked.getSession(), secret);
    return session != null && session.isFor(caller) ? session : null;
  }

  private static Listening listening(OpenLease asked) throws ProtocolException {
    int port = asked.getListenPort();
    if (port < 0 || port > 0xFFFF) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST,
          "a port is from 0 to 65535, not " + Integer.toUnsignedString(port));
    }
    return new Listening(port, asked.getListensEverywhere());
  }
}
