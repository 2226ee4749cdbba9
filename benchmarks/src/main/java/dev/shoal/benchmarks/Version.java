package dev.shoal.benchmarks;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest states. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = BenchMain.class.getPackage().getImplementationVersion();
    return new String[] {"shoal-bench " + (version == null ? "(not packaged)" : version)};
  }
}
