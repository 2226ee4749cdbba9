package dev.shoal.peer.internal.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.internal.access.Audience;
import dev.shoal.peer.internal.access.FakeTracker;
import dev.shoal.peer.internal.serve.PendingShares.Share;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.GroupId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PendingSharesTest {
  private static final FileId FILE = FileId.parse("ab".repeat(FileId.LENGTH));
  private static final GroupId ONE = FakeTracker.group(1);
  private static final GroupId OTHER = FakeTracker.group(2);
  private static final Audience NOBODY = Audience.ofGroups(Set.of());
  private static final Audience EVERYBODY = Audience.ofEverybody();

  private final PendingShares shares = new PendingShares();

  @ParameterizedTest
  @CsvSource({
    "false, false, true",
    "true, false, false",
    "false, true, false",
    "true, true, false"
  })
  void shouldTakeBackWhatWasRefusedEachTimeWhenTheLastOneIsAnswered(
      boolean first, boolean second, boolean takesBack) {
    List<Share> one = shares.begin(FILE, EVERYBODY, NOBODY);
    List<Share> other = shares.begin(FILE, EVERYBODY, EVERYBODY);
    assertThat(shares.end(other, first)).isEqualTo(NOBODY);
    assertThat(shares.end(one, second)).isEqualTo(takesBack ? EVERYBODY : NOBODY);
  }

  @Test
  void shouldLeaveForWhomItWasBefore() {
    assertThat(shares.end(shares.begin(FILE, EVERYBODY, EVERYBODY), false)).isEqualTo(NOBODY);
    List<Share> inGroups =
        shares.begin(FILE, Audience.ofGroups(Set.of(ONE, OTHER)), Audience.ofGroup(ONE));
    assertThat(shares.end(inGroups, false)).isEqualTo(Audience.ofGroup(OTHER));
  }

  @Test
  void shouldTellGroupsApartAndFromEverybody() {
    List<Share> everybody = shares.begin(FILE, EVERYBODY, NOBODY);
    List<Share> one = shares.begin(FILE, Audience.ofGroup(ONE), EVERYBODY);
    List<Share> other =
        shares.begin(FILE, Audience.ofGroup(OTHER), new Audience(true, Set.of(ONE)));
    assertThat(shares.end(one, true)).isEqualTo(NOBODY);
    assertThat(shares.end(everybody, false)).isEqualTo(EVERYBODY);
    assertThat(shares.end(other, false)).isEqualTo(Audience.ofGroup(OTHER));
  }

  @Test
  void shouldNotLetOldAnswersDecideOnWhatIsSharedAgain() {
    List<Share> before = shares.begin(FILE, EVERYBODY, EVERYBODY);
    shares.keepOnly(FILE, Audience.ofGroup(ONE));
    List<Share> again = shares.begin(FILE, EVERYBODY, Audience.ofGroup(ONE));
    assertThat(shares.end(before, true)).isEqualTo(NOBODY);
    assertThat(shares.end(again, false)).isEqualTo(EVERYBODY);
  }
}
