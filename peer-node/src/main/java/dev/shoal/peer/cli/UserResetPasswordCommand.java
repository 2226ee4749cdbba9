package dev.shoal.peer.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Gives somebody another password. */
@Command(
    name = "reset-password",
    description =
        "Gives an account another password, and ends all of its logins; for administrators.")
final class UserResetPasswordCommand extends NodeCommand {
  @Parameters(index = "0", arity = "1", paramLabel = "USER", description = "Whose account it is.")
  @SuppressWarnings("NullAway.Init")
  private AccountName user;

  @Mixin private final PasswordOptions passwordOptions = new PasswordOptions();

  UserResetPasswordCommand(CommandContext context, NodeSource nodes) {
    super(context, nodes);
  }

  @Override
  int run(NodeLease node, Output output) throws Exception {
    try (Passwords passwords = passwordOptions.open(context(), output);
        Password chosen = checked(() -> passwords.chosen("New password of " + user))) {
      stop().await(node.administration().resetPassword(user.text(), chosen.chars()), () -> {});
    }
    output.result(
        "reset the password of user " + user, Change.ofUser("passwordReset", user.text()));
    return ExitCodes.DONE;
  }
}
