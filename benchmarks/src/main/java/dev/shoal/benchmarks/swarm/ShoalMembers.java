package dev.shoal.benchmarks.swarm;

import dev.shoal.benchmarks.node.NodeOptions;
import dev.shoal.benchmarks.node.NodeProcess;
import dev.shoal.benchmarks.programs.Content;
import dev.shoal.benchmarks.programs.JavaProgram;
import dev.shoal.benchmarks.programs.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Nodes of this project, which find each other through a tracker.
 *
 * @param warmup length of a file that they move before; 0: none
 */
record ShoalMembers(NodeOptions options, JavaProgram program, Swarm swarm, long warmup)
    implements Members {
  @Override
  public String name() {
    return "shoal";
  }

  @Override
  public Started start(Scope scope, Path directory, Path file)
      throws IOException, InterruptedException {
    Network network = swarm.network();
    String trackerHost = network.host(swarm.tracker());
    List<String> command = program.command(List.of("tracker-node", "--bind", trackerHost));
    NodeProcess tracker =
        scope.start(
            () ->
                NodeProcess.start(
                    "tracker", trackerHost, network.command(swarm.tracker(), command)));
    String address = tracker.awaitReady().addresses().get(0);
    NodeProcess seeder = node(scope, directory, "seeder", swarm.seeder(), address);
    List<NodeProcess> leechers = new ArrayList<>();
    for (int member : swarm.leechers()) {
      leechers.add(node(scope, directory, "leecher-" + leechers.size(), member, address));
    }
    String id = seeder.awaitReady().share(file, options.chunkSize());
    for (NodeProcess leecher : leechers) {
      leecher.awaitReady();
    }
    if (warmup > 0) {
      warmUp(seeder, leechers, directory);
    }
    return new Started(
        seeder, leechers, id, Collections.nCopies(leechers.size(), List.<String>of()));
  }

  private void warmUp(NodeProcess seeder, List<NodeProcess> leechers, Path directory)
      throws IOException {
    Path file = Content.write(directory.resolve("warmup"), warmup, ~warmup);
    String id = seeder.share(file, options.chunkSize());
    for (int i = 0; i < leechers.size(); i++) {
      leechers.get(i).beginGet(id, directory.resolve("warmed-" + i), List.of(), true);
    }
    for (NodeProcess leecher : leechers) {
      leecher.endGet();
    }
  }

  private NodeProcess node(Scope scope, Path directory, String name, int member, String tracker)
      throws IOException, InterruptedException {
    String host = swarm.network().host(member);
    List<String> command =
        options.command(program, directory.resolve(name), host, "--tracker", tracker);
    return scope.start(
        () -> NodeProcess.start(name, host, swarm.network().command(member, command)));
  }
}
