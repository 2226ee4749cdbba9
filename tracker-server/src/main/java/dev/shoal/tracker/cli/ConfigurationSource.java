package dev.shoal.tracker.cli;

/** Where commands get the configuration from, once the command line has been read. */
@FunctionalInterface
interface ConfigurationSource {
  /**
   * The configuration.
   *
   * @throws ConfigurationException if there is anything wrong with it
   */
  Configuration get() throws ConfigurationException;
}
