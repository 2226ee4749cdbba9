package dev.shoal.peer.cli;

import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program: its commands, and how it begins and ends. */
@Command(
    name = "shoal",
    description = "Shares files and fetches them from many peers at once.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    sortOptions = false,
    usageHelpAutoWidth = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed",
      "2:bad usage",
      "3:not found",
      "4:the content is not what it should be",
      "5:unreachable",
      "6:denied",
      "130, 143:ended by Ctrl-C, by SIGTERM"
    })
public final class ShoalMain implements Runnable {
  /**
   * Netty's events for Flight Recorder, which take a tenth of a second to set up. Who wants them
   * sets the property to true.
   */
  private static final String NETTY_EVENTS = "io.netty.jfr.enabled";

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  private ShoalMain() {}

  /** Runs the program and ends the JVM with its exit code. */
  public static void main(String[] args) {
    if (System.getProperty(NETTY_EVENTS) == null) {
      System.setProperty(NETTY_EVENTS, "false");
    }
    LogSetup.install();
    StopSignal stop = new StopSignal();
    stop.install();
    int exitCode = commandLine(Streams.system(), stop).execute(args);
    stop.ended();
    System.exit(exitCode);
  }

  /** The whole command line over those streams. */
  static CommandLine commandLine(Streams streams, StopSignal stop) {
    return commandLine(CommandContext.ofProcess(streams, stop));
  }

  /** The whole command line. */
  static CommandLine commandLine(CommandContext context) {
    CommandLine line =
        new CommandLine(new ShoalMain())
            .addSubcommand(new ShareCommand(context, new SendingNode()))
            .addSubcommand(new GetCommand(context))
            .addSubcommand(new SearchCommand(context, new OwnNode()))
            .addSubcommand(new InfoCommand(context))
            .addSubcommand(new HashCommand(context))
            .addSubcommand(new DemoCommand(context))
            .addSubcommand(new IdCommand(context))
            .addSubcommand(new ShellCommand(context));
    addAccountCommands(line, context, OwnNode::new);
    line.setOut(context.streams().out())
        .setErr(context.streams().err())
        .setParameterExceptionHandler(
            (problem, args) -> Misuse.explain(problem, List.of(args), context));
    Converters.register(line);
    return line;
  }

  /** Adds what concerns users and groups, each with a way to a node of its own. */
  static void addAccountCommands(
      CommandLine line, CommandContext context, Supplier<NodeSource> nodes) {
    CommandLine user = new CommandLine(new UserCommand());
    user.addSubcommand(new UserCreateCommand(context, nodes.get()))
        .addSubcommand(new UserListCommand(context, nodes.get()))
        .addSubcommand(new UserDeleteCommand(context, nodes.get()))
        .addSubcommand(new UserResetPasswordCommand(context, nodes.get()))
        .addSubcommand(new UserPromoteCommand(context, nodes.get()))
        .addSubcommand(new UserDemoteCommand(context, nodes.get()));
    CommandLine keys = new CommandLine(new KeysCommand());
    keys.addSubcommand(new KeysRotateCommand(context, nodes.get()));
    CommandLine group = new CommandLine(new GroupCommand());
    group
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
    line.addSubcommand(user)
        .addSubcommand(new LoginCommand(context, nodes.get()))
        .addSubcommand(new LogoutCommand(context, nodes.get()))
        .addSubcommand(new PasswordCommand(context, nodes.get()))
        .addSubcommand(new WhoamiCommand(context, nodes.get()))
        .addSubcommand(keys)
        .addSubcommand(group)
        .addSubcommand(new FilesCommand(context, nodes.get()))
        .addSubcommand(new UnshareCommand(context, nodes.get()));
  }

  /** Without a command there is nothing to do but say which there are. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }
}
