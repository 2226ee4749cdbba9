package dev.shoal.benchmarks.flood;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.shoal.transport.TransportKind;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Those who guess passwords, in a process of their own, until its standard input ends. */
@Command(
    name = "guessers",
    hidden = true,
    description = "A part of scenarios: guesses passwords when lines on the standard input say so.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class GuessersCommand implements Callable<Integer> {
  private static final int SHUTDOWN_SECONDS = 2;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(names = "--port", required = true, description = "The tracker's, on 127.0.0.1.")
  private int port;

  @Option(names = "--addresses", description = "To connect from. Default: ${DEFAULT-VALUE}.")
  private int addresses = 1;

  @Option(names = "--pipeline", description = "Of those that keep their connections.")
  private int pipeline = 1;

  /** For picocli. */
  public GuessersCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    EventLoopGroup group = TransportKind.best().newGroup(1, "guessers");
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      List<Caller> callers = callers(group.next(), Caller.tracker(port));
      say(new JsonObject());
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        say(guess(group.next(), callers, JsonParser.parseString(line).getAsJsonObject()));
      }
      return ExitCode.OK;
    } finally {
      group.shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  /** One at each address: it is a tracker's loopback limits that are told to hold for these. */
  private List<Caller> callers(EventLoop loop, InetSocketAddress tracker)
      throws UnknownHostException {
    List<Caller> callers = new ArrayList<>();
    for (int i = 0; i < addresses; i++) {
      byte[] address = {127, 1, (byte) (i / 250), (byte) (1 + i % 250)};
      callers.add(new Caller(loop, tracker, InetAddress.getByAddress(address)));
    }
    return callers;
  }

  private JsonObject guess(EventLoop loop, List<Caller> callers, JsonObject request)
      throws InterruptedException {
    GuessTally tally = new GuessTally();
    List<Guesser> guessers = new ArrayList<>();
    int established = request.get("established").getAsInt();
    int all = established + request.get("fresh").getAsInt();
    for (int i = 0; i < all; i++) {
      boolean keeps = i < established;
      Caller caller = callers.get(i % callers.size());
      guessers.add(new Guesser(i, keeps ? pipeline : 1, keeps, caller, loop, tally));
    }
    loop.execute(() -> guessers.forEach(Guesser::start));
    TimeUnit.NANOSECONDS.sleep((long) (request.get("seconds").getAsDouble() * 1e9));
    return loop.submit(
            () -> {
              guessers.forEach(Guesser::stop);
              return tally.toJson();
            })
        .sync()
        .getNow();
  }

  private void say(JsonObject answer) {
    spec.commandLine().getOut().println(answer);
    spec.commandLine().getOut().flush();
  }
}
