package dev.shoal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SecurityTest {
  private final Identity identity = Identity.generate();

  @Test
  void shouldHaveNoIdentityWhenPlain() {
    assertThat(Security.plainOnly().identity()).isEmpty();
    assertThat(Security.plainOnly().requiresTls()).isFalse();
  }

  @Test
  void shouldKeepWhatItWasGiven() {
    Security security = Security.of(identity).requireTls(true).build();

    assertThat(security.identity()).contains(identity);
    assertThat(security.requiresTls()).isTrue();
  }

  @Test
  void shouldWorkWithEveryKindOfIdentity() {
    TestAuthority authority = TestAuthority.root("root");
    Identity issued = authority.identity(TestAuthority.rsa(2048), new TestAuthority.Terms());

    assertThat(
            Security.of(issued)
                .authorities(List.of(authority.certificate()))
                .authoritiesOnly(true)
                .provider(TlsProvider.JDK)
                .build()
                .identity())
        .contains(issued);
  }

  @Test
  void shouldNotBelieveOnlyAuthoritiesWhenThereAreNone() {
    assertThatThrownBy(() -> Security.of(identity).authoritiesOnly(true).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("only certificates of authorities are to be taken, but no authority is given");
  }

  @Test
  void shouldAlwaysHaveTheProviderOfTheJdk() {
    assertThat(TlsProvider.JDK.isAvailable()).isTrue();
    assertThat(TlsProvider.AUTO.isAvailable()).isTrue();
  }
}
