package dev.shoal.benchmarks.swarm;

import dev.shoal.benchmarks.node.NodeProcess;
import dev.shoal.benchmarks.programs.Libtorrent;
import dev.shoal.benchmarks.programs.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** libtorrent's sessions. Each leecher is told of the seeder and of those behind it in the list. */
record LibtorrentMembers(Libtorrent libtorrent, Swarm swarm, long pieceSize, String settings)
    implements Members {
  private static final int PORT = 7000;

  @Override
  public String name() {
    return "libtorrent (" + settings + ")";
  }

  @Override
  public Started start(Scope scope, Path directory, Path file)
      throws IOException, InterruptedException {
    NodeProcess seeder = session(scope, "seeder", swarm.seeder());
    List<NodeProcess> leechers = new ArrayList<>();
    for (int member : swarm.leechers()) {
      leechers.add(session(scope, "leecher-" + leechers.size(), member));
    }
    String id = seeder.awaitReady().share(file, pieceSize);
    for (NodeProcess leecher : leechers) {
      leecher.awaitReady();
    }
    List<List<String>> sources = new ArrayList<>();
    for (int i = 0; i < leechers.size(); i++) {
      List<String> each = new ArrayList<>(seeder.addresses());
      leechers.subList(i + 1, leechers.size()).forEach(later -> each.addAll(later.addresses()));
      sources.add(each);
    }
    return new Started(seeder, leechers, id, sources);
  }

  private NodeProcess session(Scope scope, String name, int member)
      throws IOException, InterruptedException {
    String host = swarm.network().host(member);
    List<String> command = libtorrent.command(host, PORT, "v1", settings);
    return scope.start(
        () -> NodeProcess.start(name, host, swarm.network().command(member, command)));
  }
}
