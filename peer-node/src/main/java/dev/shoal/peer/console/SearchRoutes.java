package dev.shoal.peer.console;

import dev.shoal.peer.FileDetails;
import dev.shoal.peer.NotFoundException;
import dev.shoal.protocol.FileId;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the API asks the tracker for. */
final class SearchRoutes {
  private SearchRoutes() {}

  static List<Route> of(Backing node) {
    return List.of(
        Route.get(
            "/search",
            Answers.Found.class,
            call ->
                node.search(call.asked("q", ""), call.query().apply("next"))
                    .thenCombine(
                        node.service().status(),
                        (page, status) -> Answers.Found.of(page, status.trackers()))),
        Route.get(
            "/files/{fileId}",
            Answers.FileKnown.class,
            call -> known(node, FileId.parse(call.at("fileId")))));
  }

  private static CompletableFuture<Answers.FileKnown> known(Backing node, FileId fileId) {
    return node.details(fileId)
        .thenCompose(
            (FileDetails details) ->
                details.isKnown()
                    ? CompletableFuture.completedFuture(Answers.FileKnown.of(details))
                    : CompletableFuture.failedFuture(
                        new NotFoundException(
                            "the tracker knows of no file " + fileId + ", and of nobody who has it",
                            null)));
  }
}
