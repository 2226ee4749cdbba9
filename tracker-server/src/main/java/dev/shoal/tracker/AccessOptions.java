package dev.shoal.tracker;

import dev.shoal.protocol.CapabilityToken;
import dev.shoal.tracker.internal.AccessSettings;
import dev.shoal.tracker.internal.LoginRules;
import dev.shoal.tracker.internal.access.account.AccountTerms;
import dev.shoal.tracker.internal.access.capability.CapabilityRequests;
import dev.shoal.tracker.internal.access.login.HashingCost;
import dev.shoal.tracker.internal.access.login.HashingPool;
import dev.shoal.tracker.internal.access.login.LoginThrottle;
import dev.shoal.tracker.internal.access.login.Pace;
import dev.shoal.tracker.internal.store.AccessLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a tracker deals with accounts and groups: what passwords cost, how long things last, and how
 * much there may be. Immutable; {@link Builder#build()} checks it.
 */
public final class AccessOptions {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int MOST_CREATIONS = 1_000_000;

  /** Accounts that one address may make at once. */
  private static final int CREATIONS_AT_ONCE = 10;

  private static final int MOST_LOGINS = 10_000;
  private static final int MOST_THREADS = 64;
  private static final Duration LONGEST_LOGIN = Duration.ofDays(366);
  private static final Duration SHORTEST_LOGIN = Duration.ofSeconds(1);
  private static final Duration SHORTEST_CAPABILITY = Duration.ofSeconds(1);

  private final HashingCost cost;
  private final HashingPool.Limits hashing;
  private final LoginThrottle.Limits throttle;
  private final AccessLimits limits;
  private final Builder values;

  private AccessOptions(Builder values) {
    this.values = values;
    cost = cost(values);
    hashing = new HashingPool.Limits(values.passwordThreads, HashingPool.Limits.DEFAULT.waiting());
    throttle =
        values.throttle == null
            ? throttle(values.loginsPerSecond, values.accountsPerHour)
            : values.throttle;
    limits = limits(values);
  }

  private static HashingCost cost(Builder values) {
    try {
      return new HashingCost(values.passwordMemoryKib, values.passwordPasses, 1);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "passwordMemory must be from 8 KiB to 256 MiB and passwordPasses from 1 to 64, and both"
              + " together not above 1 GiB gone over",
          e);
    }
  }

  private static LoginThrottle.Limits throttle(int loginsPerSecond, int accountsPerHour) {
    int known = loginsPerSecond / 4;
    LoginThrottle.Limits defaults = LoginThrottle.Limits.DEFAULT;
    return new LoginThrottle.Limits(
        Pace.perSecond(loginsPerSecond - known, 2 * (loginsPerSecond - known)),
        Pace.perSecond(known, 2 * known),
        defaults.address(),
        defaults.account(),
        defaults.failures(),
        new Pace(Math.min(CREATIONS_AT_ONCE, accountsPerHour), HOUR.dividedBy(accountsPerHour)));
  }

  private static AccessLimits limits(Builder values) {
    AccessLimits defaults = AccessLimits.DEFAULT;
    return new AccessLimits(
        values.maxAccounts,
        defaults.loginsPerAccount(),
        values.maxGroups,
        values.maxGroupsPerOwner,
        values.maxMembersPerGroup,
        values.maxFilesPerGroup,
        Math.max(defaults.filesPerOwner(), values.maxFilesPerGroup),
        Math.max(defaults.filesInAll(), values.maxFilesPerGroup),
        defaults.clearedAtOnce());
  }

  /** The defaults. */
  public static AccessOptions defaults() {
    return builder().build();
  }

  /** A builder with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder with these options. */
  public Builder toBuilder() {
    return new Builder(values);
  }

  AccessSettings settings(LoginRules rules) {
    return new AccessSettings(
        rules,
        cost,
        hashing,
        throttle,
        values.loginLife,
        values.capabilityLife,
        limits,
        values.groupsPerHour);
  }

  /** Collects options. Not thread-safe. */
  public static final class Builder {
    private int loginsPerSecond = 20;
    private int passwordThreads = HashingPool.Limits.DEFAULT.threads();
    private int passwordMemoryKib = HashingCost.DEFAULT.memoryKib();
    private int passwordPasses = HashingCost.DEFAULT.iterations();
    private Duration loginLife = AccountTerms.DEFAULT_LOGIN_LIFE;
    private Duration capabilityLife = CapabilityRequests.DEFAULT_LIFE;
    private int accountsPerHour = 60;
    private int groupsPerHour = 200;
    private int maxAccounts = AccessLimits.DEFAULT.accounts();
    private int maxGroups = AccessLimits.DEFAULT.groups();
    private int maxGroupsPerOwner = AccessLimits.DEFAULT.groupsPerOwner();
    private int maxMembersPerGroup = AccessLimits.DEFAULT.membersPerGroup();
    private int maxFilesPerGroup = AccessLimits.DEFAULT.filesPerGroup();
    private LoginThrottle.@Nullable Limits throttle;

    private Builder() {}

    private Builder(Builder other) {
      loginsPerSecond = other.loginsPerSecond;
      passwordThreads = other.passwordThreads;
      passwordMemoryKib = other.passwordMemoryKib;
      passwordPasses = other.passwordPasses;
      loginLife = other.loginLife;
      capabilityLife = other.capabilityLife;
      accountsPerHour = other.accountsPerHour;
      groupsPerHour = other.groupsPerHour;
      maxAccounts = other.maxAccounts;
      maxGroups = other.maxGroups;
      maxGroupsPerOwner = other.maxGroupsPerOwner;
      maxMembersPerGroup = other.maxMembersPerGroup;
      maxFilesPerGroup = other.maxFilesPerGroup;
      throttle = other.throttle;
    }

    /**
     * Passwords that are checked each second in the long run, those of all together, from 4 on; a
     * quarter of them is for nodes that have logged in to the account before, so that no guesser
     * locks them out. Default 20.
     */
    public Builder loginsPerSecond(int value) {
      loginsPerSecond = value;
      return this;
    }

    /**
     * Passwords that are hashed at a time, each on a thread of its own. Default 2, or 1 on a
     * machine of two processors or one.
     */
    public Builder passwordThreads(int value) {
      passwordThreads = value;
      return this;
    }

    /**
     * KiB that are filled to hash one password; those that were hashed otherwise stay good. Default
     * 19,456.
     */
    public Builder passwordMemoryKib(int value) {
      passwordMemoryKib = value;
      return this;
    }

    /** How often that memory is gone over. Default 2. */
    public Builder passwordPasses(int value) {
      passwordPasses = value;
      return this;
    }

    /** How long a login lasts, up to 366 days. Default 30 days. */
    public Builder loginLife(Duration value) {
      loginLife = value;
      return this;
    }

    /**
     * How long a node may fetch files of a group from other peers without asking the tracker again,
     * up to 10 min. Default 5 min.
     */
    public Builder capabilityLife(Duration value) {
      capabilityLife = value;
      return this;
    }

    /**
     * Accounts that one address may make in an hour, administrators aside; at once at most ten of
     * them. Default 60.
     */
    public Builder accountsPerHourAndAddress(int value) {
      accountsPerHour = value;
      return this;
    }

    /** Groups that one address may make in an hour, administrators aside. Default 200. */
    public Builder groupsPerHourAndAddress(int value) {
      groupsPerHour = value;
      return this;
    }

    /** Most accounts. Default 100,000. */
    public Builder maxAccounts(int value) {
      maxAccounts = value;
      return this;
    }

    /** Most groups. Default 10,000. */
    public Builder maxGroups(int value) {
      maxGroups = value;
      return this;
    }

    /** Most groups that one account owns. Default 100. */
    public Builder maxGroupsPerOwner(int value) {
      maxGroupsPerOwner = value;
      return this;
    }

    /** Most members of one group, with those who asked to join. Default 10,000. */
    public Builder maxMembersPerGroup(int value) {
      maxMembersPerGroup = value;
      return this;
    }

    /**
     * Most files in one group's list. Default 100,000; in the lists of all groups of one owner
     * there are at most 200,000, and in those of all groups at most 1,000,000, or as many as this
     * if it is more.
     */
    public Builder maxFilesPerGroup(int value) {
      maxFilesPerGroup = value;
      return this;
    }

    /** How often passwords may be tried, whatever else is said of that; for tests. */
    Builder throttle(LoginThrottle.Limits value) {
      throttle = value;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException naming what is out of range
     */
    public AccessOptions build() {
      requireWithin(loginsPerSecond, 4, MOST_LOGINS, "loginsPerSecond");
      requireWithin(passwordThreads, 1, MOST_THREADS, "passwordThreads");
      requireWithin(loginLife, SHORTEST_LOGIN, LONGEST_LOGIN, "loginLife");
      requireWithin(
          capabilityLife,
          SHORTEST_CAPABILITY,
          Duration.ofMillis(CapabilityToken.MAX_LIFE_MILLIS),
          "capabilityLife");
      requireWithin(accountsPerHour, 1, MOST_CREATIONS, "accountsPerHourAndAddress");
      requireWithin(groupsPerHour, 1, MOST_CREATIONS, "groupsPerHourAndAddress");
      requireWithin(maxAccounts, 1, Integer.MAX_VALUE, "maxAccounts");
      requireWithin(maxGroups, 1, Integer.MAX_VALUE, "maxGroups");
      requireWithin(maxGroupsPerOwner, 1, Integer.MAX_VALUE, "maxGroupsPerOwner");
      requireWithin(maxMembersPerGroup, 1, Integer.MAX_VALUE, "maxMembersPerGroup");
      requireWithin(maxFilesPerGroup, 1, Integer.MAX_VALUE, "maxFilesPerGroup");
      return new AccessOptions(new Builder(this));
    }

    private static void requireWithin(int value, int least, int most, String name) {
      if (value < least || value > most) {
        throw new IllegalArgumentException(
            name + " must be from " + least + " to " + most + ", not " + value);
      }
    }

    private static void requireWithin(
        Duration value, Duration shortest, Duration longest, String name) {
      if (value.compareTo(shortest) < 0 || value.compareTo(longest) > 0) {
        throw new IllegalArgumentException(
            name + " must be from " + shortest + " to " + longest + ", not " + value);
      }
    }
  }
}
