package dev.shoal.benchmarks.swarm;

import dev.shoal.benchmarks.programs.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Network namespaces joined by a bridge, which has one of its own. They are gone when this is
 * closed; processes in them must have ended. Needs root, {@code ip} and {@code tc}.
 */
final class Network implements AutoCloseable {
  private static final String BRIDGE = "bridge";
  private static final String INSIDE = "eth0";

  /** A range that is set aside for benchmarks: programs take its addresses for public ones. */
  private static final String PREFIX = "198.18.0.";

  private static final int FIRST_HOST = 10;

  /**
   * A bucket as large as what passes meanwhile. With much less the kernel wakes too seldom to pass
   * the whole rate while the machine is busy.
   */
  private static final double BURST_SECONDS = 0.032;

  private static final int LEAST_BURST = 16 * 1024;
  private static final int QUEUE_MILLIS = 50;

  private final String name;
  private final List<String> namespaces = new ArrayList<>();

  private Network(String name) {
    this.name = name;
  }

  /** Why there can be none here; empty if there can. */
  static String obstacle() throws IOException {
    if (!Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
      return "network namespaces and shaped links need root";
    }
    for (String program : List.of("ip", "tc")) {
      if (!isInstalled(program)) {
        return program + " is not installed (package iproute2)";
      }
    }
    return "";
  }

  private static boolean isInstalled(String program) {
    try {
      Client.run(List.of(program, "-V"));
      return true;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** One without members; what is called so by this process must be closed before another. */
  static Network create() throws IOException, InterruptedException {
    Network network = new Network("shoal" + ProcessHandle.current().pid());
    try {
      network.addNamespace();
      network.run(0, "ip link add " + BRIDGE + " type bridge");
      network.run(0, "ip link set " + BRIDGE + " up");
      return network;
    } catch (IOException | InterruptedException e) {
      network.close();
      throw e;
    }
  }

  /**
   * Adds a member with a link that is not limited.
   *
   * @return its number
   */
  int add() throws IOException, InterruptedException {
    int member = addNamespace();
    String outside = outside(member);
    String bridge = namespaces.get(0);
    String own = namespaces.get(member);
    run(
        "ip link add "
            + outside
            + " netns "
            + bridge
            + " type veth peer "
            + INSIDE
            + " netns "
            + own);
    run(member, "ip addr add " + host(member) + "/24 dev " + INSIDE);
    run(member, "ip link set " + INSIDE + " up");
    run(member, "ip link set lo up");
    run(0, "ip link set " + outside + " master " + BRIDGE + " up");
    return member;
  }

  /** Adds a member. */
  int add(Link link) throws IOException, InterruptedException {
    int member = add();
    shape(member, INSIDE, link.up());
    shape(0, outside(member), link.down());
    return member;
  }

  /** The member's address. */
  String host(int member) {
    return PREFIX + (FIRST_HOST + member);
  }

  /** A command line that runs another one as that member. */
  List<String> command(int member, List<String> command) {
    List<String> line = new ArrayList<>(List.of("ip", "netns", "exec", namespaces.get(member)));
    line.addAll(command);
    return line;
  }

  /** Bytes that have left a member so far, headers and acknowledgements included. */
  long sentBytes(int member) throws IOException, InterruptedException {
    String file = "/sys/class/net/" + INSIDE + "/statistics/tx_bytes";
    return Long.parseLong(Client.run(command(member, List.of("cat", file))));
  }

  /** Ends all namespaces, and with them their links. */
  @Override
  public void close() {
    for (String namespace : namespaces) {
      try {
        run("ip netns del " + namespace);
      } catch (IOException e) {
        System.err.println("shoal-bench: namespace " + namespace + " is left: " + e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    namespaces.clear();
  }

  private int addNamespace() throws IOException, InterruptedException {
    String namespace = name + "n" + namespaces.size();
    run("ip netns add " + namespace);
    namespaces.add(namespace);
    return namespaces.size() - 1;
  }

  private static String outside(int member) {
    return "link" + member;
  }

  private void shape(int member, String device, double mbit)
      throws IOException, InterruptedException {
    long burst = Math.max(LEAST_BURST, (long) (mbit * 1e6 / 8 * BURST_SECONDS));
    String rate = String.format(Locale.ROOT, "%.3fmbit", mbit);
    run(
        member,
        "tc qdisc add dev %s root tbf rate %s burst %d latency %dms"
            .formatted(device, rate, burst, QUEUE_MILLIS));
  }

  private void run(int member, String command) throws IOException, InterruptedException {
    Client.run(command(member, List.of(command.split(" ", -1))));
  }

  private static void run(String command) throws IOException, InterruptedException {
    Client.run(List.of(command.split(" ", -1)));
  }
}
