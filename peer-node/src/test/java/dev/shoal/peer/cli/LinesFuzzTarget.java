package dev.shoal.peer.cli;

import dev.shoal.peer.WantedFile;
import dev.shoal.protocol.PlainText;
import dev.shoal.protocol.ShoalLink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What Jazzer calls with each of its inputs: they are taken for a list of files to fetch, for a
 * link and for lines of a session. What is not refused with an {@link IllegalArgumentException}
 * that may be shown is read back the same, and no file goes anywhere but into the directory that
 * was named.
 */
public final class LinesFuzzTarget {
  private static final Path DIRECTORY = Path.of("/srv/files");
  private static final Path STDIN = Path.of("-");
  private static final String ID = "0123456789abcdef".repeat(4);

  private LinesFuzzTarget() {}

  /** Lists of files, which are also lines of a session and, but for one, links. */
  public static List<byte[]> seeds() {
    return List.of(
        text("shoal:" + ID + "?n=a%20file.bin&t=lan-host:7070&t=[::1]:1&x=y"),
        text("SHOAL:" + ID),
        text(ID + " another name.txt\n\n" + ID + "\r\nshoal:" + ID + "?n=%2e%2E%2fpasswd\n"));
  }

  /** Lines of a session that have words. */
  public static List<byte[]> commands() {
    return List.of(
        text("get --group team 'a b' \"c 'd' \\\"e\\\"\" f\\ g \"\""),
        text("  # a comment that's open\nlist_files team\n"));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Reads one input; whatever is thrown is a finding. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    isList(input);
    String text = new String(input, StandardCharsets.UTF_8);
    isLink(text);
    text.lines().forEach(LinesFuzzTarget::isCommand);
  }

  static boolean isList(byte[] input) throws IOException {
    FileList list;
    try {
      list = FileList.read(STDIN, new ByteArrayInputStream(input));
    } catch (IllegalArgumentException e) {
      return refused(e);
    }
    String again =
        list.links().stream()
            .map(link -> new ShoalLink(link.fileId(), link.name(), link.trackers()).toString())
            .collect(Collectors.joining("\n"));
    byte[] written = again.getBytes(StandardCharsets.UTF_8);
    require(FileList.read(STDIN, new ByteArrayInputStream(written)).equals(list));
    for (WantedFile file : list.in(DIRECTORY)) {
      require(DIRECTORY.equals(file.destination().normalize().getParent()));
      String name = String.valueOf(file.destination().getFileName());
      require(name.equals(PlainText.of(name)) && !name.startsWith("."));
    }
    return true;
  }

  static boolean isLink(String text) {
    ShoalLink link;
    try {
      link = ShoalLink.parse(text);
    } catch (IllegalArgumentException e) {
      return refused(e);
    }
    require(link.trackers().size() <= ShoalLink.MOST_TRACKERS);
    require(ShoalLink.parse(link.toString()).equals(link));
    return true;
  }

  static boolean isCommand(String line) {
    List<String> words;
    try {
      words = ShellWords.split(line);
    } catch (IllegalArgumentException e) {
      return refused(e);
    }
    require(words.stream().mapToInt(String::length).sum() <= line.length());
    String quoted =
        words.stream()
            .map(word -> '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
            .collect(Collectors.joining(" "));
    require(ShellWords.split(quoted).equals(words));
    return true;
  }

  private static boolean refused(IllegalArgumentException refusal) {
    String sentence = String.valueOf(refusal.getMessage());
    require(sentence.startsWith(PlainText.of(sentence)));
    return false;
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new AssertionError("what was read is not what was written");
    }
  }
}
