package dev.shoal.peer.internal.fetch;

import dev.shoal.peer.HttpSourcePolicy;
import dev.shoal.peer.HttpSourcePolicy.PrivateAddresses;
import dev.shoal.protocol.ErrorCode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where URLs and redirects may lead, as the policy says. Immutable. */
final class HopRules {
  private final HttpSourcePolicy policy;

  HopRules(HttpSourcePolicy policy) {
    this.policy = policy;
  }

  /**
   * What to ask next.
   *
   * @param from the place that redirects
   * @param before redirects that were followed on the way there
   */
  HttpTarget redirect(HttpHop from, String location, int before) throws HttpFailure {
    if (before >= policy.redirects()) {
      throw HttpFailure.lasting(ErrorCode.UNKNOWN, "it redirects more than " + before + " times");
    }
    HttpTarget next;
    try {
      next = from.target().resolve(location);
    } catch (IllegalArgumentException e) {
      throw HttpFailure.lasting(
          ErrorCode.UNKNOWN, "it redirects to what can't be a source: " + e.getMessage(), e);
    }
    if (from.target().secure() && !next.secure()) {
      throw HttpFailure.lasting(
          ErrorCode.UNTRUSTED, "it redirects from https down to http, which is not followed");
    }
    return next;
  }

  /**
   * The addresses of a target that may be dialled, in their order; at least one.
   *
   * @param from the place that redirects there; null: the target was given
   */
  List<InetSocketAddress> permitted(
      HttpTarget target, List<InetAddress> addresses, @Nullable HttpHop from) throws HttpFailure {
    List<InetSocketAddress> permitted = new ArrayList<>();
    for (InetAddress address : addresses) {
      if (isPermitted(target, address, from)) {
        permitted.add(new InetSocketAddress(address, target.port()));
      }
    }
    if (permitted.isEmpty()) {
      throw HttpFailure.lasting(
          ErrorCode.DENIED,
          from == null
              ? "it is at an address that must not be dialled"
              : "it redirects to an address that is not public, which is not followed");
    }
    return permitted;
  }

  private boolean isPermitted(HttpTarget target, InetAddress address, @Nullable HttpHop from) {
    if (PublicAddresses.isUseless(address)) {
      return false;
    }
    if (PublicAddresses.isPublic(address)) {
      return true;
    }
    PrivateAddresses allowed = policy.privateAddresses();
    if (from == null || allowed == PrivateAddresses.NEVER) {
      return allowed != PrivateAddresses.NEVER;
    }
    InetAddress before = from.address().getAddress();
    return !PublicAddresses.isPublic(before)
        && (allowed == PrivateAddresses.REDIRECTED
            || (target.isSameOrigin(from.target()) && address.equals(before)));
  }
}
