package dev.shoal.peer.console;

import dev.shoal.peer.DownloadPriority;
import dev.shoal.peer.service.DownloadInfo;
import dev.shoal.peer.service.Problem;
import dev.shoal.peer.service.ShareInfo;
import java.util.List;

/** Records that tests tell and are told. */
final class Samples {
  private Samples() {}

  static DownloadInfo download(String id, long verifiedBytes) {
    return new DownloadInfo(
        id,
        "a.bin",
        null,
        "a.bin",
        null,
        DownloadInfo.State.WAITING,
        -1,
        verifiedBytes,
        0,
        0,
        0,
        -1,
        List.of(
            new DownloadInfo.SourceInfo(
                "10.0.0.1:7071", DownloadInfo.SourceInfo.Kind.PEER, 1, 2, true, null)),
        1,
        "",
        DownloadPriority.HIGH,
        0,
        5,
        0,
        new Problem("not-found", "nobody has it yet"),
        null);
  }

  static ShareInfo share(String path) {
    return new ShareInfo(
        "s1",
        "ab".repeat(32),
        "</script>\u2028.bin",
        path,
        1,
        1,
        ShareInfo.State.SHARED,
        ShareInfo.Origin.ADDED,
        List.of("team"),
        List.of(),
        null,
        null,
        0,
        null);
  }
}
