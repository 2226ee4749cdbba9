package dev.shoal.tracker.cli;

import dev.shoal.tracker.TrackerServer;
import dev.shoal.tracker.TrackerServerBuilder;
import dev.shoal.tracker.internal.LogLine;
import io.netty.util.NetUtil;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs a tracker until SIGTERM or SIGINT ends it. */
@Command(
    name = "tracker-server",
    description = "Runs a tracker: it knows which peer shares what, and stores no shared file.",
    footer = {
      "",
      "Each setting can also be given by an environment variable, --http-port by"
          + " SHOAL_TRACKER_HTTP_PORT, or in the configuration file. A flag counts before a"
          + " variable, a variable before the file. Times are written 500ms, 30s, 2m, 1h or 30d.",
      "SIGTERM and SIGINT let it finish what it has begun, for at most 20 s. Exit codes: 0 done, also"
          + " by a signal; 1 failed; 2 bad usage or configuration."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false)
final class RunCommand implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(RunCommand.class);

  private static final long DRAIN_SECONDS = 20;

  private final ConfigurationSource source;

  @Spec private CommandSpec spec = CommandSpec.create();

  RunCommand(ConfigurationSource source) {
    this.source = source;
  }

  @Override
  public Integer call() throws Exception {
    Configuration configuration = source.get();
    for (String stranger : configuration.strangers()) {
      log.warn("the environment variable {} is no setting and is ignored", stranger);
    }
    runToTheEnd(start(configuration.toBuilder()));
    return ExitCode.OK;
  }

  private static TrackerServer start(TrackerServerBuilder builder) throws Exception {
    try {
      return builder.start().join();
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(String.valueOf(e.getMessage()), e);
    } catch (CompletionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private void runToTheEnd(TrackerServer tracker) throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(tracker), "shoal-tracker-signal"));
    PrintWriter out = spec.commandLine().getOut();
    out.println("tracker listening on " + NetUtil.toSocketAddressString(tracker.address()));
    InetSocketAddress page = tracker.httpAddress();
    if (page != null) {
      out.println("status page at http://" + NetUtil.toSocketAddressString(page) + "/");
    }
    out.println("fingerprint: " + tracker.fingerprint());
    tracker.administratorCode().ifPresent(code -> out.println("administrator code: " + code));
    out.flush();
    new CountDownLatch(1).await();
  }

  /**
   * The last that happens in this process. It halts, because a JVM that a signal ends would
   * otherwise report that as a failure, and because a disk that hangs must not keep it from ending.
   */
  private static void end(TrackerServer tracker) {
    int status = ExitCode.SOFTWARE;
    try {
      tracker.shutdown().get(DRAIN_SECONDS, TimeUnit.SECONDS);
      status = ExitCode.OK;
    } catch (TimeoutException e) {
      log.error("{}", LogLine.of("gave-up-draining").with("seconds", DRAIN_SECONDS));
    } catch (ExecutionException | InterruptedException e) {
      log.error("the tracker did not end as it should", e);
    } finally {
      Runtime.getRuntime().halt(status);
    }
  }
}
