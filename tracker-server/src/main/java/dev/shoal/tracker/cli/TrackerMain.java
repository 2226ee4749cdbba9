package dev.shoal.tracker.cli;

import dev.shoal.tracker.TrackerServer;
import dev.shoal.tracker.TrackerServerBuilder;
import io.netty.util.NetUtil;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * Runs a tracker until a signal ends it.
 *
 * <p>SIGTERM and SIGINT let answers under way drain; the process then ends with the JVM's status
 * for that signal, 143 or 130. The status of a tracker that could not be started is 1, that of bad
 * usage 2.
 */
@Command(
    name = "tracker-server",
    description = "Runs a tracker: it knows which peer shares what, and stores no shared file.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false)
public final class TrackerMain implements Callable<Integer> {
  private final PrintStream out;
  private final PrintStream err;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port to listen at, 0 for any that is free. Default: ${DEFAULT-VALUE}.")
  private int port = TrackerServer.DEFAULT_PORT;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description = "Address to listen at. Default: all of this machine's, IPv4 and IPv6.")
  private @Nullable String bind;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "Directory for what is to survive a restart, created if missing. This version keeps all"
            + " state in memory and stores nothing there. Default: ~/.shoal-tracker."
      })
  private Path data = Path.of(System.getProperty("user.home"), ".shoal-tracker");

  @Option(
      names = "--transport",
      paramLabel = "KIND",
      description =
          "How sockets are driven: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}, the first"
              + " of epoll, kqueue and nio that works here.")
  private TransportChoice transport = TransportChoice.AUTO;

  TrackerMain(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Runs the program. */
  public static void main(String[] args) {
    // Before the first logger: the program's log set-up must not be found by those who embed us.
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "dev/shoal/tracker/cli/logback.xml");
    }
    int status =
        new CommandLine(new TrackerMain(System.out, System.err))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(TrackerMain::explainUsage)
            .execute(args);
    System.exit(status);
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      run(settings().start().join());
      return ExitCode.OK;
    } catch (IllegalArgumentException e) {
      return fail(ExitCode.USAGE, e);
    } catch (UnknownHostException e) {
      err.println("tracker-server: cannot listen on " + bind + ": no such host");
      return ExitCode.SOFTWARE;
    } catch (CompletionException e) {
      return fail(ExitCode.SOFTWARE, e.getCause() == null ? e : e.getCause());
    } catch (IllegalStateException e) {
      return fail(ExitCode.SOFTWARE, e);
    }
  }

  private TrackerServerBuilder settings() throws UnknownHostException {
    TrackerServerBuilder settings =
        TrackerServer.builder().port(port).dataDirectory(data).transportKind(transport.kind());
    return bind == null ? settings : settings.bindAddress(InetAddress.getByName(bind));
  }

  /** Returns when a signal has ended the tracker. */
  private void run(TrackerServer tracker) throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    Runnable end =
        () -> {
          tracker.close();
          ended.countDown();
        };
    Runtime.getRuntime().addShutdownHook(new Thread(end, "shoal-tracker-end"));
    out.println("tracker listening on " + NetUtil.toSocketAddressString(tracker.address()));
    out.flush();
    ended.await();
  }

  private int fail(int status, Throwable failure) {
    err.println("tracker-server: " + failure.getMessage());
    return status;
  }

  private static int explainUsage(ParameterException problem, String[] args) {
    problem.getCommandLine().getErr().println("tracker-server: " + problem.getMessage());
    problem.getCommandLine().getErr().println("Try 'tracker-server --help'.");
    return ExitCode.USAGE;
  }
}
