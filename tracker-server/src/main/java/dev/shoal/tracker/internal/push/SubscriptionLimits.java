package dev.shoal.tracker.internal.push;

import java.net.InetAddress;
import java.util.function.Predicate;

/**
 * How many subscriptions there may be.
 *
 * @param all of all connections together
 * @param ofAddress of all connections of one address
 * @param isLimited whether an address has a limit of its own
 */
public record SubscriptionLimits(int all, int ofAddress, Predicate<InetAddress> isLimited) {}
