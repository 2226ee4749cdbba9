package dev.shoal.peer.cli;

import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.service.DownloadInfo;
import dev.shoal.peer.service.NodeService;
import dev.shoal.peer.service.ShareInfo;
import dev.shoal.peer.service.SharePage;
import dev.shoal.protocol.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds what somebody means among a node's shares and downloads: by its id, its file id or the
 * beginning of that, its path, or its name.
 */
final class Selection {
  /** Fewer digits of a file id could be anybody's name. */
  private static final int LEAST_DIGITS = 6;

  private static final int PAGE = 1_000;

  private final NodeService service;
  private final StopSignal stop;

  Selection(NodeService service, StopSignal stop) {
    this.service = service;
    this.stop = stop;
  }

  /**
   * A thing that can be meant.
   *
   * @param id which it alone has
   */
  private record Candidate<T>(
      T thing, String id, @Nullable String fileId, @Nullable String path, String name) {}

  /** The download that is meant. */
  DownloadInfo download(String meant) throws Exception {
    List<DownloadInfo> downloads = stop.await(service.downloads(), () -> {});
    return one(meant, "download", downloads, Selection::candidate);
  }

  /** The share that is meant. */
  ShareInfo share(String meant) throws Exception {
    return one(meant, "shared file", shares(), Selection::candidate);
  }

  /** All shares. */
  List<ShareInfo> shares() throws Exception {
    List<ShareInfo> all = new ArrayList<>();
    String after = "";
    while (after != null) {
      SharePage page = stop.await(service.shares(after, PAGE), () -> {});
      all.addAll(page.shares());
      after = page.next();
    }
    return all;
  }

  private static Candidate<DownloadInfo> candidate(DownloadInfo each) {
    return new Candidate<>(each, each.id(), each.fileId(), each.path(), each.name());
  }

  private static Candidate<ShareInfo> candidate(ShareInfo each) {
    return new Candidate<>(each, each.id(), each.fileId(), each.path(), each.name());
  }

  private static <T> T one(
      String meant, String kind, List<T> things, Function<T, Candidate<T>> candidate)
      throws ShoalException {
    List<Candidate<T>> all = things.stream().map(candidate).toList();
    for (Candidate<T> each : all) {
      if (each.id().equals(meant)) {
        return each.thing();
      }
    }
    List<Candidate<T>> found = all.stream().filter(each -> isMeant(each, meant)).toList();
    if (found.isEmpty()) {
      throw new NotFoundException("there is no " + kind + " " + PlainText.of(meant), null);
    }
    if (found.size() > 1) {
      throw new ShoalException(
          "%s can mean any of %d: give an id, one of %s"
              .formatted(PlainText.of(meant), found.size(), ids(found)),
          null);
    }
    return found.get(0).thing();
  }

  private static boolean isMeant(Candidate<?> each, String meant) {
    return each.name().equals(meant) || meant.equals(each.path()) || isFileId(each, meant);
  }

  private static boolean isFileId(Candidate<?> each, String meant) {
    String fileId = each.fileId();
    return fileId != null
        && meant.length() >= LEAST_DIGITS
        && fileId.startsWith(meant.toLowerCase(Locale.ROOT));
  }

  private static String ids(List<? extends Candidate<?>> found) {
    return found.stream().limit(10).map(Candidate::id).collect(Collectors.joining(", "));
  }
}
