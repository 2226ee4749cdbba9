package dev.shoal.transport;

import dev.shoal.transport.testing.FuzzRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fuzzes what reads certificates and identities, for two seconds each; for longer as {@link
 * FuzzRun} says.
 */
@Tag("any-jdk")
class FuzzIT {
  @TempDir Path directory = Path.of("");

  @Test
  void shouldFindNothingWrongWithCertificates() throws Exception {
    run(CertificateFuzzTarget.class).check(CertificateSeeds.all());
  }

  @Test
  void shouldFindNothingWrongWithIdentities() throws Exception {
    run(IdentityFuzzTarget.class).check(IdentitySeeds.all());
  }

  private FuzzRun run(Class<?> target) {
    return new FuzzRun(target, directory)
        .atMost(20_000, 2)
        .longestInput(4096)
        .leavingOut(target.getName());
  }
}
