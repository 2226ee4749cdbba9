package dev.shoal.protocol.internal.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs with the Vector API: see this module's pom. */
class HashersTest {
  private final String before = System.getProperty(Hashers.PROPERTY, "auto");

  @AfterEach
  void restore() {
    System.setProperty(Hashers.PROPERTY, before);
  }

  @Test
  void shouldTryLanesByDefaultWhereTheModuleIs() {
    System.clearProperty(Hashers.PROPERTY);

    assertThat(Hashers.lanesAvailable()).isTrue();
    assertThat(Hashers.newHasher()).isInstanceOf(ChosenHasher.class);
    assertThat(Hashers.description()).contains("SHA-256").doesNotContain("lack");
  }

  @Test
  void shouldUsePlainDigestWhenTold() {
    System.setProperty(Hashers.PROPERTY, "plain");

    assertThat(Hashers.newHasher()).isInstanceOf(PlainHasher.class);
    assertThat(Hashers.description()).startsWith("plain SHA-256");
  }

  @Test
  void shouldUseLanesWhenTold() {
    System.setProperty(Hashers.PROPERTY, "lanes");

    assertThat(Objects.toString(Hashers.newHasher())).contains("LaneHasher");
    assertThat(Hashers.description()).matches("SHA-256 in \\d+ lanes, .*");
  }

  @Test
  void shouldSayWhatThePropertyMayBe() {
    System.setProperty(Hashers.PROPERTY, "fast");

    assertThatIllegalArgumentException()
        .isThrownBy(Hashers::newHasher)
        .withMessage("the system property dev.shoal.hashing is auto, plain or lanes, not fast");
  }
}
