package dev.shoal.peer.service;

import dev.shoal.protocol.FileId;
import dev.shoal.protocol.PlainText;
import dev.shoal.protocol.ShoalLink;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a download is to fetch, as far as its request says.
 *
 * @param fileId null if it is to be found by its name
 * @param name null if only the id is known
 * @param trackers that a link names
 */
record Wanted(@Nullable FileId fileId, @Nullable String name, List<String> trackers) {
  private static final int LONGEST = 4096;
  private static final int ID_DIGITS = 64;

  /**
   * Reads a file id, a link or a name.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  static Wanted parse(String what) {
    if (what.isBlank() || what.length() > LONGEST) {
      throw new IllegalArgumentException("say which file: its id, a link or its name");
    }
    if (ShoalLink.looksLike(what)) {
      ShoalLink link = ShoalLink.parse(what);
      return new Wanted(link.fileId(), link.name(), link.trackers());
    }
    if (what.length() == ID_DIGITS && what.chars().allMatch(Wanted::isHexDigit)) {
      return new Wanted(FileId.parse(what), null, List.of());
    }
    return new Wanted(null, what, List.of());
  }

  private static boolean isHexDigit(int character) {
    return Character.digit(character, 16) >= 0 && character < 0x80;
  }

  /** What to add to a failure to find it; empty if the node asks where the link says. */
  String hint(List<String> used) {
    return trackers.isEmpty() || trackers.stream().anyMatch(used::contains)
        ? ""
        : "; its link names the tracker "
            + PlainText.of(String.join(", ", trackers))
            + ", which this node does not use";
  }
}
