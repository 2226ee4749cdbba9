package dev.shoal.tracker.internal;

import dev.shoal.tracker.internal.access.login.HashingCost;
import dev.shoal.tracker.internal.access.login.HashingPool;
import dev.shoal.tracker.internal.access.login.LoginThrottle;
import dev.shoal.tracker.internal.store.AccessLimits;
import java.time.Duration;

/**
 * How a tracker deals with accounts and groups.
 *
 * @param rules for what one has to be logged in; where it is for anything, administrators alone
 *     make accounts
 * @param cost of hashing one password
 * @param hashing how many at a time
 * @param throttle how often a password may be tried
 * @param loginLife how long a login lasts
 * @param capabilityLife how long a capability is good
 * @param limits how much there may be
 * @param groupsPerHour how many groups one address may make
 */
public record AccessSettings(
    LoginRules rules,
    HashingCost cost,
    HashingPool.Limits hashing,
    LoginThrottle.Limits throttle,
    Duration loginLife,
    Duration capabilityLife,
    AccessLimits limits,
    int groupsPerHour) {}
