package dev.shoal.peer.console;

import dev.shoal.peer.Groups;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the API does with groups. */
final class GroupRoutes {
  private GroupRoutes() {}

  private static final String GROUP = "group";
  private static final String USER = "user";
  private static final String ONE = "/groups/{group}";
  private static final String MEMBER = ONE + "/members/{user}";

  static List<Route> of(Groups groups) {
    return List.of(
        Route.get(
            "/groups",
            Answers.GroupList.class,
            call -> groups.list().thenApply(Answers.GroupList::new)),
        Route.create(
            "/groups",
            Bodies.NewGroup.class,
            Answers.Done.class,
            call -> {
              Bodies.NewGroup said =
                  call.read(Bodies.NewGroup.class, Bodies.NewGroup.DEFAULTS, "name");
              return done(groups.create(said.name(), said.policy()));
            }),
        Route.delete(ONE, Answers.Done.class, call -> done(groups.delete(call.at(GROUP)))),
        Route.post(
            ONE + "/join",
            Bodies.Invitation.class,
            Answers.Joined.class,
            call ->
                groups
                    .join(
                        call.at(GROUP),
                        call.read(Bodies.Invitation.class, Bodies.Invitation.DEFAULTS).code())
                    .thenApply(Answers.Joined::new)),
        Route.post(ONE + "/leave", Answers.Done.class, call -> done(groups.leave(call.at(GROUP)))),
        Route.post(
            ONE + "/invite",
            Answers.Invited.class,
            call -> groups.invite(call.at(GROUP)).thenApply(Answers.Invited::new)),
        Route.get(
            ONE + "/members",
            Answers.MemberList.class,
            call -> groups.members(call.at(GROUP)).thenApply(Answers.MemberList::new)),
        Route.get(
            ONE + "/requests",
            Answers.MemberList.class,
            call -> groups.requests(call.at(GROUP)).thenApply(Answers.MemberList::new)),
        Route.post(
            MEMBER + "/accept",
            Answers.Done.class,
            call -> done(groups.accept(call.at(GROUP), call.at(USER)))),
        Route.post(
            MEMBER + "/reject",
            Answers.Done.class,
            call -> done(groups.reject(call.at(GROUP), call.at(USER)))),
        Route.post(
            MEMBER + "/remove",
            Answers.Done.class,
            call -> done(groups.remove(call.at(GROUP), call.at(USER)))),
        Route.get(
            ONE + "/files",
            Answers.GroupFiles.class,
            call -> groups.files(call.at(GROUP)).thenApply(Answers.GroupFiles::of)),
        Route.delete(
            ONE + "/files/{name*}",
            Answers.Unlisted.class,
            call ->
                groups.unshare(call.at(GROUP), call.at("name")).thenApply(Answers.Unlisted::new)));
  }

  private static CompletableFuture<Answers.Done> done(CompletableFuture<Void> change) {
    return change.thenApply(nothing -> Answers.Done.DONE);
  }
}
