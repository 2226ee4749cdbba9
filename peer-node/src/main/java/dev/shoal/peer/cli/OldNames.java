package dev.shoal.peer.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Commands of a session by the names that they had in earlier systems. */
final class OldNames {
  private OldNames() {}

  private static final Map<String, List<String>> NAMES =
      Map.ofEntries(
          Map.entry("create_user", List.of("user", "create")),
          Map.entry("create_group", List.of("group", "create")),
          Map.entry("join_group", List.of("group", "join")),
          Map.entry("leave_group", List.of("group", "leave")),
          Map.entry("list_groups", List.of("group", "list")),
          Map.entry("list_requests", List.of("group", "requests")),
          Map.entry("accept_request", List.of("group", "accept")),
          Map.entry("upload_file", List.of("share", "--group")),
          Map.entry("download_file", List.of("get", "--group")),
          Map.entry("list_files", List.of("files")),
          Map.entry("stop_share", List.of("unshare")),
          Map.entry("show_downloads", List.of("downloads")));

  /** All of them, in order, with what they stand for. */
  static Map<String, List<String>> all() {
    return new TreeMap<>(NAMES);
  }

  /** The words of a line as of today. */
  static List<String> translated(List<String> words) {
    if (words.isEmpty() || !NAMES.containsKey(words.get(0))) {
      return words;
    }
    return Stream.concat(NAMES.get(words.get(0)).stream(), words.stream().skip(1)).toList();
  }
}
