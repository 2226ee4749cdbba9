package dev.shoal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.shoal.transport.internal.tls.Pem;
import dev.shoal.transport.testing.Variants;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class IdentityFuzzTargetTest {
  @Test
  void shouldTakeTheSeeds() throws Exception {
    for (byte[] seed : IdentitySeeds.all()) {
      assertThat(IdentityFuzzTarget.read(seed)).isTrue();
    }
  }

  @Test
  void shouldRefuseWhatIsNestedWithoutEnd() {
    byte[] nested = new byte[160_000];
    for (int i = 0; i < nested.length; i += 2) {
      nested[i] = 0x30; // a sequence of what follows, however long that is
      nested[i + 1] = (byte) 0x80;
    }

    for (String label : IdentitySeeds.LABELS) {
      byte[] file = Pem.section(label, nested).getBytes(StandardCharsets.US_ASCII);
      assertThatCode(() -> IdentityFuzzTarget.read(file)).doesNotThrowAnyException();
    }
  }

  @Test
  void shouldFindNothingWrongWithWhatIsLikeTheSeeds() throws Exception {
    Variants.check(IdentitySeeds.all(), 300, IdentityFuzzTarget::fuzzerTestOneInput);
  }
}
