package dev.shoal.tracker.internal;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.transport.AddressGroup;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts sessions, and what they have registered, by the address they come from, and holds each
 * address to its limits. As large as there are sessions.
 */
final class AddressQuota {
  private final TrackerPolicy.Quotas quotas;
  private final Map<AddressGroup, Usage> usages = new HashMap<>();

  AddressQuota(TrackerPolicy.Quotas quotas) {
    this.quotas = quotas;
  }

  private static final class Usage {
    int sessions;
    int registrations;
  }

  /**
   * Counts one more session.
   *
   * @throws ProtocolException with {@link ErrorCode#LIMIT_EXCEEDED} if the address has its fill
   */
  void acquire(InetAddress host) throws ProtocolException {
    if (!quotas.appliesTo(host)) {
      return;
    }
    AddressGroup group = AddressGroup.of(host);
    Usage usage = usages.get(group);
    if (usage != null && usage.sessions >= quotas.sessionsPerAddress()) {
      throw new ProtocolException(
          ErrorCode.LIMIT_EXCEEDED,
          "your address has " + usage.sessions + " sessions already, the most this tracker allows");
    }
    usages.computeIfAbsent(group, key -> new Usage()).sessions++;
  }

  /**
   * Counts a session that came from one address for another.
   *
   * @param registrations of the session
   * @throws ProtocolException as {@link #acquire}, or if there is no room for the registrations;
   *     then nothing has changed
   */
  void move(InetAddress from, InetAddress to, int registrations) throws ProtocolException {
    if (!AddressGroup.of(from).equals(AddressGroup.of(to))) {
      if (registrations > 0 && registrations > room(to)) {
        throw new ProtocolException(
            ErrorCode.LIMIT_EXCEEDED,
            "your address has registered as many files as this tracker allows one");
      }
      acquire(to);
      release(from, registrations);
      count(to, registrations);
    }
  }

  /** Counts one session less, with its registrations. */
  void release(InetAddress host, int registrations) {
    if (!quotas.appliesTo(host)) {
      return;
    }
    usages.computeIfPresent(
        AddressGroup.of(host),
        (group, usage) -> {
          usage.sessions--;
          usage.registrations -= registrations;
          return usage.sessions == 0 ? null : usage;
        });
  }

  /** Counts more registrations of an address that has a session, or fewer. */
  void count(InetAddress host, int change) {
    if (change != 0 && quotas.appliesTo(host)) {
      usages.computeIfPresent(
          AddressGroup.of(host),
          (group, usage) -> {
            usage.registrations += change;
            return usage;
          });
    }
  }

  /** How many more registrations the address may have; negative if it has too many. */
  int room(InetAddress host) {
    if (!quotas.appliesTo(host)) {
      return Integer.MAX_VALUE;
    }
    Usage usage = usages.get(AddressGroup.of(host));
    return quotas.registrationsPerAddress() - (usage == null ? 0 : usage.registrations);
  }
}
