package dev.shoal.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Turns the name that somebody claims for a file into one that is safe to create on this disk. */
public final class FileNames {
  private FileNames() {}

  /** Longest name that common file systems take, bytes of UTF-8. */
  public static final int MAX_BYTES = 255;

  private static final String FORBIDDEN = "<>:\"|?*";

  private static final Set<String> DEVICES =
      Set.of(
          "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7",
          "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");

  /**
   * The last component of the claimed name, without what could leave its directory, hide it,
   * address a device, or garble a terminal; at most {@link #MAX_BYTES} long with its extension
   * kept.
   *
   * @return a safe name, or the fallback when nothing is left of the claim
   */
  public static String safe(String claimed, String fallback) {
    String last =
        claimed.substring(1 + Math.max(claimed.lastIndexOf('/'), claimed.lastIndexOf('\\')));
    StringBuilder kept = new StringBuilder(last.length());
    last.codePoints()
        .map(c -> PlainText.isPrintable(c) && FORBIDDEN.indexOf(c) < 0 ? c : '_')
        .forEach(kept::appendCodePoint);
    String name = fit(kept.toString());
    if (isDevice(name)) {
      name = fit("_" + name);
    }
    return name.isEmpty() ? fallback : name;
  }

  /**
   * A claimed name with the folders in front of it, each part as {@link #safe} makes it and {@code
   * /} between them; parts of which nothing is left are left out. Folders in front are left out
   * until at most {@link Limits#MAX_NAME_BYTES} remain.
   *
   * @return a path that leads nowhere but down, or the fallback when nothing is left of the last
   *     part
   */
  public static String safePath(String claimed, String fallback) {
    String path = safe(claimed, fallback);
    int end = lastSeparator(claimed, claimed.length());
    while (end > 0) {
      int start = lastSeparator(claimed, end);
      String folder = safe(claimed.substring(start + 1, end), "");
      if (!folder.isEmpty()) {
        String longer = folder + '/' + path;
        if (utf8Length(longer) > Limits.MAX_NAME_BYTES) {
          return path;
        }
        path = longer;
      }
      end = start;
    }
    return path;
  }

  private static int lastSeparator(String text, int before) {
    return Math.max(text.lastIndexOf('/', before - 1), text.lastIndexOf('\\', before - 1));
  }

  /** Cuts a name to so many bytes of UTF-8, before its extension and never inside a character. */
  public static String shorten(String name, int maxBytes) {
    if (utf8Length(name) <= maxBytes) {
      return name;
    }
    int dot = name.lastIndexOf('.');
    boolean keep = dot > 0 && utf8Length(name.substring(dot)) <= Math.min(16, maxBytes / 2);
    String extension = keep ? name.substring(dot) : "";
    int left = maxBytes - utf8Length(extension);
    int end = 0;
    while (end < name.length() - extension.length()) {
      String next = Character.toString(name.codePointAt(end));
      left -= utf8Length(next);
      if (left < 0) {
        break;
      }
      end += next.length();
    }
    return name.substring(0, end) + extension;
  }

  /** Windows takes such a name for a device, whatever its extension. */
  private static boolean isDevice(String name) {
    String stem = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
    return DEVICES.contains(stem.strip().toLowerCase(Locale.ROOT));
  }

  /** Trims again after the cut, which may have laid bare another dot or space. */
  private static String fit(String name) {
    return trimEnds(shorten(trimEnds(name), MAX_BYTES));
  }

  /** Leading dots hide a file, trailing dots and spaces are dropped by Windows. */
  private static String trimEnds(String name) {
    int start = 0;
    int end = name.length();
    while (start < end && (name.charAt(start) == '.' || name.charAt(start) == ' ')) {
      start++;
    }
    while (end > start && (name.charAt(end - 1) == '.' || name.charAt(end - 1) == ' ')) {
      end--;
    }
    return name.substring(start, end);
  }

  private static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
