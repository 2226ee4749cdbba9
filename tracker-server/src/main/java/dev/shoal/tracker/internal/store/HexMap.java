package dev.shoal.tracker.internal.store;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.h2.mvstore.DataUtils;
import org.jspecify.annotations.Nullable;

/** The one line of names and hexadecimal values that begins a header or footer of the file. */
final class HexMap {
  private static final String CHECKSUM = "fletcher";

  private final Map<String, String> values = new LinkedHashMap<>();

  private HexMap() {}

  /** The map in the text up to the first line feed, or null if there is none. */
  static @Nullable HexMap read(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    if (end == bytes.length) {
      return null;
    }
    HexMap map = new HexMap();
    String line = new String(bytes, 0, end, StandardCharsets.ISO_8859_1).trim();
    for (String pair : line.split(",", -1)) {
      int colon = pair.indexOf(':');
      if (colon <= 0) {
        return null;
      }
      map.values.put(pair.substring(0, colon), pair.substring(colon + 1));
    }
    return map;
  }

  /** As above, or null if the checksum in the line is not that of what is before it. */
  static @Nullable HexMap readChecked(byte[] bytes) {
    HexMap map = read(bytes);
    String line = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = line.indexOf("," + CHECKSUM + ":");
    if (map == null || end < 0 || map.get(CHECKSUM) != (checksum(bytes, end) & 0xffff_ffffL)) {
      return null;
    }
    map.values.remove(CHECKSUM);
    return map;
  }

  /** The value, or -1 if there is none. */
  long get(String name) {
    try {
      return Long.parseUnsignedLong(values.getOrDefault(name, ""), 16);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  void put(String name, long value) {
    values.put(name, Long.toHexString(value));
  }

  void remove(String name) {
    values.remove(name);
  }

  /** The line with its checksum. */
  byte[] toCheckedBytes() {
    StringBuilder line = new StringBuilder();
    values.forEach(
        (name, value) -> line.append(line.isEmpty() ? "" : ",").append(name + ":" + value));
    byte[] bytes = line.toString().getBytes(StandardCharsets.ISO_8859_1);
    line.append(',').append(CHECKSUM).append(':');
    line.append(Integer.toHexString(checksum(bytes, bytes.length))).append('\n');
    return line.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static int checksum(byte[] bytes, int length) {
    return DataUtils.getFletcher32(bytes, 0, length);
  }
}
