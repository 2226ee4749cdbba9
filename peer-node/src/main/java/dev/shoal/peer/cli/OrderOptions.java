package dev.shoal.peer.cli;

import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadOrder;
import dev.shoal.protocol.PlainText;
import java.util.Locale;
import picocli.CommandLine.Option;

/** What is fetched first. */
final class OrderOptions {
  @Option(
      order = 5,
      names = "--order",
      paramLabel = "ORDER",
      description =
          "In which order the parts of a file are fetched: rarest, what the fewest have first, which"
              + " is best for everybody's speed; or sequential, from the beginning to the end, for a"
              + " program that reads the part file meanwhile. Default: rarest.")
  private DownloadOrder order = DownloadOrder.RAREST_FIRST;

  DownloadOrder value() {
    return order;
  }

  /** The options, as these say. */
  DownloadOptions applied(DownloadOptions options) {
    return options.withOrder(order);
  }

  static DownloadOrder order(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "rarest" -> DownloadOrder.RAREST_FIRST;
      case "sequential" -> DownloadOrder.SEQUENTIAL;
      default ->
          throw new IllegalArgumentException(
              "an order is rarest or sequential, not: " + PlainText.of(text));
    };
  }
}
