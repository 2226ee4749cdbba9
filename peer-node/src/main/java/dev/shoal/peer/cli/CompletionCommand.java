package dev.shoal.peer.cli;

import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints what teaches a shell to complete commands and options. */
@Command(
    name = "completion",
    description = {
      "Prints a script that teaches a shell to complete commands and options of shoal.",
      "bash: source <(shoal completion bash)     zsh: source <(shoal completion zsh)"
    })
final class CompletionCommand extends ShoalCommand {
  /** Bash's way of completion, which the script is in. */
  private static final String FOR_ZSH =
      "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n";

  @Parameters(arity = "1", paramLabel = "bash|zsh", description = "For which shell.")
  @SuppressWarnings("NullAway.Init")
  private String shell;

  CompletionCommand(CommandContext context) {
    super(context);
  }

  /** The line of {@code completion --json}. */
  private record Script(String shell, String script) {}

  @Override
  int run(Output output) {
    String name = shell.toLowerCase(Locale.ROOT);
    String script = AutoComplete.bash("shoal", ShoalMain.commandLine(context()));
    switch (name) {
      case "bash" -> output.result(script, new Script(name, script));
      case "zsh" -> output.result(FOR_ZSH + script, new Script(name, FOR_ZSH + script));
      default -> throw usage("completion is for bash or zsh, not for " + name);
    }
    return ExitCodes.DONE;
  }
}
