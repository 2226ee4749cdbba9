package dev.shoal.benchmarks.node;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.shoal.tracker.TrackerMode;
import dev.shoal.tracker.TrackerServer;
import dev.shoal.tracker.TrackerServerBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A tracker in a process of its own, until its standard input ends. */
@Command(
    name = "tracker-node",
    hidden = true,
    description = "A part of scenarios: a tracker that ends with its standard input.",
    mixinStandardHelpOptions = true)
public final class TrackerCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(names = "--bind", paramLabel = "ADDRESS", description = "Default: ${DEFAULT-VALUE}.")
  private InetAddress bind = InetAddress.getLoopbackAddress();

  @Option(names = "--data", paramLabel = "DIR", description = "Default: it keeps nothing.")
  private @Nullable Path data;

  @Option(names = "--mode", description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private TrackerMode mode = TrackerMode.OPEN;

  @Option(names = "--limit-loopback", description = "Limits of addresses hold for loopback ones.")
  private boolean limitLoopback;

  @Option(names = "--logins-per-second", description = "Default: the tracker's.")
  private @Nullable Integer loginsPerSecond;

  @Option(names = "--http", description = "Serve metrics.")
  private boolean http;

  /** For picocli. */
  public TrackerCommand() {}

  @Override
  public Integer call() throws IOException {
    try (TrackerServer tracker = settings().start().join()) {
      var out = spec.commandLine().getOut();
      out.println(ready(tracker));
      out.flush();
      System.in.transferTo(OutputStream.nullOutputStream());
      return ExitCode.OK;
    }
  }

  private TrackerServerBuilder settings() {
    TrackerServerBuilder settings =
        TrackerServer.builder()
            .bindAddress(bind)
            .port(0)
            .mode(mode)
            .limits(limits -> limits.loopback(limitLoopback));
    if (data != null) {
      settings.dataDirectory(data);
    }
    Integer logins = loginsPerSecond;
    if (logins != null) {
      settings.access(options -> options.loginsPerSecond(logins));
    }
    if (http) {
      settings.httpPort(0);
    }
    return settings;
  }

  private static JsonObject ready(TrackerServer tracker) {
    JsonArray ports = new JsonArray();
    ports.add(tracker.address().getPort());
    JsonObject ready = new JsonObject();
    ready.add("ports", ports);
    InetSocketAddress pages = tracker.httpAddress();
    if (pages != null) {
      ready.addProperty("http", pages.getPort());
    }
    return ready;
  }
}
