package dev.shoal.peer.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Gives options that a command is not given what is set for them. For one command line. */
final class SettingDefaults implements IDefaultValueProvider {
  /** It shows what there is, and takes nothing of what is somebody's own. */
  private static final String WITHOUT = "demo";

  /** Where only the node that stays running is at home: others would find it taken. */
  private static final String NODE_PORT = "port";

  private final Settings settings;

  /** Where values came from that options were given. */
  private final Map<ArgSpec, String> origins = new HashMap<>();

  SettingDefaults(Settings settings) {
    this.settings = settings;
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || option.command().name().equals(WITHOUT)) {
      return null;
    }
    String key = key(option);
    if (!SettingKeys.contains(key)
        || (key.equals(NODE_PORT) && !option.command().name().equals("node"))) {
      return null;
    }
    try {
      Optional<Settings.Value> value = settings.get(key);
      value.ifPresent(set -> origins.put(argument, set.origin()));
      return value.map(set -> inOneWord(option, set.text())).orElse(null);
    } catch (SettingException e) {
      throw new ParameterException(
          option.command().commandLine(), Sentence.plain(e.getMessage()), e);
    }
  }

  /** Where what is wrong with an option was set, if it was not with the command. */
  Optional<String> origin(@Nullable ArgSpec argument) {
    return Optional.ofNullable(argument == null ? null : origins.get(argument));
  }

  static String key(OptionSpec option) {
    return option.longestName().replaceFirst("^--?", "");
  }

  /** Options that take several values in one word say what is between them. */
  private static String inOneWord(OptionSpec option, String text) {
    return ",".equals(option.splitRegex()) ? text.replace(Settings.SEPARATOR, ",") : text;
  }
}
