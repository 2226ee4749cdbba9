package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadOrder;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class OrderOptionsTest {
  @Command
  private static final class Host {
    @Mixin final OrderOptions order = new OrderOptions();
  }

  @Test
  void shouldChangeNothingWhenNotGiven() {
    assertThat(options()).isEqualTo(DownloadOptions.defaults());
  }

  @Test
  void shouldSayWhatIsFetchedFirst() {
    assertThat(options("--order", "sequential").order()).isEqualTo(DownloadOrder.SEQUENTIAL);
    assertThat(options("--order", "Rarest").order()).isEqualTo(DownloadOrder.RAREST_FIRST);
  }

  private static DownloadOptions options(String... args) {
    Host host = new Host();
    CommandLine line = new CommandLine(host);
    Converters.register(line);
    line.parseArgs(args);
    return host.order.applied(DownloadOptions.defaults());
  }
}
