package dev.shoal.peer.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shoal.peer.DownloadPriority;
import dev.shoal.peer.JoinPolicy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiJsonTest {
  private static Bodies.NewGroup group(String json) {
    return read(json, Bodies.NewGroup.class, Bodies.NewGroup.DEFAULTS, "name");
  }

  private static <T extends Record> T read(
      String json, Class<T> type, T defaults, String... needed) {
    return new ApiCall(Map.of(), name -> null, json).read(type, defaults, needed);
  }

  private static String text(Object value) {
    return new String(ApiJson.bytes(value), StandardCharsets.UTF_8);
  }

  /** Wherever the text may end up: what ends a script, and what ends a line of one. */
  @Test
  void shouldEscapeWhatCouldEndAScript() {
    assertThat(text(new Answers.Gone("</script><img src=x onerror=alert(1)>\u2028\u2029&")))
        .isEqualTo(
            "{\"id\":\"\\u003c/script\\u003e\\u003cimg src\\u003dx onerror\\u003dalert(1)\\u003e"
                + "\\u2028\\u2029\\u0026\"}");
  }

  @Test
  void shouldWriteWhatIsNullAndWordsForConstants() {
    assertThat(text(new Answers.Login(null))).isEqualTo("{\"user\":null}");
    assertThat(text(dev.shoal.peer.DownloadOrder.RAREST_FIRST)).isEqualTo("\"rarest-first\"");
  }

  @Test
  void shouldTakeDefaultsForWhatIsNotSaid() {
    assertThat(group("{\"name\":\"team\"}"))
        .isEqualTo(new Bodies.NewGroup("team", JoinPolicy.APPROVAL));
    assertThat(group("{\"name\":\"team\",\"policy\":null}").policy())
        .isEqualTo(JoinPolicy.APPROVAL);
    assertThat(read("", Bodies.Leave.class, Bodies.Leave.DEFAULTS).everywhere()).isFalse();
  }

  @Test
  void shouldReadWordsForConstants() {
    assertThat(
            read("{\"priority\":\"high\"}", Bodies.Importance.class, Bodies.Importance.DEFAULTS)
                .priority())
        .isEqualTo(DownloadPriority.HIGH);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|the member name is missing",
        "{\"name\":\"\"}|the member name is missing",
        "{\"name\":null}|the member name is missing",
        "{\"name\":\"a\",\"nmae\":1}|there is no member nmae; known are name, policy",
        "{\"name\":\"a\",\"policy\":\"closed\"}|the member policy is one of open, approval, invitation, not closed",
        "{\"name\":[],\"policy\":\"open\"}|the member name must be a string",
        "[1]|the JSON must be an object",
        "{\"name\"|this is not JSON as it should be",
        "name=a|this is not JSON as it should be",
        "{'name':'a'}|this is not JSON as it should be"
      })
  void shouldSayWhatIsWrong(String json, String sentence) {
    assertThatIllegalArgumentException().isThrownBy(() -> group(json)).withMessage(sentence);
  }

  /** Depth costs stack: it is refused long before that is a matter. */
  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"name\":"})
  void shouldRefuseWhatIsNestedWithoutAnEnd(String opening) {
    assertThatIllegalArgumentException().isThrownBy(() -> group(opening.repeat(30_000)));
  }

  /** Words may stand there that are none for Java. */
  @Test
  void shouldReadMembersByTheirNamesInJson() {
    Bodies.PasswordChange change =
        read(
            "{\"old\":\"a\",\"new\":\"b\"}",
            Bodies.PasswordChange.class,
            Bodies.PasswordChange.DEFAULTS,
            "old",
            "new");
    assertThat(change).isEqualTo(new Bodies.PasswordChange("a", "b"));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                read(
                    "{\"old\":\"a\"}",
                    Bodies.PasswordChange.class,
                    Bodies.PasswordChange.DEFAULTS,
                    "new"))
        .withMessage("the member new is missing");
  }

  @Test
  void shouldShowNoSecrets() {
    assertThat(
            ""
                + new Bodies.Credentials("alice", "secret")
                + new Bodies.NewAccount("alice", "secret", "secret")
                + new Bodies.PasswordChange("secret", "secret")
                + new Bodies.Invitation("secret")
                + new Answers.Invited("secret"))
        .doesNotContain("secret");
  }
}
