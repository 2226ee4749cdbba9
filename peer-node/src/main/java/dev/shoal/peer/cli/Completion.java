package dev.shoal.peer.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What the last word of a line that is being typed may become, by what its command takes there. */
final class Completion {
  /** Names that are not known here. */
  interface Names {
    List<String> groups();

    List<String> files(String group);

    List<String> users(String group);

    List<String> requesters(String group);

    /** Of all accounts, where one may know them. */
    List<String> accounts();
  }

  private final CommandLine commands;
  private final Names names;

  Completion(CommandLine commands, Names names) {
    this.commands = commands;
    this.names = names;
  }

  /**
   * The words that it may become.
   *
   * @param words of the line up to the cursor, the last one unfinished, maybe empty
   */
  List<String> candidates(List<String> words) {
    String unfinished = words.get(words.size() - 1);
    List<String> before = OldNames.translated(words.subList(0, words.size() - 1));
    CommandLine command = commands;
    int at = 0;
    while (at < before.size()) {
      CommandLine next = command.getSubcommands().get(before.get(at));
      if (next == null) {
        break;
      }
      command = next;
      at++;
    }
    Stream<String> all;
    if (command.getSubcommands().isEmpty()) {
      all = arguments(command, before.subList(at, before.size()), unfinished);
    } else {
      all = at < before.size() ? Stream.empty() : commandNames(command);
    }
    return all.filter(each -> each.startsWith(unfinished)).sorted().distinct().toList();
  }

  private Stream<String> commandNames(CommandLine command) {
    Stream<String> own = command.getSubcommands().keySet().stream();
    return command == commands ? Stream.concat(own, OldNames.all().keySet().stream()) : own;
  }

  private Stream<String> arguments(CommandLine command, List<String> before, String unfinished) {
    Map<String, String> given = new LinkedHashMap<>();
    int position = 0;
    OptionSpec open = null;
    for (String word : before) {
      if (open != null) {
        given.put(open.paramLabel(), word);
        open = null;
      } else if (word.startsWith("-")) {
        OptionSpec option = command.getCommandSpec().findOption(word);
        open = option != null && option.arity().min() > 0 ? option : null;
      } else {
        String label = labelAt(command, position);
        if (label != null) {
          given.putIfAbsent(label, word);
        }
        position++;
      }
    }
    if (open == null && unfinished.startsWith("-")) {
      return command.getCommandSpec().options().stream().map(OptionSpec::longestName);
    }
    String label = open == null ? labelAt(command, position) : open.paramLabel();
    return label == null ? Stream.empty() : values(command, label, given, unfinished);
  }

  private static @Nullable String labelAt(CommandLine command, int position) {
    return command.getCommandSpec().positionalParameters().stream()
        .filter(each -> each.index().contains(position))
        .map(PositionalParamSpec::paramLabel)
        .findFirst()
        .orElse(null);
  }

  private Stream<String> values(
      CommandLine command, String label, Map<String, String> given, String unfinished) {
    String group = given.get("GROUP");
    return switch (label) {
      case "GROUP" -> names.groups().stream();
      case "FILE", "DEST" -> files(unfinished).stream();
      case "USER" -> (group == null ? accounts(command) : users(command, group)).stream();
      default ->
          label.contains("NAME") && group != null
              ? names.files(group).stream()
              : label.equals(label.toLowerCase(Locale.ROOT))
                  ? Stream.of(label.split("\\|", -1))
                  : Stream.empty();
    };
  }

  private List<String> users(CommandLine command, String group) {
    return switch (command.getCommandName()) {
      case "accept", "reject" -> names.requesters(group);
      default -> names.users(group);
    };
  }

  private List<String> accounts(CommandLine command) {
    CommandLine family = command.getParent();
    return family != null && family.getCommandName().equals("user") ? names.accounts() : List.of();
  }

  private static List<String> files(String unfinished) {
    int end = unfinished.lastIndexOf(File.separatorChar) + 1;
    String directory = unfinished.substring(0, end);
    List<String> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of(directory))) {
      for (Path entry : entries) {
        String name = directory + entry.getFileName();
        found.add(Files.isDirectory(entry) ? name + File.separatorChar : name);
      }
    } catch (IOException | InvalidPathException e) {
      return List.of(); // nothing to offer
    }
    return List.copyOf(new TreeSet<>(found));
  }
}
