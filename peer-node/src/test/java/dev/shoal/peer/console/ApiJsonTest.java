package dev.shoal.peer.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shoal.peer.DownloadPriority;
import dev.shoal.peer.JoinPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiJsonTest {
  private static Bodies.NewGroup group(String json) {
    return ApiJson.read(json, Bodies.NewGroup.class, Bodies.NewGroup.DEFAULTS, "name");
  }

  /** Wherever the text may end up: what ends a script, and what ends a line of one. */
  @Test
  void shouldEscapeWhatCouldEndAScript() {
    assertThat(
            ApiJson.write(new Answers.Gone("</script><img src=x onerror=alert(1)>\u2028\u2029&")))
        .isEqualTo(
            "{\"id\":\"\\u003c/script\\u003e\\u003cimg src\\u003dx onerror\\u003dalert(1)\\u003e"
                + "\\u2028\\u2029\\u0026\"}");
  }

  @Test
  void shouldWriteWhatIsNullAndWordsForConstants() {
    assertThat(ApiJson.write(new Answers.Login(null))).isEqualTo("{\"user\":null}");
    assertThat(ApiJson.write(dev.shoal.peer.DownloadOrder.RAREST_FIRST))
        .isEqualTo("\"rarest-first\"");
  }

  @Test
  void shouldTakeDefaultsForWhatIsNotSaid() {
    assertThat(group("{\"name\":\"team\"}"))
        .isEqualTo(new Bodies.NewGroup("team", JoinPolicy.APPROVAL));
    assertThat(group("{\"name\":\"team\",\"policy\":null}").policy())
        .isEqualTo(JoinPolicy.APPROVAL);
    assertThat(ApiJson.read("", Bodies.Leave.class, Bodies.Leave.DEFAULTS).everywhere()).isFalse();
  }

  @Test
  void shouldReadWordsForConstants() {
    assertThat(
            ApiJson.read(
                    "{\"priority\":\"high\"}", Bodies.Importance.class, Bodies.Importance.DEFAULTS)
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
        "{\"name\":\"a\",\"policy\":\"closed\"}|one of open, approval, invitation is expected, not closed",
        "{\"name\":[],\"policy\":\"open\"}|the member name has a value that does not fit",
        "[1]|a JSON object is expected",
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
