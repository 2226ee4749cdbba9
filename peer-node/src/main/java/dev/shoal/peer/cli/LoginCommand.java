package dev.shoal.peer.cli;

import dev.shoal.protocol.PlainText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Logs in. */
@Command(
    name = "login",
    description = {
      "Logs this node in at the tracker, in place of the login it had.",
      "A login lasts, in the directory of --data, until it ends or is ended."
    })
final class LoginCommand extends NodeCommand {
  @Parameters(arity = "1", paramLabel = "USER", description = "Who logs in.")
  @SuppressWarnings("NullAway.Init")
  private AccountName user;

  @Mixin private final PasswordOptions passwordOptions = new PasswordOptions();

  LoginCommand(CommandContext context, NodeSource nodes) {
    super(context, nodes);
  }

  @Override
  int run(NodeLease node, Output output) throws Exception {
    try (Passwords passwords = passwordOptions.open(context(), output);
        Password password = checked(() -> passwords.known("Password of " + user))) {
      String name = stop().await(node.account().login(user.text(), password.chars()), () -> {});
      node.loginChanged();
      output.result("logged in as " + PlainText.of(name), Change.ofUser("loggedIn", name));
    }
    return ExitCodes.DONE;
  }
}
