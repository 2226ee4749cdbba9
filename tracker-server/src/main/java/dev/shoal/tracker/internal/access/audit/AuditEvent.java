package dev.shoal.tracker.internal.access.audit;

import dev.shoal.protocol.PeerId;
import java.net.InetAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that matters to security: what happened, and what is to be known of it, in that order.
 * It holds no secrets: no password, no token, no code. Immutable.
 *
 * @param kind what happened
 * @param details by name; text from anywhere, which is made safe when it is written
 */
public record AuditEvent(AuditKind kind, Map<String, String> details) {
  /** Keeps a copy. */
  public AuditEvent {
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  /** It happened because of a connection from there, whose other end has that key. */
  public static AuditEvent of(AuditKind kind, InetAddress address, PeerId peer) {
    return of(kind).with("address", address.getHostAddress()).with("peer", peer.toText());
  }

  /** It happened by itself. */
  public static AuditEvent of(AuditKind kind) {
    return new AuditEvent(kind, Map.of());
  }

  /** As whom it was done: an account's name or key. */
  public AuditEvent user(String user) {
    return with("user", user);
  }

  /** What else is to be known of it. */
  public AuditEvent with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(details);
    more.put(name, value);
    return new AuditEvent(kind, more);
  }
}
