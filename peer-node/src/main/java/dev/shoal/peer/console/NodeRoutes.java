package dev.shoal.peer.console;

import dev.shoal.peer.service.NodeService;
import dev.shoal.peer.service.NodeStatus;
import dev.shoal.peer.service.TransferLimits;
import java.util.List;

/** What the API says of the node itself. */
final class NodeRoutes {
  private NodeRoutes() {}

  static List<Route> of(NodeService service) {
    return List.of(
        Route.get("/status", NodeStatus.class, call -> service.status()),
        Route.get(
            "/limits",
            TransferLimits.class,
            call -> service.status().thenApply(NodeStatus::limits)),
        Route.put(
            "/limits",
            TransferLimits.class,
            TransferLimits.class,
            call -> service.setLimits(call.request(TransferLimits.class))),
        Route.get(
            "/peers",
            Answers.PeerList.class,
            call -> service.peers().thenApply(Answers.PeerList::new)),
        Route.get(
            "/log",
            Answers.LogPage.class,
            call -> service.log(call.number("after", 0)).thenApply(Answers.LogPage::new)),
        Route.post(
                "/stop",
                Answers.Done.class,
                call -> service.stop().thenApply(nothing -> Answers.Done.DONE))
            .withStatus(202));
  }
}
