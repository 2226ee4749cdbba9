package dev.shoal.benchmarks.compare;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.shoal.benchmarks.programs.Run;
import dev.shoal.benchmarks.programs.Scope;
import dev.shoal.benchmarks.programs.Server;
import dev.shoal.benchmarks.report.Measures;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** iperf3: one stream that comes from memory and goes nowhere, the raw limit. */
final class Iperf3 implements Contestant {
  private final long bytes;
  private final Scope scope;
  private @Nullable Server server;

  /** Sends so many bytes in a round. */
  Iperf3(Scope within, long bytes) {
    scope = within.nested();
    this.bytes = bytes;
  }

  @Override
  public String name() {
    return "iperf3, one stream to nowhere";
  }

  @Override
  public void start() throws IOException, InterruptedException {
    server =
        scope.start(
            () -> Server.start(List.of("iperf3", "--server", "-B", "127.0.0.1", "-p", "{port}")));
  }

  @Override
  public Measures run() throws IOException, InterruptedException {
    Server receiver = Objects.requireNonNull(server);
    String port = Integer.toString(receiver.port());
    double before = receiver.cpuSeconds();
    Run run =
        Run.of(
            scope,
            List.of("iperf3", "-c", "127.0.0.1", "-p", port, "-n", Long.toString(bytes), "--json"));
    double received = receiver.cpuSeconds() - before;
    JsonObject end = JsonParser.parseString(run.output()).getAsJsonObject().getAsJsonObject("end");
    double seconds = end.getAsJsonObject("sum_received").get("seconds").getAsDouble();
    return Contestant.measures(bytes, seconds, run.cpuSeconds(), received);
  }

  @Override
  public void close() {
    scope.close();
  }
}
