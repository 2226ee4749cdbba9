package dev.shoal.peer.cli;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Runs line after line. */
final class ShellLoop {
  private static final Set<String> ENDS = Set.of("exit", "quit");

  private final CommandContext context;
  private final ShellInput input;
  private final HeldNode node;
  private final Session session;
  private int firstFailure = ExitCodes.DONE;

  ShellLoop(CommandContext context, ShellInput input, HeldNode node, Session session) {
    this.context = context;
    this.input = input;
    this.node = node;
    this.session = session;
  }

  /**
   * Goes on until the input ends.
   *
   * @return the exit code: for a person, who has seen what failed, that all is well
   * @throws Stopped if a signal came first
   */
  int run(Output output) throws Stopped, ExecutionException, InterruptedException {
    Output above = output.on(input.above(context.streams()));
    while (true) {
      CompletableFuture<@Nullable String> next = Background.call(input::line);
      String line = context.stop().await(next, () -> note(session.report(above)));
      if (line == null) {
        break;
      }
      List<String> words = words(line, output);
      if (!words.isEmpty() && ENDS.contains(words.get(0))) {
        if (!input.isInteractive() || session.confirmsEnd()) {
          break;
        }
        output.note("Downloads are under way; exit again ends them. What is verified is kept.");
      } else if (!words.isEmpty()) {
        note(execute(words));
      }
    }
    if (input.isInteractive()) {
      return ExitCodes.DONE;
    }
    context.stop().await(session.over(), () -> {});
    note(session.report(output));
    return firstFailure;
  }

  private List<String> words(String line, Output output) {
    try {
      return OldNames.translated(ShellWords.split(line));
    } catch (IllegalArgumentException e) {
      String sentence = Sentence.plain(e.getMessage());
      output.misuse(sentence);
      note(ExitCodes.USAGE);
      return List.of();
    }
  }

  /** With a stop of its own: Ctrl-C ends what runs, and the session goes on. */
  private int execute(List<String> words) {
    return context.stop().within(stop -> execute(words, stop));
  }

  private int execute(List<String> words, StopSignal stop) {
    input.onInterrupt(stop::request);
    CommandContext own = context.in(stop, context.questions(), context.json());
    return ShellLine.of(own, node).execute(words.toArray(String[]::new));
  }

  private void note(int exitCode) {
    firstFailure = firstFailure == ExitCodes.DONE ? exitCode : firstFailure;
  }
}
