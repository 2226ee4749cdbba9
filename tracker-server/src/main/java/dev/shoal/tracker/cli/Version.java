package dev.shoal.tracker.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest states. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = TrackerMain.class.getPackage().getImplementationVersion();
    return new String[] {"tracker-server " + (version == null ? "(not packaged)" : version)};
  }
}
