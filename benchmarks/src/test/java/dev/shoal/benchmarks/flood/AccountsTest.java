package dev.shoal.benchmarks.flood;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.AccountNames;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Login;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AccountsTest {
  @Test
  void shouldGuessAtOneAccountAtAllOfThemAndAtUnknownNames() {
    assertThat(users(0)).containsExactly(Accounts.login().getUser());
    assertThat(users(1)).hasSize(Accounts.COUNT);
    assertThat(users(2)).hasSize(100).noneMatch(user -> user.startsWith("user-"));
  }

  @Test
  void shouldNeverGuessRight() throws ProtocolException {
    for (int guesser = 0; guesser < 3; guesser++) {
      Login guess = Accounts.guess(guesser, guesser);
      AccountNames.check(guess.getUser(), "user");
      assertThat(guess.getPassword()).isNotEqualTo(Accounts.login().getPassword());
    }
  }

  private static Set<String> users(int guesser) {
    return LongStream.range(0, 100)
        .mapToObj(guess -> Accounts.guess(guesser, guess).getUser())
        .collect(Collectors.toSet());
  }
}
