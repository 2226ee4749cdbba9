package dev.shoal.peer.console;

import dev.shoal.peer.service.ChunkMap;
import dev.shoal.peer.service.DownloadInfo;
import dev.shoal.peer.service.DownloadPage;
import dev.shoal.peer.service.DownloadRequest;
import dev.shoal.peer.service.NodeService;
import java.util.List;

/** What the API does with downloads. */
final class DownloadRoutes {
  private DownloadRoutes() {}

  static List<Route> of(NodeService service) {
    return List.of(
        Route.get(
            "/downloads",
            DownloadPage.class,
            call -> service.downloads(call.asked("before", ""), call.limit())),
        Route.create(
            "/downloads",
            DownloadRequest.class,
            DownloadInfo.class,
            call -> service.addDownload(call.request(DownloadRequest.class))),
        Route.get("/downloads/{id}", DownloadInfo.class, call -> service.download(call.at("id"))),
        Route.delete("/downloads/{id}", DownloadInfo.class, call -> service.cancel(call.at("id"))),
        Route.post(
            "/downloads/{id}/pause", DownloadInfo.class, call -> service.pause(call.at("id"))),
        Route.post(
            "/downloads/{id}/resume", DownloadInfo.class, call -> service.resume(call.at("id"))),
        Route.put(
            "/downloads/{id}/limit",
            Bodies.DownloadRate.class,
            DownloadInfo.class,
            call ->
                service.limitDownload(
                    call.at("id"),
                    call.read(Bodies.DownloadRate.class, Bodies.DownloadRate.DEFAULTS, "download")
                        .download())),
        Route.put(
            "/downloads/{id}/priority",
            Bodies.Importance.class,
            DownloadInfo.class,
            call ->
                service.prioritize(
                    call.at("id"),
                    call.read(Bodies.Importance.class, Bodies.Importance.DEFAULTS, "priority")
                        .priority())),
        Route.get("/downloads/{id}/chunks", ChunkMap.class, call -> service.chunks(call.at("id"))));
  }
}
