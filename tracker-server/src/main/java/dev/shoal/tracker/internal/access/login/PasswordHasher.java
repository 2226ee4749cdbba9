package dev.shoal.tracker.internal.access.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Hashes passwords with Argon2id, and checks them against stored hashes, whatever their cost was.
 *
 * <p>Thread-safe. A run takes tens of milliseconds and megabytes, which the thread keeps for its
 * next one.
 */
public final class PasswordHasher {
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  /** Blocks that a run takes beside those it fills. */
  private static final int SPARE_BLOCKS = 8;

  private final HashingCost cost;
  private final SecureRandom random;
  private final String decoy;

  /** A block is 1 KiB; tens of thousands of new ones for each run would keep the collector busy. */
  private final ThreadLocal<Argon2BytesGenerator.BlockPool> blocks;

  /**
   * A hasher.
   *
   * @param cost of new hashes
   * @param random makes salts
   */
  public PasswordHasher(HashingCost cost, SecureRandom random) {
    this.cost = cost;
    this.random = random;
    int kept = cost.memoryKib() + SPARE_BLOCKS;
    this.blocks = ThreadLocal.withInitial(() -> new Argon2BytesGenerator.FixedBlockPool(kept));
    this.decoy = new StoredHash(cost, randomBytes(SALT_BYTES), randomBytes(HASH_BYTES)).toText();
  }

  /** The hash of a password, as text to be stored. */
  public String hash(String password) {
    byte[] salt = randomBytes(SALT_BYTES);
    return new StoredHash(cost, salt, run(cost, salt, password, HASH_BYTES)).toText();
  }

  /**
   * Whether that is the password of a stored hash. For a stored hash that makes no sense it is
   * none, which is found out no sooner than for any other.
   */
  public boolean matches(String stored, String password) {
    Optional<StoredHash> parsed = StoredHash.parse(stored);
    StoredHash known = parsed.or(() -> StoredHash.parse(decoy)).orElseThrow();
    byte[] expected = known.hash();
    byte[] actual = run(known.cost(), known.salt(), password, expected.length);
    boolean isEqual = MessageDigest.isEqual(expected, actual);
    return isEqual && parsed.isPresent();
  }

  /** Whether a stored hash has another cost than new ones: its password is to be hashed again. */
  public boolean isOutdated(String stored) {
    return StoredHash.parse(stored).filter(known -> known.cost().equals(cost)).isEmpty();
  }

  /** The stored hash of no password: to check against it takes as long as against any other. */
  public String decoy() {
    return decoy;
  }

  private byte[] run(HashingCost of, byte[] salt, String password, int length) {
    // the same letters may come composed or not, as the keyboard's system likes it
    byte[] bytes =
        Normalizer.normalize(password, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
    try {
      Argon2BytesGenerator generator = new Argon2BytesGenerator();
      generator.init(
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withMemoryAsKB(of.memoryKib())
              .withIterations(of.iterations())
              .withParallelism(of.parallelism())
              .withSalt(salt)
              .withBlockPool(blocks.get())
              .build());
      byte[] hash = new byte[length];
      generator.generateBytes(bytes, hash);
      return hash;
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
