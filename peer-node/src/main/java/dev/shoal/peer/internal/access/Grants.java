package dev.shoal.peer.internal.access;

import dev.shoal.peer.AccessPolicy;
import dev.shoal.protocol.CapabilityToken;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.ProtocolException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the other side of one connection may have: whatever is for everybody, and what the
 * capabilities that it has shown are for, until they end. Thread-safe.
 */
public final class Grants {
  private static final Logger log = LoggerFactory.getLogger(Grants.class);

  /** Most capabilities of one connection that count at one time. */
  public static final int MOST = 64;

  private final AccessPolicy.Asker asker;
  private final AccessPolicy policy;
  private final ClockOffset clock;
  private final GroupEpochs epochs;
  private final Map<Scope, CapabilityToken> shown = new ConcurrentHashMap<>();

  /** What a capability is for. */
  private record Scope(GroupId group, @Nullable FileId file) {}

  /**
   * None yet.
   *
   * @param policy the application's, which may refuse more
   */
  public Grants(
      AccessPolicy.Asker asker, AccessPolicy policy, ClockOffset clock, GroupEpochs epochs) {
    this.asker = asker;
    this.policy = policy;
    this.clock = clock;
    this.epochs = epochs;
  }

  /** Whether it may have, and know of, a file that is held for that audience. */
  public boolean permits(Audience audience, FileId fileId) {
    return (audience.everybody() || belongs(audience, fileId)) && isPermittedByPolicy(fileId);
  }

  /** Whether it has shown that it belongs to one of the groups, for that file. */
  public boolean belongs(Audience audience, FileId fileId) {
    if (shown.isEmpty()) {
      return false;
    }
    for (GroupId group : audience.groups()) {
      if (isGood(new Scope(group, null)) || isGood(new Scope(group, fileId))) {
        return true;
      }
    }
    return false;
  }

  /**
   * One more was shown, and verified.
   *
   * @throws ProtocolException with {@link ErrorCode#LIMIT_EXCEEDED} if there are too many
   */
  void add(CapabilityToken token) throws ProtocolException {
    Scope scope = new Scope(token.group(), token.file());
    dropEnded();
    if (shown.size() >= MOST && !shown.containsKey(scope)) {
      throw new ProtocolException(
          ErrorCode.LIMIT_EXCEEDED, "one connection may show " + MOST + " capabilities");
    }
    shown.merge(
        scope, token, (one, other) -> one.expiresMillis() > other.expiresMillis() ? one : other);
  }

  /** Forgets those that are over. */
  void dropEnded() {
    shown.values().removeIf(token -> !isGood(token));
  }

  /** When the next one expires, by the tracker's clock; empty if there is none. */
  OptionalLong nextEndMillis() {
    return shown.values().stream().mapToLong(CapabilityToken::expiresMillis).min();
  }

  private boolean isGood(Scope scope) {
    CapabilityToken token = shown.get(scope);
    return token != null && isGood(token);
  }

  private boolean isGood(CapabilityToken token) {
    return clock.nowMillis() < token.expiresMillis()
        && epochs.isCurrent(token.group(), token.epoch());
  }

  private boolean isPermittedByPolicy(FileId fileId) {
    try {
      return policy.permits(asker, fileId);
    } catch (RuntimeException e) {
      log.error("the access policy failed, so nothing is served", e);
      return false;
    }
  }
}
