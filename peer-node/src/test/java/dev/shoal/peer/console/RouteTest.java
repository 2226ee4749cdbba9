package dev.shoal.peer.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RouteTest {
  private static Route route(String template) {
    return Route.get(
        template,
        Answers.Done.class,
        call -> {
          throw new AssertionError();
        });
  }

  @Test
  void shouldFindParametersInThePath() {
    Route route = route("/groups/{group}/members/{user}/accept");

    assertThat(route.match(List.of("groups", "team", "members", "a/b", "accept")))
        .contains(Map.of("group", "team", "user", "a/b"));
    assertThat(route.match(List.of("groups", "team", "members", "bob"))).isEmpty();
    assertThat(route.match(List.of("groups", "team", "members", "bob", "reject"))).isEmpty();
    assertThat(route.match(List.of())).isEmpty();
  }

  @Test
  void shouldTakeTheRestOfThePathWhereItMay() {
    Route route = route("/groups/{group}/files/{name*}");

    assertThat(route.match(List.of("groups", "team", "files", "a", "b.txt")))
        .contains(Map.of("group", "team", "name", "a/b.txt"));
    assertThat(route.match(List.of("groups", "team", "files"))).isEmpty();
  }

  @Test
  void shouldHaveOneRouteForEachMethodAndPath() {
    List<Route> routes = Api.routes(new FakeBacking(Path.of(".")));

    assertThat(routes.stream().map(route -> route.method() + route.template()))
        .doesNotHaveDuplicates();
    assertThat(routes.stream().map(Route::method).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder("GET", "POST", "PUT", "DELETE");
  }
}
