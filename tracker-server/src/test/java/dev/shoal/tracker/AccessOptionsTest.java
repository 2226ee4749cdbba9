package dev.shoal.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shoal.tracker.internal.AccessSettings;
import dev.shoal.tracker.internal.LoginRules;
import dev.shoal.tracker.internal.access.login.HashingCost;
import dev.shoal.tracker.internal.access.login.HashingPool;
import dev.shoal.tracker.internal.access.login.LoginThrottle;
import dev.shoal.tracker.internal.store.AccessLimits;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class AccessOptionsTest {
  @Test
  void shouldHaveTheDefaultsOfThePartsTheyAreFor() {
    assertThat(AccessOptions.defaults().settings(LoginRules.NONE))
        .isEqualTo(
            new AccessSettings(
                LoginRules.NONE,
                HashingCost.DEFAULT,
                HashingPool.Limits.DEFAULT,
                LoginThrottle.Limits.DEFAULT,
                Duration.ofDays(30),
                Duration.ofMinutes(5),
                AccessLimits.DEFAULT,
                200));
  }

  @Test
  void shouldTakeWhatIsSetAndKeepItWhenBuiltUpon() {
    AccessOptions options =
        AccessOptions.builder()
            .loginsPerSecond(40)
            .passwordThreads(3)
            .passwordMemoryKib(64)
            .passwordPasses(1)
            .loginLife(Duration.ofHours(1))
            .capabilityLife(Duration.ofMinutes(10))
            .accountsPerHourAndAddress(6)
            .groupsPerHourAndAddress(7)
            .maxAccounts(8)
            .maxGroups(9)
            .maxGroupsPerOwner(10)
            .maxMembersPerGroup(11)
            .maxFilesPerGroup(2_000_000)
            .build();

    AccessSettings settings = options.settings(LoginRules.NONE);

    assertThat(settings).isEqualTo(options.toBuilder().build().settings(LoginRules.NONE));
    assertThat(settings.cost()).isEqualTo(new HashingCost(64, 1, 1));
    assertThat(settings.hashing().threads()).isEqualTo(3);
    assertThat(settings.throttle().strangers().burst()).isEqualTo(60);
    assertThat(settings.throttle().creations().burst()).isEqualTo(6);
    assertThat(settings.throttle().creations().interval()).isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.loginLife()).isEqualTo(Duration.ofHours(1));
    assertThat(settings.capabilityLife()).isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.groupsPerHour()).isEqualTo(7);
    assertThat(settings.limits())
        .isEqualTo(
            new AccessLimits(
                8,
                64,
                9,
                10,
                11,
                2_000_000,
                2_000_000,
                2_000_000,
                AccessLimits.DEFAULT.clearedAtOnce()));
  }

  @Test
  void shouldNameWhatIsOutOfRange() {
    assertRefused(options -> options.loginsPerSecond(3), "loginsPerSecond");
    assertRefused(options -> options.passwordThreads(0), "passwordThreads");
    assertRefused(options -> options.passwordMemoryKib(7), "passwordMemory");
    assertRefused(
        options -> options.passwordMemoryKib(200 << 10).passwordPasses(60), "passwordMemory");
    assertRefused(options -> options.loginLife(Duration.ofDays(367)), "loginLife");
    assertRefused(options -> options.capabilityLife(Duration.ofMinutes(11)), "capabilityLife");
    assertRefused(options -> options.capabilityLife(Duration.ZERO), "capabilityLife");
    assertRefused(options -> options.accountsPerHourAndAddress(0), "accountsPerHourAndAddress");
    assertRefused(options -> options.groupsPerHourAndAddress(0), "groupsPerHourAndAddress");
    assertRefused(options -> options.maxAccounts(0), "maxAccounts");
    assertRefused(options -> options.maxGroups(0), "maxGroups");
    assertRefused(options -> options.maxGroupsPerOwner(0), "maxGroupsPerOwner");
    assertRefused(options -> options.maxMembersPerGroup(0), "maxMembersPerGroup");
    assertRefused(options -> options.maxFilesPerGroup(0), "maxFilesPerGroup");
  }

  private static void assertRefused(UnaryOperator<AccessOptions.Builder> change, String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> change.apply(AccessOptions.builder()).build())
        .withMessageContaining(name + " must be");
  }
}
