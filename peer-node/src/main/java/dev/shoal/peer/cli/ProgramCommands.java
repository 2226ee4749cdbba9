package dev.shoal.peer.cli;

import java.util.List;
import picocli.CommandLine;

/**
 * The program's commands. Making one takes a while, most of all before the JVM is warm, so only the
 * one is made that is asked for.
 */
final class ProgramCommands {
  private ProgramCommands() {}

  /**
   * One command.
   *
   * @param type whose annotation describes it
   */
  record Entry(String name, Class<?> type) {}

  /** In the order in which help lists them. */
  private static final List<Entry> ALL =
      List.of(
          new Entry("share", ShareCommand.class),
          new Entry("get", GetCommand.class),
          new Entry("search", SearchCommand.class),
          new Entry("info", InfoCommand.class),
          new Entry("hash", HashCommand.class),
          new Entry("node", RunNodeCommand.class),
          new Entry("console", ConsoleCommand.class),
          new Entry("status", StatusCommand.class),
          new Entry("list", ListCommand.class),
          new Entry("downloads", NodeDownloadsCommand.class),
          new Entry("pause", PauseCommand.class),
          new Entry("resume", ResumeCommand.class),
          new Entry("cancel", CancelCommand.class),
          new Entry("unshare", UnshareCommand.class),
          new Entry("limit", LimitCommand.class),
          new Entry("peers", PeersCommand.class),
          new Entry("stop", StopCommand.class),
          new Entry("user", UserCommand.class),
          new Entry("login", LoginCommand.class),
          new Entry("logout", LogoutCommand.class),
          new Entry("passwd", PasswordCommand.class),
          new Entry("whoami", WhoamiCommand.class),
          new Entry("keys", KeysCommand.class),
          new Entry("group", GroupCommand.class),
          new Entry("files", FilesCommand.class),
          new Entry("shell", ShellCommand.class),
          new Entry("demo", DemoCommand.class),
          new Entry("id", IdCommand.class),
          new Entry("config", ConfigCommand.class),
          new Entry("completion", CompletionCommand.class));

  /** All of them. */
  static List<Entry> all() {
    return ALL;
  }

  /** Adds all commands. */
  static void addAll(CommandLine line, CommandContext context) {
    for (Entry entry : ALL) {
      line.addSubcommand(entry.name(), make(entry.name(), context));
    }
  }

  /** Adds the command that a command line begins with; all, if it begins with none. */
  static void addNeeded(CommandLine line, CommandContext context, List<String> words) {
    String first = words.isEmpty() ? "" : words.get(0);
    for (Entry entry : ALL) {
      if (entry.name().equals(first)) {
        line.addSubcommand(first, make(first, context));
        return;
      }
    }
    addAll(line, context);
  }

  private static Object make(String name, CommandContext context) {
    return switch (name) {
      case "share" -> new ShareCommand(context, new SharingNode());
      case "get" -> new GetCommand(context);
      case "search" -> new SearchCommand(context, new OwnNode());
      case "info" -> new InfoCommand(context);
      case "hash" -> new HashCommand(context);
      case "node" -> new RunNodeCommand(context);
      case "console" -> new ConsoleCommand(context);
      case "status" -> new StatusCommand(context);
      case "list" -> new ListCommand(context);
      case "downloads" -> new NodeDownloadsCommand(context);
      case "pause" -> new PauseCommand(context);
      case "resume" -> new ResumeCommand(context);
      case "cancel" -> new CancelCommand(context);
      case "unshare" -> new UnshareCommand(context);
      case "limit" -> new LimitCommand(context);
      case "peers" -> new PeersCommand(context);
      case "stop" -> new StopCommand(context);
      case "user" -> new AccountCommands(context, OwnNode::new).user();
      case "login" -> new LoginCommand(context, new OwnNode());
      case "logout" -> new LogoutCommand(context, new OwnNode());
      case "passwd" -> new PasswordCommand(context, new OwnNode());
      case "whoami" -> new WhoamiCommand(context, new OwnNode());
      case "keys" -> new AccountCommands(context, OwnNode::new).keys();
      case "group" -> new AccountCommands(context, OwnNode::new).group();
      case "files" -> new FilesCommand(context, new OwnNode());
      case "shell" -> new ShellCommand(context);
      case "demo" -> new DemoCommand(context);
      case "id" -> new IdCommand(context);
      case "config" -> new ConfigCommand(context);
      case "completion" -> new CompletionCommand(context);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
