package dev.shoal.peer.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.GroupId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupEpochsTest {
  private static final GroupId GROUP = FakeTracker.group(1);

  private final GroupEpochs epochs = new GroupEpochs();

  @Test
  void shouldTellOfEpochsThatHaveRisenOnly() {
    List<GroupId> told = new ArrayList<>();
    epochs.addListener(told::add);
    epochs.learned(GROUP, 2);
    epochs.learned(GROUP, 1);
    epochs.learned(GROUP, 2);
    assertThat(told).isEmpty();
    epochs.learned(GROUP, 3);
    assertThat(told).containsExactly(GROUP);
    assertThat(epochs.isCurrent(GROUP, 2)).isFalse();
  }

  @Test
  void shouldTellTheOthersWhenOneCannotBeTold() {
    List<GroupId> told = new ArrayList<>();
    for (int i = 0; i < 8; i++) { // in whatever order they come
      epochs.addListener(told::add);
      epochs.addListener(
          group -> {
            throw new IllegalStateException("closed");
          });
    }
    epochs.learned(GROUP, 1);
    epochs.learned(GROUP, 2);
    assertThat(told).hasSize(8);
  }
}
