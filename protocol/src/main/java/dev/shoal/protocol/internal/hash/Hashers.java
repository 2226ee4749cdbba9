package dev.shoal.protocol.internal.hash;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Where hashers come from. The system property {@value #PROPERTY} says of which kind: {@code auto},
 * {@code plain} or {@code lanes}; it is read for each of them.
 */
public final class Hashers {
  /** {@code auto} unless it is set. */
  public static final String PROPERTY = "dev.shoal.hashing";

  private static final String MODULE = "jdk.incubator.vector";

  /** One for all: what is fastest depends on the processor and the JVM alone. */
  private static final LaneTrial TRIAL = new LaneTrial(System::nanoTime, Hashers::loadLanes);

  private Hashers() {}

  /** A new SHA-256; every JDK has one. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
  }

  /**
   * A hasher for one thread.
   *
   * @throws IllegalArgumentException if the property asks for what there isn't
   */
  public static MessageHasher newHasher() {
    return switch (kind()) {
      case "auto" ->
          lanesAvailable()
              ? new ChosenHasher(sha256(), TRIAL, System::nanoTime)
              : new PlainHasher(sha256());
      case "plain" -> new PlainHasher(sha256());
      case "lanes" -> forcedLanes();
      default ->
          throw new IllegalArgumentException(
              "the system property " + PROPERTY + " is auto, plain or lanes, not " + kind());
    };
  }

  /** What hashers use now, for a person to read. */
  public static String description() {
    if (kind().equals("plain")) {
      return "plain SHA-256, as " + PROPERTY + " says";
    }
    if (!lanesAvailable()) {
      return "plain SHA-256, for lack of --add-modules " + MODULE;
    }
    if (kind().equals("lanes")) {
      return "SHA-256 in " + loadLanes().count() + " lanes, as " + PROPERTY + " says";
    }
    LaneTrial.Verdict verdict = TRIAL.verdict();
    if (verdict == null) {
      return "plain SHA-256, lanes not tried to the end yet";
    }
    return verdict.lanes() == null
        ? "plain SHA-256, lanes were not faster"
        : "SHA-256 in " + verdict.lanes().count() + " lanes";
  }

  private static String kind() {
    return System.getProperty(PROPERTY, "auto");
  }

  private static MessageHasher forcedLanes() {
    if (!lanesAvailable()) {
      throw new IllegalArgumentException(
          PROPERTY + " is lanes, but Java was started without --add-modules " + MODULE);
    }
    Lanes lanes = loadLanes();
    return lanes.newHasher(Math.max(1, lanes.count() / 4), sha256());
  }

  /** Whether this JVM has been started with what lanes need. */
  static boolean lanesAvailable() {
    return ModuleLayer.boot().findModule(MODULE).isPresent();
  }

  /** By name: they can neither be compiled nor loaded with the rest of this module. */
  static Lanes loadLanes() {
    try {
      return Class.forName("dev.shoal.protocol.internal.hash.VectorLanes")
          .asSubclass(Lanes.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the lanes of this jar do not run here", e);
    }
  }
}
