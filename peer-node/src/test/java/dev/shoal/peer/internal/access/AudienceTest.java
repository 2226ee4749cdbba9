package dev.shoal.peer.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.GroupId;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AudienceTest {
  private static final Audience EVERYBODY = Audience.ofEverybody();
  private static final Audience BOTH = new Audience(true, Set.of(FakeTracker.group(1)));

  @Test
  void shouldNarrowToThoseWhoBelongToBoth() {
    Audience one = Audience.ofGroup(FakeTracker.group(1));
    Audience two = Audience.ofGroups(Set.of(FakeTracker.group(1), FakeTracker.group(2)));
    assertThat(EVERYBODY.narrowedTo(EVERYBODY)).isEqualTo(EVERYBODY);
    assertThat(EVERYBODY.narrowedTo(one)).isEqualTo(one);
    assertThat(one.narrowedTo(EVERYBODY)).isEqualTo(one);
    assertThat(one.narrowedTo(two)).isEqualTo(one);
    assertThat(BOTH.narrowedTo(two)).isEqualTo(two);
    assertThat(BOTH.narrowedTo(EVERYBODY)).isEqualTo(BOTH);
    assertThat(one.narrowedTo(Audience.ofGroup(FakeTracker.group(2))).isNobody()).isTrue();
  }

  private static final GroupId ONE = FakeTracker.group(1);
  private static final GroupId OTHER = FakeTracker.group(2);

  @Test
  void shouldBePublicWhenSharedWithEverybodyAndInAGroup() {
    Audience both = Audience.ofGroup(ONE).and(Audience.ofEverybody());
    assertThat(both.everybody()).isTrue();
    assertThat(both.groups()).containsExactly(ONE);
  }

  @Test
  void shouldWidenWhenSharedInAnotherGroup() {
    assertThat(Audience.ofGroup(ONE).and(Audience.ofGroup(OTHER)))
        .isEqualTo(Audience.ofGroups(Set.of(ONE, OTHER)));
  }

  @Test
  void shouldNarrowWhenUnsharedInAGroup() {
    Audience both = Audience.ofGroups(Set.of(ONE, OTHER));
    assertThat(both.without(ONE)).isEqualTo(Audience.ofGroup(OTHER));
    assertThat(both.without(ONE).isNobody()).isFalse();
    assertThat(both.without(ONE).without(OTHER).isNobody()).isTrue();
  }

  @Test
  void shouldStayPublicWhenUnsharedInItsLastGroup() {
    Audience rest = Audience.ofGroup(ONE).and(Audience.ofEverybody()).without(ONE);
    assertThat(rest).isEqualTo(Audience.ofEverybody());
    assertThat(rest.isNobody()).isFalse();
  }
}
