package dev.shoal.benchmarks.load;

import dev.shoal.protocol.Limits;
import java.net.InetSocketAddress;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Holds options against each other before anything is dialled. */
final class OptionsCheck {
  private static final int MOST_CONNECTIONS = 1_000_000;
  private static final int MOST_FILES = 1_000_000_000;

  private final LoadOptions options;
  private final CommandLine commandLine;

  private OptionsCheck(LoadOptions options, CommandLine commandLine) {
    this.options = options;
    this.commandLine = commandLine;
  }

  /**
   * Checks everything.
   *
   * @return the tracker's address
   * @throws ParameterException naming the option that is out of range
   */
  static InetSocketAddress check(LoadOptions options, CommandLine commandLine) {
    OptionsCheck check = new OptionsCheck(options, commandLine);
    check.checkNumbers();
    return check.tracker();
  }

  private void checkNumbers() {
    within("--connections", options.connections, 1, MOST_CONNECTIONS);
    within("--pipeline", options.pipeline, 1, InFlight.MAX_SLOTS);
    within("--holders", options.holders, 0, MOST_CONNECTIONS);
    within("--files", options.files, 1, MOST_FILES);
    within("--names", options.names, 0, options.files);
    within("--max-sources", options.maxSources, 1, Limits.MAX_SOURCES);
    within("--local-addresses", options.localAddresses, 0, 1 << 16);
    within("--seconds", options.seconds, 0.001, 86_400.0);
    within("--warmup", options.warmup, 0.0, 86_400.0);
    within("--zipf-exponent", options.zipfExponent, 0.0, 10.0);
    if (options.listenPort != null) {
      within("--listen-port", options.listenPort, 0, 0xFFFF);
    }
    within("--probe-after", options.probeAfter, 0.0, 86_400.0);
    if (options.rate != null) {
      within("--rate", options.rate, 0.1, 100_000_000.0);
    }
    if (options.disconnectAfter != null) {
      within("--disconnect-after", options.disconnectAfter, 0.001, 86_400.0);
    }
    if (options.idle && options.rate != null) {
      throw problem("--idle and --rate exclude each other");
    }
    long most = (long) options.files * options.sessions();
    within("--registrations (of all files by all sessions)", options.registrations, 0, most);
  }

  private InetSocketAddress tracker() {
    int colon = options.tracker.lastIndexOf(':');
    String host = options.tracker.substring(0, Math.max(0, colon)).replaceAll("[\\[\\]]", "");
    int port = port(options.tracker.substring(colon + 1));
    if (host.isEmpty() || port < 1) {
      throw problem("--tracker must be HOST:PORT, not '" + options.tracker + "'");
    }
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw problem("--tracker: there is no host '" + host + "'");
    }
    if (options.localAddresses > 0 && !address.getAddress().isLoopbackAddress()) {
      throw problem("--local-addresses is for a tracker on this machine, not for " + host);
    }
    return address;
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      return port > 0xFFFF ? 0 : port;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private void within(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw problem("%s must be from %d to %d, not %d".formatted(name, least, most, value));
    }
  }

  private void within(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw problem("%s must be from %s to %s, not %s".formatted(name, least, most, value));
    }
  }

  private ParameterException problem(String sentence) {
    return new ParameterException(commandLine, sentence);
  }
}
