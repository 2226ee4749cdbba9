package dev.shoal.tracker.internal.access.login;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredHashTest {
  private static final String VALID =
      "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

  @Test
  void shouldReadWhatOtherProgramsWrite() {
    StoredHash stored = StoredHash.parse(VALID).orElseThrow();
    assertThat(stored.cost()).isEqualTo(new HashingCost(256, 2, 1));
    assertThat(stored.salt()).asString().isEqualTo("somesalt");
    assertThat(stored.hash()).hasSize(32);
    assertThat(stored.toText()).isEqualTo(VALID);
  }

  @Test
  void shouldKeepTheHashOutOfLogs() {
    assertThat(StoredHash.parse(VALID).orElseThrow().toString())
        .doesNotContain("nf65EOgL")
        .doesNotContain("c29tZXNhbHQ");
  }

  /** Nothing of these takes any memory: they are refused before. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=999999999,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=99999999999,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=256,t=999999999,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=262144,t=64,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=256,t=2,p=9$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=256,t=2,p=0$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=7,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=0256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=256,t=-2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXM$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHR$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$",
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EO",
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4=",
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4\n"
      })
  void shouldRefuseWhatIsNoHashOrCostsTooMuch(String text) {
    assertThat(StoredHash.parse(text)).isEmpty();
  }

  @Property(tries = 2000)
  void shouldReadNothingButWhatItWrites(@ForAll("almost") String text) {
    StoredHash.parse(text)
        .ifPresent(
            stored -> {
              assertThat(stored.toText()).isEqualTo(text);
              assertThat(stored.cost().memoryKib()).isLessThanOrEqualTo(HashingCost.MAX_MEMORY_KIB);
            });
  }

  @Provide
  Arbitrary<String> almost() {
    Arbitrary<String> junk =
        Arbitraries.strings().withChars("$argon2id=v19mtp,+/Az \n\u0000\u00e9").ofMaxLength(12);
    return Combinators.combine(
            Arbitraries.integers().between(0, VALID.length()),
            Arbitraries.integers().between(0, 8),
            junk)
        .as(
            (at, cut, inserted) ->
                VALID.substring(0, at)
                    + inserted
                    + VALID.substring(Math.min(VALID.length(), at + cut)));
  }
}
