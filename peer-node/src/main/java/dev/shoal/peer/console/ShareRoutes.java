package dev.shoal.peer.console;

import dev.shoal.peer.service.NodeService;
import dev.shoal.peer.service.ShareInfo;
import dev.shoal.peer.service.SharePage;
import dev.shoal.peer.service.ShareRequest;
import java.util.List;

/** What the API does with shares. */
final class ShareRoutes {
  private ShareRoutes() {}

  static List<Route> of(NodeService service) {
    return List.of(
        Route.get(
            "/shares",
            SharePage.class,
            call -> service.shares(call.asked("after", ""), call.limit())),
        Route.create(
            "/shares",
            ShareRequest.class,
            ShareInfo.class,
            call -> service.addShare(call.request(ShareRequest.class))),
        Route.get("/shares/{id}", ShareInfo.class, call -> service.share(call.at("id"))),
        Route.delete("/shares/{id}", ShareInfo.class, call -> service.removeShare(call.at("id"))),
        Route.delete(
            "/shares/{id}/groups/{group}",
            ShareInfo.class,
            call -> service.withdraw(call.at("id"), call.at("group"))),
        Route.put(
            "/shares/{id}/limit",
            Bodies.UploadRate.class,
            ShareInfo.class,
            call ->
                service.limitShare(
                    call.at("id"),
                    call.read(Bodies.UploadRate.class, Bodies.UploadRate.DEFAULTS, "upload")
                        .upload())));
  }
}
