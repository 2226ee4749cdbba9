package dev.shoal.peer.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Changes a password. */
@Command(
    name = "passwd",
    description =
        "Changes the password of who is logged in, and ends all other logins of the account.")
final class PasswordCommand extends NodeCommand {
  @Mixin private final PasswordOptions passwordOptions = new PasswordOptions();

  PasswordCommand(CommandContext context, NodeSource nodes) {
    super(context, nodes);
  }

  @Override
  int run(NodeLease node, Output output) throws Exception {
    try (Passwords passwords = passwordOptions.open(context(), output);
        Password old = checked(() -> passwords.known("Password so far"));
        Password chosen = checked(() -> passwords.chosen("New password"))) {
      stop().await(node.account().changePassword(old.chars(), chosen.chars()), () -> {});
    }
    node.loginChanged();
    output.result(
        "password changed", Change.ofUser("passwordChanged", node.account().user().orElse(null)));
    return ExitCodes.DONE;
  }
}
