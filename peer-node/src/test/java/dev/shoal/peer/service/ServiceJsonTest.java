package dev.shoal.peer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shoal.peer.DownloadOrder;
import dev.shoal.peer.DownloadPriority;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceJsonTest {
  private static final DownloadInfo INFO =
      new DownloadInfo(
          "d1",
          "a <b> & 'c'",
          null,
          "ü",
          null,
          DownloadInfo.State.WAITING,
          -1,
          0,
          0,
          0,
          0,
          -1,
          List.of(
              new DownloadInfo.SourceInfo(
                  "http://a.example/b", DownloadInfo.SourceInfo.Kind.HTTP, 1, 2, true, null),
              new DownloadInfo.SourceInfo(
                  "http://c.example/d",
                  DownloadInfo.SourceInfo.Kind.HTTP,
                  0,
                  0,
                  false,
                  "http://c.example/d: it answers 404")),
          1,
          "",
          DownloadPriority.LOW,
          0,
          1,
          0,
          new Problem("not-found", "nobody has it"),
          new DownloadSummary(2, 1, 0, 10, 2000, 5));

  @Test
  void shouldComeBackAsItWasWhenWrittenAndRead() {
    String json = ServiceJson.write(INFO);
    assertThat(json)
        .contains(
            "\"urls\":1",
            "\"state\":\"waiting\"",
            "\"a <b> & 'c'\"",
            "\"kind\":\"http\"",
            "\"problem\":\"http://c.example/d: it answers 404\"")
        .doesNotContain("fileId", "null");
    assertThat(ServiceJson.read(json, DownloadInfo.class)).isEqualTo(INFO);
    assertThat(ServiceJson.word(DownloadOrder.RAREST_FIRST)).isEqualTo("rarest-first");
  }

  @Test
  void shouldTakeDefaultsWhenARequestSaysLittle() {
    assertThat(ServiceJson.readRequest("{\"what\":\"a\"}", DownloadRequest.class))
        .isEqualTo(DownloadRequest.of("a"));
    assertThat(ServiceJson.readRequest("{\"path\":\"/a\",\"tags\":[\"x\"]}", ShareRequest.class))
        .isEqualTo(new ShareRequest("/a", "", List.of("x"), List.of(), 0, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|the member what is missing",
        "{'what':'a','grup':'b'}|there is no member grup",
        "{'what':1}|the member what must be a string",
        "{'what':'a','overwrite':'yes'}|the member overwrite must be true or false",
        "{'what':'a','sources':'b'}|the member sources must be an array",
        "{'what':'a','sources':[1]}|the member sources[0] must be a string",
        "{'what':'a','waitSeconds':1.5}|the member waitSeconds must be a whole number",
        "{'what':'a','waitSeconds':1e400}|the member waitSeconds must be a whole number",
        "{'what':'a','order':'RAREST_FIRST'}|order is one of rarest-first, sequential",
        "[]|the JSON must be an object"
      })
  void shouldSayWhatIsWrongWhenARequestMakesNoSense(String json, String sentence) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServiceJson.readRequest(json.replace('\'', '"'), DownloadRequest.class))
        .withMessageContaining(sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{'a':1}", "{\"upload\":1e999999999,\"download\":0}", "nul"})
  void shouldRefuseWhatIsNoJson(String json) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServiceJson.readRequest(json, TransferLimits.class));
  }

  @Test
  void shouldRefuseWhatIsNestedTooDeep() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServiceJson.read("[".repeat(100_000), TransferLimits.class));
  }

  @Test
  void shouldUseTheWordsOfTheRecordWhenItRefuses() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ServiceJson.readRequest("{\"upload\":5,\"download\":0}", TransferLimits.class))
        .withMessageContaining("1024");
  }

  @Test
  void shouldPassOverMembersOfALaterVersionWhenANodeSaysThem() {
    assertThat(
            ServiceJson.read(
                "{\"code\":\"a\",\"message\":\"b\",\"more\":{\"x\":[1]}}", Problem.class))
        .isEqualTo(new Problem("a", "b"));
  }
}
