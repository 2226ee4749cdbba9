package dev.shoal.peer.internal;

/** Which Shoal this is, as its jar says. */
final class Version {
  /** For greetings. */
  static final String TEXT = text();

  private Version() {}

  private static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
