package dev.shoal.peer.cli;

import dev.shoal.peer.GroupFileInfo;
import dev.shoal.peer.Groups;
import dev.shoal.peer.NotFoundException;
import dev.shoal.protocol.ShoalLink;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** Looks up what a name in a group stands for. */
final class GroupFile {
  private GroupFile() {}

  /**
   * The file of that name, named as the group names it.
   *
   * @throws NotFoundException if the group has none
   */
  static ShoalLink find(Groups groups, AccountName group, String name, StopSignal stop)
      throws NotFoundException, Stopped, ExecutionException, InterruptedException {
    GroupFileInfo file =
        stop.await(groups.find(group.text(), name), () -> {})
            .orElseThrow(
                () ->
                    new NotFoundException(
                        "the group " + group + " has no file of the name " + name, null));
    return new ShoalLink(file.fileId(), file.name(), List.of());
  }
}
