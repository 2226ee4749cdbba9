package dev.shoal.peer.internal.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DispositionTest {
  @Test
  void shouldGiveANameAsItIsWhenItIsPlain() {
    assertThat(of("model-1.2.bin"))
        .isEqualTo("attachment; filename=\"model-1.2.bin\"; filename*=UTF-8''model-1.2.bin");
  }

  @Test
  void shouldGiveAnyNameInTwoForms() {
    assertThat(of("Größe 5 %41.txt"))
        .isEqualTo(
            "attachment; filename=\"Gr__e 5 _41.txt\";"
                + " filename*=UTF-8''Gr%C3%B6%C3%9Fe%205%20%2541.txt");
  }

  @Test
  void shouldLeaveNoWayOutOfTheHeaderOrTheDirectory() {
    assertThat(of("a\"; filename=\"b\r\nSet-Cookie: x")).doesNotContain("\r", "\n", "\"b", "b\"");
    assertThat(of("../../etc/passwd")).contains("filename=\"passwd\"");
    assertThat(of("..")).contains("filename=\"fallback\"");
  }

  private static String of(String name) {
    return Disposition.of(name, "fallback");
  }
}
