package dev.shoal.peer.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.peer.ConflictException;
import dev.shoal.peer.FileDetails;
import dev.shoal.peer.FoundFile;
import dev.shoal.peer.GroupFileInfo;
import dev.shoal.peer.GroupInfo;
import dev.shoal.peer.GroupMember;
import dev.shoal.peer.GroupRole;
import dev.shoal.peer.JoinPolicy;
import dev.shoal.peer.SearchPage;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.console.RawHttp.Reply;
import dev.shoal.peer.service.DownloadPage;
import dev.shoal.peer.service.LogEntry;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.PeerId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleServerIT {
  private static final FileId ID = FileId.parse("ab".repeat(FileId.LENGTH));
  private static final FoundFile FOUND =
      new FoundFile(
          ID,
          "a.bin",
          7,
          List.of("x"),
          Instant.ofEpochMilli(9),
          PeerId.parse("cd".repeat(32)),
          1,
          2,
          3);

  @TempDir private Path directory;
  private Served served;

  @BeforeEach
  void setUp() throws Exception {
    served = new Served(directory);
  }

  @AfterEach
  void tearDown() {
    served.close();
  }

  private Reply upload(String query, String content) throws IOException {
    return upload(query, content, "application/octet-stream");
  }

  private Reply upload(String query, String content, String type) throws IOException {
    return RawHttp.exchange(
        served.address(),
        content,
        served.head(
            "POST",
            "/api/v1/uploads" + query,
            "Content-Type: " + type,
            "Content-Length: " + content.length()));
  }

  private List<Path> uploaded() throws IOException {
    Path uploads = directory.resolve("downloads/Uploads");
    if (!Files.exists(uploads)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(uploads)) {
      return files.toList();
    }
  }

  private boolean isEmpty() {
    try {
      return uploaded().isEmpty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldServeThePageToWhoeverOpensIt() throws IOException {
    Reply page = RawHttp.exchange(served.address(), "", "GET / HTTP/1.1", "Host: " + served.host());

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).contains("<title>Shoal</title>").doesNotContain(served.token());
    assertThat(
            RawHttp.exchange(
                    served.address(),
                    "",
                    "GET / HTTP/1.1",
                    "Host: " + served.host(),
                    "If-None-Match: " + page.header("etag"))
                .status())
        .isEqualTo(304);
  }

  @Test
  void shouldAskTheNodeForWhatIsAsked() throws IOException {
    assertThat(served.ask("GET", "/api/v1/status").body()).contains("\"version\":\"test\"");
    assertThat(served.ask("GET", "/api/v1/limits").body())
        .isEqualTo("{\"upload\":0,\"download\":4096}");
    assertThat(served.ask("GET", "/api/v1/log?after=7").body()).isEqualTo("{\"entries\":[]}");
    assertThat(served.ask("GET", "/api/v1/openapi.json").body()).contains("\"openapi\"");
    served.ask("GET", "/api/v1/shares?after=s1&limit=5");
    served.send("PUT", "/api/v1/shares/s1/limit", "{\"upload\":2048}");
    served.send("POST", "/api/v1/downloads/d1/pause", "{}");
    served.ask("DELETE", "/api/v1/downloads/d%2F1");

    assertThat(served.node.asked)
        .contains("log[7]", "shares[s1, 5]", "limitShare[s1, 2048]", "pause[d1]", "cancel[d/1]");
  }

  @Test
  void shouldSearchAndLookUpFiles() throws IOException {
    served.node.answer("search", new SearchPage(List.of(FOUND), "more", false));
    assertThat(served.ask("GET", "/api/v1/search?q=a%20b&next=n").body())
        .contains("\"size\":7", "\"publishedMillis\":9", "\"next\":\"more\"", "tracker:7070");
    assertThat(served.node.asked).contains("search[a b, n]");

    served.node.answer("details", new FileDetails(ID, FOUND, 1, 2, false));
    assertThat(served.ask("GET", "/api/v1/files/" + ID).body()).contains("\"seeders\":1");
    served.node.answer("details", new FileDetails(ID, null, 0, 0, false));
    assertThat(served.ask("GET", "/api/v1/files/" + ID).status()).isEqualTo(404);
    assertThat(served.ask("GET", "/api/v1/files/nonsense").status()).isEqualTo(400);
  }

  @Test
  void shouldWorkWithTheAccount() throws IOException {
    served.node.answer("login", "Alice");
    served.node.answer("create", FakeBacking.NOTHING);
    served.node.answer("logout", FakeBacking.NOTHING);
    served.node.answer("changePassword", FakeBacking.NOTHING);
    served.node.answer("refresh", Optional.of("bob"));

    assertThat(served.ask("GET", "/api/v1/account").body()).isEqualTo("{\"user\":\"alice\"}");
    assertThat(
            served
                .send("POST", "/api/v1/account/login", "{\"user\":\"alice\",\"password\":\"pw\"}")
                .body())
        .isEqualTo("{\"user\":\"Alice\"}");
    assertThat(
            served
                .send("POST", "/api/v1/account", "{\"user\":\"eve\",\"password\":\"pw\"}")
                .status())
        .isEqualTo(201);
    served.send("POST", "/api/v1/account/logout", "{\"everywhere\":true}");
    served.send("PUT", "/api/v1/account/password", "{\"old\":\"a\",\"new\":\"b\"}");
    assertThat(served.ask("POST", "/api/v1/account/refresh").body()).contains("bob");
    assertThat(served.send("POST", "/api/v1/account/login", "{\"user\":\"alice\"}").body())
        .contains("bad-request", "the member password is missing");

    assertThat(served.node.asked)
        .containsExactly(
            "login[alice, pw]",
            "create[eve, pw, null]",
            "logout[true]",
            "changePassword[a, b]",
            "refresh[]");
  }

  @Test
  void shouldWorkWithGroups() throws IOException {
    List.of("create", "leave", "accept", "reject", "remove", "delete")
        .forEach(method -> served.node.answer(method, FakeBacking.NOTHING));
    served.node.answer(
        "list", List.of(new GroupInfo("team", JoinPolicy.INVITATION, "alice", 2, GroupRole.OWNER)));
    served.node.answer("members", List.of(new GroupMember("bob", GroupRole.MEMBER)));
    served.node.answer("requests", List.of(new GroupMember("eve", GroupRole.REQUESTED)));
    served.node.answer("join", GroupRole.REQUESTED);
    served.node.answer("invite", "C0DE");
    served.node.answer("unshare", true);
    served.node.answer(
        "files",
        List.of(
            new GroupFileInfo(
                ID, "a/b.txt", 7, List.of(), List.of("bob"), Instant.ofEpochMilli(9), 1, 0)));

    assertThat(served.ask("GET", "/api/v1/groups").body())
        .isEqualTo(
            "{\"groups\":[{\"name\":\"team\",\"policy\":\"invitation\",\"owner\":\"alice\","
                + "\"memberCount\":2,\"role\":\"owner\"}]}");
    assertThat(
            served
                .send("POST", "/api/v1/groups", "{\"name\":\"team\",\"policy\":\"open\"}")
                .status())
        .isEqualTo(201);
    assertThat(served.ask("POST", "/api/v1/groups/team/join").body()).contains("requested");
    served.send("POST", "/api/v1/groups/team/join", "{\"code\":\"C0DE\"}");
    served.ask("POST", "/api/v1/groups/team/leave");
    assertThat(served.ask("POST", "/api/v1/groups/team/invite").body()).contains("C0DE");
    assertThat(served.ask("GET", "/api/v1/groups/team/members").body()).contains("bob");
    assertThat(served.ask("GET", "/api/v1/groups/team/requests").body()).contains("eve");
    for (String action : List.of("accept", "reject", "remove")) {
      served.ask("POST", "/api/v1/groups/team/members/eve/" + action);
    }
    assertThat(served.ask("GET", "/api/v1/groups/team/files").body()).contains("\"size\":7");
    served.ask("DELETE", "/api/v1/groups/team/files/a%2Fb.txt");
    served.ask("DELETE", "/api/v1/groups/team/files/a/b.txt");
    served.ask("DELETE", "/api/v1/groups/team");

    assertThat(served.node.asked)
        .containsExactly(
            "list[]",
            "create[team, OPEN]",
            "join[team, ]",
            "join[team, C0DE]",
            "leave[team]",
            "invite[team]",
            "members[team]",
            "requests[team]",
            "accept[team, eve]",
            "reject[team, eve]",
            "remove[team, eve]",
            "files[team]",
            "unshare[team, a/b.txt]",
            "unshare[team, a/b.txt]",
            "delete[team]");
  }

  @Test
  void shouldSayInASentenceWhatWentWrong() throws IOException {
    served.node.answer("download", new ConflictException("it is there already", null));
    Reply conflict = served.ask("GET", "/api/v1/downloads/d1");
    assertThat(conflict.status()).isEqualTo(409);
    assertThat(conflict.body())
        .isEqualTo(
            "{\"error\":{\"code\":\"conflict\",\"message\":\"it is there already\","
                + "\"reason\":null}}");

    served.node.answer(
        "download", new StorageException(StorageException.Reason.DISK_FULL, "full", null));
    assertThat(served.ask("GET", "/api/v1/downloads/d1").body())
        .contains("\"reason\":\"disk-full\"");

    served.node.answer("download", new IllegalStateException("secret insides"));
    assertThat(served.ask("GET", "/api/v1/downloads/d1").body())
        .contains("failed", "see its log")
        .doesNotContain("secret insides");
  }

  /** As {@code nc} does at the end of its input. */
  @Test
  void shouldAnswerAClientThatHasEndedItsSide() throws IOException {
    try (RawHttp http = new RawHttp(served.address())) {
      http.sendHead(served.head("GET", "/api/v1/status"));
      http.endInput();
      assertThat(http.reply().status()).isEqualTo(200);
      assertThat(http.untilEnded()).isEmpty();
    }
  }

  @Test
  void shouldTellWhatHappensAsItHappens() throws IOException {
    served.node.answer("downloads", new DownloadPage(List.of(Samples.download("d1", 1)), "d1"));
    try (RawHttp events = served.events()) {
      assertThat(events.head().header("content-type")).isEqualTo("text/event-stream");
      assertThat(events.line()).isEqualTo("event: hello");
      assertThat(events.line())
          .contains("\"status\":", "\"verifiedBytes\":1", "\"older\":\"d1\"", "\"log\":[]")
          .contains("\"rates\":[{\"agoMillis\":1000,\"sentPerSecond\":5,\"fetchedPerSecond\":6}]");
      assertThat(served.node.asked).contains("downloads[, " + EventHub.MOST_DOWNLOADS + "]");

      served.node.listeners.get(0).downloadChanged(Samples.download("d1", 2));
      served.node.listeners.get(0).downloadChanged(Samples.download("d1", 3));
      served.node.listeners.get(0).shareGone("s1");
      served.node.listeners.get(0).logged(new LogEntry(1, 2, LogEntry.Level.WARNING, "careful"));
      assertThat(next(events, "download")).contains("\"id\":\"d1\"");
      assertThat(next(events, "share-gone")).isEqualTo("data: {\"id\":\"s1\"}");
      assertThat(next(events, "log")).contains("\"level\":\"warning\"");
      assertThat(next(events, "status")).contains("\"running\":true");
    }
    Served.until("nobody listens any more", served.node.listeners::isEmpty);
  }

  /** Reads on to an event of that name. */
  private static String next(RawHttp events, String name) throws IOException {
    String line = events.line();
    while (!line.equals("event: " + name)) {
      line = events.line();
    }
    return events.line();
  }

  @Test
  void shouldShareWhatIsSent() throws IOException {
    served.node.answer("addShare", Samples.share("x"));

    assertThat(upload("?name=a%20b.txt&group=team", "content").status()).isEqualTo(201);

    assertThat(uploaded())
        .singleElement()
        .satisfies(file -> assertThat(file).hasFileName("a b.txt").hasContent("content"));
    assertThat(served.node.asked)
        .filteredOn(asked -> asked.startsWith("addShare"))
        .singleElement()
        .asString()
        .contains(uploaded().get(0).toString(), "name=a b.txt", "groups=[team]");
  }

  @Test
  void shouldKeepNothingThatIsNotShared() throws IOException {
    assertThat(upload("?name=a.txt", "content").status()).isEqualTo(404);

    assertThat(uploaded()).isEmpty();
  }

  @Test
  void shouldKeepNothingThatIsNotSentToItsEnd() throws IOException {
    try (RawHttp http = new RawHttp(served.address())) {
      http.sendHead(
          served.head(
              "POST",
              "/api/v1/uploads?name=a.txt",
              "Content-Type: application/octet-stream",
              "Content-Length: 1000"));
      http.send("half");
      Served.until("it comes", () -> !isEmpty());
    }

    Served.until("it is gone", this::isEmpty);
  }

  @Test
  void shouldRefuseWhatCannotBeTaken() throws Exception {
    assertThat(upload("", "x").status()).isEqualTo(400);
    assertThat(upload("?name=a", "x", "text/plain").status()).isEqualTo(415);
    assertThat(
            RawHttp.exchange(
                    served.address(),
                    "1\r\nx\r\n0\r\n\r\n",
                    served.head(
                        "POST",
                        "/api/v1/uploads?name=a",
                        "Content-Type: application/octet-stream",
                        "Transfer-Encoding: chunked"))
                .status())
        .isEqualTo(411);
    String huge = "Content-Length: " + (1L << 60);
    assertThat(
            RawHttp.exchange(
                    served.address(),
                    "",
                    served.head(
                        "POST",
                        "/api/v1/uploads?name=a",
                        "Content-Type: application/octet-stream",
                        huge))
                .status())
        .isEqualTo(413);
    Path other = directory.resolve("other");
    ConsoleConfig config = ConsoleConfig.defaults().withLargestUpload(Long.MAX_VALUE);
    try (Served generous = new Served(other, config, ConsoleServer.LIMITS)) {
      Reply full =
          RawHttp.exchange(
              generous.address(),
              "",
              generous.head(
                  "POST",
                  "/api/v1/uploads?name=a",
                  "Content-Type: application/octet-stream",
                  huge));
      assertThat(full.status()).isEqualTo(507);
      assertThat(full.body()).contains("disk-full");
    }
    assertThat(uploaded()).isEmpty();
    assertThat(served.node.asked).noneMatch(asked -> asked.startsWith("addShare"));
  }

  @Test
  void shouldSayWhereItIsForAsLongAsItIsThere() throws Exception {
    Path endpoint = directory.resolve("data/node/endpoint");
    assertThat(endpoint).content().contains(served.host(), served.token());
    assertThat(served.server).asString().doesNotContain(served.token());
    String token = served.token();

    served.close();
    assertThat(endpoint).doesNotExist();

    served = new Served(directory);
    assertThat(served.token()).isEqualTo(token);
  }

  @Test
  void shouldLeaveNothingWhenItCannotListen() throws Exception {
    ConsoleConfig taken = ConsoleConfig.defaults().withAddress(served.address());
    Path other = directory.resolve("other");

    assertThatThrownBy(() -> new Served(other, taken, ConsoleServer.LIMITS))
        .isInstanceOf(UnreachableException.class)
        .hasMessageContaining("cannot listen on");
    assertThat(other.resolve("data/node/endpoint")).doesNotExist();
  }

  @Test
  void shouldBeReachedByProgramsHereWhereverElseItListens() throws Exception {
    ConsoleConfig everywhere =
        ConsoleConfig.defaults().withAddress(new InetSocketAddress("0.0.0.0", 0));
    Path other = directory.resolve("other");
    try (Served open = new Served(other, everywhere, ConsoleServer.LIMITS);
        RemoteNode found = RemoteNode.find(other.resolve("data")).orElseThrow()) {
      assertThat(open.server.link()).startsWith("http://127.0.0.1:").isEqualTo(found.link());
      assertThat(open.server.link()).startsWith(open.server.page() + "#token=");
      assertThat(found.status().get().version()).isEqualTo("test");
    }
  }
}
