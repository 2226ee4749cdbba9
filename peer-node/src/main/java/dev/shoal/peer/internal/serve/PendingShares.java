package dev.shoal.peer.internal.serve;

import dev.shoal.peer.internal.access.Audience;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.GroupId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which shares the tracker has not answered yet, so that a refusal takes back what nobody else was
 * allowed. Several may be under way for one file and the same people; these count as one, which is
 * refused when all of them are. Plain state: one lock of its owner's guards it.
 */
final class PendingShares {
  private final Map<FileId, List<Share>> byFile = new HashMap<>();

  /** That a file is to be for some people; those who ask for the same at once have it in common. */
  static final class Share {
    private final FileId fileId;
    private final Audience wanted;
    private boolean allowed;
    private int unanswered;

    private Share(FileId fileId, Audience wanted, boolean allowed) {
      this.fileId = fileId;
      this.wanted = wanted;
      this.allowed = allowed;
    }
  }

  /**
   * The tracker is asked.
   *
   * @param wanted for whom the file is to be
   * @param before for whom it is held, which is certain where nothing is under way
   * @return what to {@link #end} with the answer: one for everybody, and one for each group
   */
  List<Share> begin(FileId fileId, Audience wanted, Audience before) {
    List<Share> begun = new ArrayList<>();
    if (wanted.everybody()) {
      begun.add(begin(fileId, Audience.ofEverybody(), before.everybody()));
    }
    for (GroupId group : wanted.groups()) {
      begun.add(begin(fileId, Audience.ofGroup(group), before.groups().contains(group)));
    }
    return begun;
  }

  private Share begin(FileId fileId, Audience wanted, boolean before) {
    List<Share> ofFile = byFile.computeIfAbsent(fileId, id -> new ArrayList<>(1));
    Share share = ofFile.stream().filter(each -> each.wanted.equals(wanted)).findAny().orElse(null);
    if (share == null) {
      share = new Share(fileId, wanted, before);
      ofFile.add(share);
    }
    share.unanswered++;
    return share;
  }

  /**
   * The tracker has answered.
   *
   * @return for whom the file must not be held any more
   */
  Audience end(List<Share> begun, boolean allowed) {
    Audience refused = Audience.ofGroups(Set.of());
    for (Share share : begun) {
      share.allowed |= allowed;
      share.unanswered--;
      if (share.unanswered == 0 && remove(share) && !share.allowed) {
        refused = refused.and(share.wanted);
      }
    }
    return refused;
  }

  /** False if it was forgotten. */
  private boolean remove(Share share) {
    List<Share> ofFile = byFile.get(share.fileId);
    if (ofFile == null || !ofFile.remove(share)) {
      return false;
    }
    if (ofFile.isEmpty()) {
      byFile.remove(share.fileId);
    }
    return true;
  }

  /**
   * A file is held for those alone from now on: what the tracker says of others is about the past,
   * and of no consequence for who shares it with them again.
   */
  void keepOnly(FileId fileId, Audience rest) {
    byFile.computeIfPresent(
        fileId,
        (id, ofFile) -> {
          ofFile.removeIf(share -> !share.wanted.without(rest).isNobody());
          return ofFile.isEmpty() ? null : ofFile;
        });
  }
}
