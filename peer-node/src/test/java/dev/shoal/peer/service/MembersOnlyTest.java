package dev.shoal.peer.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MembersOnlyTest {
  private final MembersOnly membersOnly = new MembersOnly();

  @Test
  void shouldHoldBackWhatAnEarlierVersionRemembered() {
    membersOnly.restore(List.of("5 aa", "-1 bb", "cc"));
    membersOnly.add("aa");
    assertThat(membersOnly.contains("aa")).isTrue();
    assertThat(membersOnly.contains("bb")).isTrue();
    assertThat(membersOnly.contains("dd")).isFalse();
    assertThat(membersOnly.saved()).containsExactly("aa", "bb", "cc");
  }
}
