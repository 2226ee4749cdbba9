package dev.shoal.benchmarks.flood;

import com.google.gson.JsonObject;
import dev.shoal.benchmarks.flood.FloodRun.Phase;
import dev.shoal.benchmarks.programs.JavaProgram;
import dev.shoal.benchmarks.programs.Scope;
import dev.shoal.benchmarks.programs.TemporaryDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Floods a tracker with wrong passwords, and reports what it does then and what others notice. */
@Command(
    name = "login-flood",
    description = {
      "Has passwords guessed as fast as a tracker answers, over connections that are kept, over a new"
          + " one for each guess, and both; reports how many were hashed, how long queries of others"
          + " took, and whether a user could log in meanwhile.",
      "Tracker and guessers are processes of their own. The guessers get what processor time nobody"
          + " else wants, and those who query come before the tracker, where the system allows it: in"
          + " earnest they have machines of their own. Guessers come from many loopback addresses, for"
          + " which the tracker's limits of addresses hold."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class LoginFloodCommand implements Callable<Integer> {
  private static final double TARGET_MILLIS = 5;
  private static final int LEAST_LOGINS = 4;

  /** HotSpot's own thresholds: trackers are started without those of the shoal launcher. */
  private static final List<String> HOTSPOTS_OWN =
      List.of(
          "-XX:Tier4InvocationThreshold=5000",
          "-XX:Tier4MinInvocationThreshold=600",
          "-XX:Tier4CompileThreshold=15000",
          "-XX:Tier4BackEdgeThreshold=40000");

  private static final int MOST_ADDRESSES = 60_000;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "Of each phase. Default: ${DEFAULT-VALUE}.")
  private double seconds = 10;

  @Option(
      names = "--warmup",
      paramLabel = "S",
      description = "Of flood before the first phase. Default: ${DEFAULT-VALUE}.")
  private double warmup = 30;

  @Option(
      names = "--established",
      paramLabel = "N",
      description = "Guessers that keep their connections. Default: ${DEFAULT-VALUE}.")
  private int established = 32;

  @Option(
      names = "--pipeline",
      paramLabel = "N",
      description = "Guesses under way on each of these. Default: ${DEFAULT-VALUE}.")
  private int pipeline = 16;

  @Option(
      names = "--fresh",
      paramLabel = "N",
      description = "Guessers with a new connection for each guess. Default: ${DEFAULT-VALUE}.")
  private int fresh = 32;

  @Option(
      names = "--addresses",
      paramLabel = "N",
      description = "That guessers come from. Default: ${DEFAULT-VALUE}.")
  private int addresses = 64;

  @Option(
      names = "--queries-per-second",
      paramLabel = "N",
      description = "Of others, half of them over TLS. Default: ${DEFAULT-VALUE}.")
  private int queries = 2000;

  @Option(
      names = "--logins-per-second",
      paramLabel = "N",
      description = "The tracker's setting. Default: ${DEFAULT-VALUE}.")
  private int logins = 20;

  @Option(names = "--java", paramLabel = "FILE", description = "Default: ${DEFAULT-VALUE}.")
  private Path java = JavaProgram.thisJava();

  @Option(
      names = "--java-options",
      paramLabel = "OPTIONS",
      description = "For the tracker's JVM, separated by spaces. Default: none.")
  private String javaOptions = "";

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description =
          "Where the tracker's data directory is made, which is removed. Default: the system's"
              + " temporary directory.")
  private @Nullable Path directory;

  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean json;

  /** For picocli. */
  public LoginFloodCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    check();
    try (Scope scope = Scope.open()) {
      Path data = scope.start(this::temporary).path().resolve("tracker");
      FloodedTracker tracker =
          scope.start(() -> FloodedTracker.start(trackerProgram(), data, logins));
      Guessers guessers = scope.start(() -> startGuessers(tracker));
      Victims victims = scope.start(() -> new Victims(tracker.port(), queries));
      sayPriorities(Priority.raise(Victims.THREADS));
      return run(new FloodRun(tracker, guessers, victims, logins));
    } catch (IOException | CompletionException e) {
      spec.commandLine().getErr().println("login-flood: " + e.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  private void sayPriorities(boolean isRaised) {
    PrintWriter err = spec.commandLine().getErr();
    List<String> lowest = Priority.lowest();
    err.println(
        "guessers: "
            + (lowest.isEmpty() ? "same priority as the tracker" : String.join(" ", lowest)));
    err.println(
        "queries: " + (isRaised ? "higher priority than the tracker" : "the tracker's priority"));
    err.flush();
  }

  private int run(FloodRun run) throws IOException, InterruptedException {
    FloodTable table = new FloodTable();
    boolean isBounded = true;
    run.measure(new Flood("warm-up", established, fresh), warmup);
    for (Flood flood :
        List.of(
            new Flood("calm", 0, 0),
            new Flood("established", established, 0),
            new Flood("fresh", 0, fresh),
            new Flood("both", established, fresh))) {
      Phase phase = run.measure(flood, seconds);
      isBounded &= phase.isBounded();
      table.add(flood.name(), phase.measures());
      say(flood, phase);
    }
    if (!json) {
      table.lines().forEach(spec.commandLine().getOut()::println);
      spec.commandLine().getOut().flush();
    }
    return isBounded ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void say(Flood flood, Phase phase) {
    if (json) {
      JsonObject line = new JsonObject();
      line.addProperty("phase", flood.name());
      phase
          .measures()
          .values()
          .forEach((name, value) -> line.addProperty(name, Math.rint(value * 1e4) / 1e4));
      spec.commandLine().getOut().println(line);
    } else {
      spec.commandLine()
          .getOut()
          .printf(
              "%s: %.0f runs of Argon2, %s %.0f; p99 of queries %.2f ms, %s %.0f ms%n",
              flood.name(),
              phase.runs(),
              phase.isBounded() ? "of at most" : "MORE THAN",
              phase.bound(),
              phase.p99Millis(),
              phase.p99Millis() < TARGET_MILLIS ? "below" : "ABOVE",
              TARGET_MILLIS);
    }
    spec.commandLine().getOut().flush();
  }

  private TemporaryDirectory temporary() throws IOException {
    return directory == null ? new TemporaryDirectory() : new TemporaryDirectory(directory);
  }

  private JavaProgram trackerProgram() {
    Stream<String> given = Stream.of(javaOptions.split(" ", -1)).filter(word -> !word.isEmpty());
    return new JavaProgram(java, Stream.concat(HOTSPOTS_OWN.stream(), given).toList());
  }

  private Guessers startGuessers(FloodedTracker tracker) throws IOException {
    JavaProgram program = new JavaProgram(java, List.of("-XX:+UseSerialGC"));
    return Guessers.start(program, tracker.port(), addresses, pipeline);
  }

  private void check() {
    if (seconds <= 0 || warmup < 0 || established < 1 || fresh < 1 || pipeline < 1) {
      throw new ParameterException(spec.commandLine(), "every number must be positive");
    }
    if (addresses < 1 || addresses > MOST_ADDRESSES) {
      throw new ParameterException(
          spec.commandLine(), "--addresses must be from 1 to " + MOST_ADDRESSES);
    }
    if (logins < LEAST_LOGINS || queries < 2) {
      throw new ParameterException(
          spec.commandLine(), "--logins-per-second must be 4 at least, and two queries be made");
    }
    if (!Files.isExecutable(java)) {
      throw new ParameterException(spec.commandLine(), "no Java at " + java);
    }
    if (directory != null && !Files.isDirectory(directory)) {
      throw new ParameterException(spec.commandLine(), "there is no directory " + directory);
    }
  }
}
