package dev.shoal.peer.cli;

import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;

/** The commands that concern users and groups, of the program and of a session. */
final class AccountCommands {
  private final CommandContext context;
  private final Supplier<NodeSource> nodes;

  /**
   * @param nodes gives each command a way to a node of its own
   */
  AccountCommands(CommandContext context, Supplier<NodeSource> nodes) {
    this.context = context;
    this.nodes = nodes;
  }

  /** All of them. */
  List<Object> all() {
    return List.of(
        user(),
        new LoginCommand(context, nodes.get()),
        new LogoutCommand(context, nodes.get()),
        new PasswordCommand(context, nodes.get()),
        new WhoamiCommand(context, nodes.get()),
        keys(),
        group(),
        new FilesCommand(context, nodes.get()));
  }

  CommandLine user() {
    return new CommandLine(new UserCommand())
        .addSubcommand(new UserCreateCommand(context, nodes.get()))
        .addSubcommand(new UserListCommand(context, nodes.get()))
        .addSubcommand(new UserDeleteCommand(context, nodes.get()))
        .addSubcommand(new UserResetPasswordCommand(context, nodes.get()))
        .addSubcommand(new UserPromoteCommand(context, nodes.get()))
        .addSubcommand(new UserDemoteCommand(context, nodes.get()));
  }

  CommandLine keys() {
    return new CommandLine(new KeysCommand())
        .addSubcommand(new KeysRotateCommand(context, nodes.get()));
  }

  CommandLine group() {
    return new CommandLine(new GroupCommand())
        .addSubcommand(new GroupCreateCommand(context, nodes.get()))
        .addSubcommand(new GroupJoinCommand(context, nodes.get()))
        .addSubcommand(new GroupLeaveCommand(context, nodes.get()))
        .addSubcommand(new GroupListCommand(context, nodes.get()))
        .addSubcommand(new GroupMembersCommand(context, nodes.get()))
        .addSubcommand(new GroupRequestsCommand(context, nodes.get()))
        .addSubcommand(new GroupAcceptCommand(context, nodes.get()))
        .addSubcommand(new GroupRejectCommand(context, nodes.get()))
        .addSubcommand(new GroupRemoveCommand(context, nodes.get()))
        .addSubcommand(new GroupInviteCommand(context, nodes.get()))
        .addSubcommand(new GroupDeleteCommand(context, nodes.get()));
  }
}
