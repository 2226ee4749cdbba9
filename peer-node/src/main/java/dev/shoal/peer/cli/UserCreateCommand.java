package dev.shoal.peer.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes an account. */
@Command(
    name = "create",
    description = {
      "Makes an account at the tracker, and does not log in.",
      "A tracker's first account, an administrator's, needs the code that it printed."
    })
final class UserCreateCommand extends NodeCommand {
  @Parameters(
      arity = "1",
      paramLabel = "NAME",
      description =
          "Name of the user: letters a to z, digits, dots, hyphens and underscores, at most 32.")
  @SuppressWarnings("NullAway.Init")
  private AccountName user;

  @Option(
      names = "--code",
      paramLabel = "CODE",
      description =
          "The one-time code that the tracker printed, for its first administrator. Default: none.")
  private @Nullable String code;

  @Mixin private final PasswordOptions passwordOptions = new PasswordOptions();

  UserCreateCommand(CommandContext context, NodeSource nodes) {
    super(context, nodes);
  }

  @Override
  int run(NodeLease node, Output output) throws Exception {
    try (Passwords passwords = passwordOptions.open(context(), output);
        Password password = checked(() -> passwords.chosen("Password of " + user))) {
      stop().await(node.account().create(user.text(), password.chars(), code), () -> {});
    }
    output.result("created user " + user, Change.ofUser("created", user.text()));
    return ExitCodes.DONE;
  }
}
