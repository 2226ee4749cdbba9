package dev.shoal.peer.cli;

import dev.shoal.peer.service.NodeStatus;
import dev.shoal.peer.service.NodeStatus.DownloadCounts;
import dev.shoal.peer.service.NodeStatus.MirroredGroup;
import dev.shoal.peer.service.NodeStatus.ShareCounts;
import dev.shoal.peer.service.NodeStatus.TrafficInfo;
import dev.shoal.peer.service.NodeStatus.WatchedFolder;
import dev.shoal.protocol.PlainText;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a node is, as lines for a person. */
final class StatusText {
  private final StringBuilder text = new StringBuilder();

  private StatusText() {}

  static String of(NodeStatus status, Instant now) {
    StatusText text = new StatusText();
    if (status.running()) {
      text.running(status, now);
    } else {
      text.line("node", "not running");
    }
    text.remembered(status);
    return text.text.toString().stripTrailing();
  }

  private void running(NodeStatus status, Instant now) {
    Duration since = Duration.between(Instant.ofEpochMilli(status.startedMillis()), now);
    line("node", "running for " + Units.duration(since.isNegative() ? Duration.ZERO : since));
    line("version", PlainText.of(status.version()));
    line("peer id", status.peerId());
    line("address", status.address());
    line("tracker", tracker(status));
    if (status.user() != null) {
      line("user", PlainText.of(status.user()));
    }
    TrafficInfo traffic = status.traffic();
    line("sent", amount(traffic.sentBytes(), traffic.sentPerSecond()));
    line("fetched", amount(traffic.fetchedBytes(), traffic.fetchedPerSecond()));
    if (status.filesUrl() != null) {
      line("files at", status.filesUrl());
    }
  }

  private void remembered(NodeStatus status) {
    line("limits", Units.limits(status.limits().upload(), status.limits().download()));
    ShareCounts shares = status.shares();
    line("shares", status.running() ? counts(shares) : shares.preparing() + " remembered");
    DownloadCounts downloads = status.downloads();
    line(
        "downloads",
        "%d active, %d waiting, %d paused, %d complete, %d failed"
            .formatted(
                downloads.active(),
                downloads.waiting(),
                downloads.paused(),
                downloads.complete(),
                downloads.failed()));
    if (!status.downloadDirectory().isEmpty()) {
      line("fetches to", PlainText.of(status.downloadDirectory()));
    }
    for (WatchedFolder folder : status.watched()) {
      line("watches", watched(folder));
    }
    for (MirroredGroup group : status.mirrored()) {
      line(
          "mirrors",
          PlainText.of(group.group() + " in " + group.directory()) + problem(group.problem()));
    }
  }

  private static String counts(ShareCounts shares) {
    return "%d shared (%s), %d in preparation, %d failed"
        .formatted(
            shares.shared(), Units.size(shares.bytes()), shares.preparing(), shares.failed());
  }

  private static String tracker(NodeStatus status) {
    if (status.trackers().isEmpty()) {
      return "none";
    }
    if (status.tracker() == null) {
      return String.join(", ", status.trackers()) + ", not reached; trying on";
    }
    return status.tracker()
        + (status.dialable() ? "" : ", which can't connect to this node: see the log");
  }

  private static String amount(long bytes, long perSecond) {
    return Units.size(bytes) + ", now " + Units.rate(perSecond);
  }

  private static String watched(WatchedFolder folder) {
    return PlainText.of(folder.directory())
        + ": "
        + folder.files()
        + (folder.files() == 1 ? " file" : " files")
        + (folder.preparing() == 0 ? "" : ", " + folder.preparing() + " to come")
        + problem(folder.problem());
  }

  /** A problem is a sentence already. */
  private static String problem(@Nullable String problem) {
    return problem == null ? "" : "; " + PlainText.of(problem);
  }

  private void line(String name, String value) {
    text.append(String.format("%-11s %s%n", name, value));
  }
}
