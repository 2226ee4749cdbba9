package dev.shoal.tracker.internal.store;

import static dev.shoal.tracker.internal.store.SomeCommands.NOW;
import static dev.shoal.tracker.internal.store.SomeCommands.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.Limits;
import dev.shoal.tracker.internal.state.AccessChange;
import dev.shoal.tracker.internal.state.Command;
import dev.shoal.tracker.internal.state.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyRulesTest {
  private final InstantCommitter state = new InstantCommitter();

  @AfterEach
  void close() {
    state.close();
  }

  @Test
  void shouldShortenEarlierKeysWhenAnotherIsAdded() {
    state.apply(key(1, NOW));

    Outcome outcome = state.apply(key(2, NOW + 1000));

    assertThat(outcome.getAccessChangesList())
        .extracting(
            change -> change.getKey().getKeyId(), change -> change.getKey().getUntilMillis())
        .containsExactly(tuple(1, NOW + 601_000), tuple(2, NOW + 7_201_000));
  }

  @Test
  void shouldDropKeysWhoseTokensAreOverWhenAnotherIsAdded() {
    state.apply(key(1, NOW));

    Outcome outcome = state.apply(key(2, NOW + 7_200_000));

    assertThat(outcome.getAccessChangesList())
        .extracting(AccessChange::getChangeCase)
        .containsExactly(AccessChange.ChangeCase.KEY_GONE, AccessChange.ChangeCase.KEY);
  }

  @Test
  void shouldRefuseWhenNumberIsTaken() {
    state.apply(key(1, NOW));

    assertRefused(key(1, NOW + 1), ErrorCode.CONFLICT);
  }

  @Test
  void shouldRefuseWhenKeyIsNotWhole() {
    Command.Builder torn = key(1, NOW);
    torn.getAddKeyBuilder().getKeyBuilder().setPublicKey(ByteString.EMPTY);
    assertRefused(torn, ErrorCode.BAD_REQUEST);
    Command.Builder secretless = key(1, NOW);
    secretless.getAddKeyBuilder().getKeyBuilder().clearPrivateKey();
    assertRefused(secretless, ErrorCode.BAD_REQUEST);
    Command.Builder over = key(1, NOW);
    over.getAddKeyBuilder().getKeyBuilder().setUntilMillis(NOW);
    assertRefused(over, ErrorCode.BAD_REQUEST);
  }

  @Test
  void shouldRefuseUntilOldOnesAreOverWhenThereAreTooMany() {
    for (int i = 0; i < Limits.MAX_KEYS; i++) {
      assertThat(state.apply(key(i, NOW + i)).hasRefusal()).isFalse();
    }

    assertRefused(key(99, NOW + 100), ErrorCode.LIMIT_EXCEEDED);
    assertThat(state.apply(key(99, NOW + 700_000)).hasRefusal()).isFalse();
  }

  private void assertRefused(Command.Builder command, ErrorCode code) {
    Outcome outcome = state.apply(command);
    assertThat(ErrorCode.of(outcome.getRefusal().getCode())).isEqualTo(code);
    assertThat(outcome.getAccessChangesList()).isEmpty();
  }
}
