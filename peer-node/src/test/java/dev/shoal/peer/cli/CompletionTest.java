package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {
  private final Completion.Names names =
      new Completion.Names() {
        @Override
        public List<String> groups() {
          return List.of("team", "tests", "other");
        }

        @Override
        public List<String> files(String group) {
          return List.of(group + ".bin", group + " b.bin");
        }

        @Override
        public List<String> users(String group) {
          return List.of("alice");
        }

        @Override
        public List<String> requesters(String group) {
          return List.of("bob");
        }

        @Override
        public List<String> accounts() {
          return List.of("alice", "carol");
        }
      };

  private List<String> complete(String... words) {
    List<List<String>> found = new java.util.ArrayList<>();
    Cli.run(
        "",
        context -> {
          Completion completion = new Completion(ShellLine.of(context, new FakeNode()), names);
          found.add(completion.candidates(List.of(words)));
          return 0;
        });
    return found.get(0);
  }

  @Test
  void shouldCompleteCommandsAndTheirOldNames() {
    assertThat(complete("lo")).containsExactly("login", "logout");
    assertThat(complete("list_")).containsExactly("list_files", "list_groups", "list_requests");
    assertThat(complete("group", "re")).containsExactly("reject", "remove", "requests");
    assertThat(complete("group", "nonsense", "")).isEmpty();
  }

  @Test
  void shouldCompleteGroupsWhereACommandTakesOne() {
    assertThat(complete("files", "te")).containsExactly("team", "tests");
    assertThat(complete("group", "leave", "o")).containsExactly("other");
    assertThat(complete("get", "--group", "te")).containsExactly("team", "tests");
    assertThat(complete("upload_file", "te")).containsExactly("team", "tests");
    assertThat(complete("files", "team", "te")).isEmpty();
  }

  @Test
  void shouldCompleteFilesOfTheGroupThatIsNamedBefore() {
    assertThat(complete("unshare", "team", "")).containsExactly("team b.bin", "team.bin");
    assertThat(complete("get", "--group", "team", "team.")).containsExactly("team.bin");
    assertThat(complete("download_file", "team", "team.")).containsExactly("team.bin");
    assertThat(complete("get", "")).isEmpty();
  }

  @Test
  void shouldCompleteThoseWhoAskedWhereSomebodyIsAccepted() {
    assertThat(complete("group", "accept", "team", "")).containsExactly("bob");
    assertThat(complete("accept_request", "team", "")).containsExactly("bob");
    assertThat(complete("group", "remove", "team", "")).containsExactly("alice");
  }

  @Test
  void shouldCompleteAccountsForAdministratorsAlone() {
    assertThat(complete("user", "")).contains("create", "list", "delete", "reset-password");
    assertThat(complete("user", "demote", "")).containsExactly("alice", "carol");
    assertThat(complete("user", "delete", "c")).containsExactly("carol");
    assertThat(complete("login", "")).isEmpty();
    assertThat(complete("keys", "")).containsExactly("rotate");
  }

  @Test
  void shouldCompleteOptionsAndTheirFixedValues() {
    assertThat(complete("group", "create", "team", "--j")).containsExactly("--join", "--json");
    assertThat(complete("group", "create", "team", "--join", ""))
        .containsExactly("approval", "invitation", "open");
  }

  @Test
  void shouldCompletePathsOfThisMachine(@TempDir Path directory) throws Exception {
    Files.createFile(directory.resolve("a.bin"));
    Files.createDirectory(directory.resolve("ab"));
    String within = directory + File.separator;

    assertThat(complete("share", within + "a"))
        .containsExactly(within + "a.bin", within + "ab" + File.separator);
    assertThat(complete("upload_file", "team", within + "nonsense" + File.separator)).isEmpty();
  }
}
