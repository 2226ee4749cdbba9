package dev.shoal.peer.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** What all commands have in common: how they speak, are stopped, and fail. */
abstract class ShoalCommand implements Callable<Integer> {
  private final CommandContext context;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin private final OutputOptions outputOptions;

  ShoalCommand(CommandContext context) {
    this.context = context;
    this.outputOptions = new OutputOptions(context.json());
  }

  /**
   * Does what the command is for.
   *
   * @return the exit code
   * @throws Stopped if a signal ended it before it was done
   * @throws Exception anything else that ended it, with a message for a person
   */
  abstract int run(Output output) throws Exception;

  /** What {@code --json} says when the command has failed. */
  Object report(Throwable failure) {
    return Failure.of(failure);
  }

  @Override
  public final Integer call() {
    Output output = outputOptions.open(context.streams());
    try {
      return run(output);
    } catch (ParameterException e) {
      throw e; // explained in one place for all
    } catch (Exception e) {
      output.failure(e, report(e));
      return ExitCodes.of(e);
    }
  }

  final CommandContext context() {
    return context;
  }

  final StopSignal stop() {
    return context.stop();
  }

  /** What the command was given, as opposed to what counts otherwise. */
  final ParseResult given() {
    return spec.commandLine().getParseResult();
  }

  /** The command was not used as it should be. */
  final ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  /** Runs what checks settings: one that is out of range is bad usage. */
  final <T> T checked(Callable<T> settings) throws Exception {
    try {
      return settings.call();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), Sentence.plain(e.getMessage()), e);
    }
  }
}
