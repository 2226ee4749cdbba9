package dev.shoal.benchmarks.load;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the load tool; set by picocli, then only read. */
final class LoadOptions {
  @Option(
      names = "--tracker",
      required = true,
      paramLabel = "HOST:PORT",
      description = "The tracker to load.")
  String tracker = "";

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "Connections that send. Default: ${DEFAULT-VALUE}.")
  int connections = 50;

  @Option(
      names = "--pipeline",
      paramLabel = "P",
      description = "Most requests under way on each connection. Default: ${DEFAULT-VALUE}.")
  int pipeline = 16;

  @Option(
      names = "--whole-pipelines",
      description = {
        "A connection sends again only when all its P requests were answered, as redis-benchmark"
            + " does. Otherwise it replaces what was answered as soon as it reads the answers."
      })
  boolean wholePipelines;

  @Option(
      names = "--holders",
      paramLabel = "N",
      description = {
        "Further sessions that hold registrations but send no load, so that a file can have more"
            + " sources than there are connections that send. Default: ${DEFAULT-VALUE}."
      })
  int holders;

  @Option(
      names = "--files",
      paramLabel = "F",
      description = "Files that the load is about. Default: ${DEFAULT-VALUE}.")
  int files = 100_000;

  @Option(
      names = "--registrations",
      paramLabel = "R",
      description = {
        "Registrations made before the load, evenly over the files and over all sessions,"
            + " all of them complete. Default: ${DEFAULT-VALUE}."
      })
  long registrations;

  @Option(
      names = "--names",
      paramLabel = "N",
      description =
          "Files that are published before the load, with names. Default: ${DEFAULT-VALUE}.")
  int names;

  @Option(
      names = "--mix",
      paramLabel = "OPERATION=WEIGHT,...",
      converter = MixConverter.class,
      description = {
        "What the load consists of: query (sources of a file), register (one file as complete),"
            + " unregister (one file of the session's), heartbeat, search (one word), publish (one"
            + " name), details. Default: query=1."
      })
  Mix mix = Mix.parse("query=1");

  @Option(
      names = "--distribution",
      paramLabel = "KIND",
      description = "How files are chosen: uniform or zipf. Default: uniform.")
  Distribution distribution = Distribution.UNIFORM;

  @Option(
      names = "--zipf-exponent",
      paramLabel = "S",
      description = "File i is chosen as often as 1/i^S. Default: ${DEFAULT-VALUE}.")
  double zipfExponent = 1;

  @Option(
      names = "--max-sources",
      paramLabel = "K",
      description = "Most sources that a query asks for. Default: ${DEFAULT-VALUE}.")
  int maxSources = 30;

  @Option(names = "--subscribe", description = "Queries subscribe to later sources.")
  boolean subscribe;

  @Option(
      names = "--words",
      split = ",",
      paramLabel = "WORD",
      description = "Words of which names are made, and that searches ask for: ${DEFAULT-VALUE}.")
  List<String> words =
      List.of("amber", "birch", "cobalt", "delta", "ember", "fjord", "garnet", "harbour");

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long to measure. Default: ${DEFAULT-VALUE}.")
  double seconds = 10;

  @Option(
      names = "--warmup",
      paramLabel = "S",
      description = "How long to load before that. Default: ${DEFAULT-VALUE}.")
  double warmup = 3;

  @Option(
      names = "--rate",
      paramLabel = "OPS",
      description = {
        "Requests a second, all connections together, on a fixed schedule. Latency counts from the"
            + " scheduled time: what a stalled tracker keeps waiting is counted in full, though it"
            + " could not even be sent (no coordinated omission). The schedule is kept to about"
            + " 0.1 ms. Default: as many as the tracker answers."
      })
  @Nullable Double rate;

  @Option(
      names = "--idle",
      description = "Send nothing but heartbeats: hold the sessions open for the given time.")
  boolean idle;

  @Option(
      names = "--probe",
      description = {
        "One further connection queries every millisecond, on a schedule, from a thread of its own;"
            + " its latencies are reported apart: what others notice."
      })
  boolean probe;

  @Option(
      names = "--disconnect-after",
      paramLabel = "S",
      description = {
        "Ends the measurement after S seconds by closing all connections at once without goodbye,"
            + " and goes on probing: 2 s count as during, what follows as after."
      })
  @Nullable Double disconnectAfter;

  @Option(
      names = "--probe-after",
      paramLabel = "S",
      description = {
        "How long to probe after that; lost sessions are forgotten after 60 s."
            + " Default: ${DEFAULT-VALUE}."
      })
  double probeAfter = 5;

  @Option(
      names = "--listen-port",
      paramLabel = "N",
      description = {
        "The port that every session claims to listen at; 0: none, then it is never handed out."
            + " Nobody listens: the tracker must not verify. Default: another one for each."
      })
  @Nullable Integer listenPort;

  @Option(
      names = "--local-addresses",
      paramLabel = "K",
      description = {
        "Connects from, and to, 127.0.0.1 and the K - 1 addresses that follow, in turn. The tracker"
            + " must listen on all of them. Default: whatever the system chooses."
      })
  int localAddresses;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of file ids and all that is random. Default: ${DEFAULT-VALUE}.")
  long seed = 1;

  @Option(
      names = "--server-pid",
      paramLabel = "PID",
      description = {
        "Also report the processor time and memory of that process, the tracker, while it was"
            + " measured. Linux only."
      })
  @Nullable Long serverPid;

  @Option(names = "--json", description = "Print one JSON object on one line.")
  boolean json;

  /** How long the load is measured. */
  double measuredSeconds() {
    return disconnectAfter == null ? seconds : disconnectAfter;
  }

  /** Whether there is a probe: asked for, or because a disconnection is to be watched. */
  boolean probes() {
    return probe || disconnectAfter != null;
  }

  /** Sessions in all. */
  int sessions() {
    return connections + holders;
  }
}
