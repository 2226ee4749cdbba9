package dev.shoal.peer.cli;

import dev.shoal.peer.DownloadPriority;
import dev.shoal.peer.service.DownloadInfo;
import dev.shoal.peer.service.DownloadRequest;
import dev.shoal.peer.service.NodeService;
import dev.shoal.peer.service.Problem;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A node that runs, and answers what a test has prepared. For one thread. */
final class FakeService {
  private final Queue<CompletableFuture<DownloadInfo>> answers = new ArrayDeque<>();

  /** What it was asked to fetch. */
  final List<DownloadRequest> requests = new ArrayList<>();

  /** Which downloads it was asked to cancel. */
  final List<String> cancelled = new ArrayList<>();

  /** The answers to what comes next, in their order: downloads, and why there is none. */
  FakeService answering(Object... all) {
    Arrays.stream(all)
        .map(
            each ->
                each instanceof Throwable failure
                    ? CompletableFuture.<DownloadInfo>failedFuture(failure)
                    : CompletableFuture.completedFuture((DownloadInfo) each))
        .forEach(answers::add);
    return this;
  }

  NodeService service() {
    return (NodeService)
        Proxy.newProxyInstance(
            NodeService.class.getClassLoader(),
            new Class<?>[] {NodeService.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "addDownload" -> requests.add((DownloadRequest) arguments[0]);
                case "cancel" -> cancelled.add((String) arguments[0]);
                case "download" -> {}
                default -> throw new UnsupportedOperationException(method.getName());
              }
              return answers.remove();
            });
  }

  /**
   * A download that was asked for by a name, long ago.
   *
   * @param code of its problem; null: none
   */
  static DownloadInfo download(DownloadInfo.State state, @Nullable String code, String message) {
    return download(state, code, message, 0);
  }

  /** The same, asked for at another time. */
  static DownloadInfo download(
      DownloadInfo.State state, @Nullable String code, String message, long createdMillis) {
    return new DownloadInfo(
        "d1",
        "a.bin",
        null,
        "a.bin",
        null,
        state,
        -1,
        0,
        0,
        0,
        0,
        -1,
        List.of(),
        0,
        "",
        DownloadPriority.NORMAL,
        0,
        createdMillis,
        0,
        code == null ? null : new Problem(code, message),
        null);
  }
}
