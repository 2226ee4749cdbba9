package dev.shoal.benchmarks.watched;

import com.google.gson.JsonObject;
import dev.shoal.peer.NodeFigures;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.service.NodeStatus;
import dev.shoal.peer.service.RunningNode;
import dev.shoal.peer.service.RunningNodeConfig;
import dev.shoal.transport.TransportKind;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A node that watches a folder, in a process of its own, until its standard input ends. */
@Command(
    name = "watched-node",
    hidden = true,
    description = "A part of scenarios: a node that watches a folder.",
    mixinStandardHelpOptions = true)
public final class WatchedNodeCommand implements Callable<Integer> {
  private static final int LOOPS = 2;
  private static final int STEP_MILLIS = 200;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(names = "--tracker", required = true, paramLabel = "HOST:PORT")
  private String tracker = "";

  @Option(names = "--data", required = true, paramLabel = "DIR")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path data;

  @Option(names = "--watch", required = true, paramLabel = "DIR")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path watched;

  @Option(names = "--files", required = true, paramLabel = "N", description = "In the folder.")
  private int files;

  @Option(names = "--patience", paramLabel = "S", description = "Default: ${DEFAULT-VALUE}.")
  private int patience = 300;

  /** For picocli. */
  public WatchedNodeCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException, ShoalException {
    EventLoopGroup loops = TransportKind.best().newGroup(LOOPS, "watched");
    try (ProcessPeak peak = new ProcessPeak()) {
      LoopProbe probe = new LoopProbe(loops);
      long start = System.nanoTime();
      PeerNode node = build(loops);
      RunningNode running = RunningNode.start(node, config());
      double began = secondsSince(start);
      double slowest = awaitShared(running, start);
      double shared = secondsSince(start);
      NodeFigures figures = node.figures();
      JsonObject ready = new JsonObject();
      ready.addProperty("start_s", began);
      ready.addProperty("all_shared_s", shared);
      ready.addProperty("hashed_MB", figures.hashedBytes() / 1e6);
      ready.addProperty("remembered", figures.rememberedFiles());
      ready.addProperty("worst_stall_ms", probe.worstMillis());
      ready.addProperty("slowest_status_ms", slowest);
      say(ready);
      System.in.transferTo(OutputStream.nullOutputStream());
      long end = System.nanoTime();
      running.close();
      node.close();
      JsonObject over = new JsonObject();
      over.addProperty("shutdown_s", secondsSince(end));
      over.addProperty("descriptors", peak.descriptors());
      over.addProperty("threads", peak.threads());
      say(over);
      return ExitCode.OK;
    } finally {
      loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  private PeerNode build(EventLoopGroup loops) throws ShoalException {
    return PeerNode.builder()
        .tracker(tracker)
        .bind(InetAddress.getLoopbackAddress())
        .dataDirectory(data)
        .eventLoops(loops)
        .rememberHashes(true)
        .build();
  }

  private RunningNodeConfig config() {
    return RunningNodeConfig.builder(data)
        .downloadDirectory(data.resolveSibling("downloads"))
        .watched(List.of(watched))
        .build();
  }

  /** How long the node let somebody wait who asked for its status, at worst; milliseconds. */
  private double awaitShared(RunningNode running, long start)
      throws IOException, InterruptedException {
    double slowest = 0;
    while (true) {
      long asked = System.nanoTime();
      NodeStatus status = running.status().join();
      slowest = Math.max(slowest, (System.nanoTime() - asked) / 1e6);
      if (status.shares().shared() >= files) {
        return slowest;
      }
      if (secondsSince(start) > patience) {
        throw new IOException("after " + patience + " s there are " + status.shares());
      }
      TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
    }
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  private void say(JsonObject line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }
}
