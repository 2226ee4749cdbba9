package dev.shoal.peer.internal.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shoal.peer.internal.fetch.HttpTarget;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UrlListTest {
  private static final URI ONE = URI.create("http://one.example/f");
  private static final URI TWO = URI.create("https://two.example/f");

  private final UrlList list = new UrlList(List.of(ONE, ONE));

  @Test
  void shouldTellWhichAreNew() {
    assertThat(list.add(List.of(ONE, TWO, TWO))).containsExactly(HttpTarget.of(TWO));
    assertThat(list.add(List.of(TWO))).isEmpty();
    assertThat(list.all()).containsExactly(HttpTarget.of(ONE), HttpTarget.of(TWO));
  }

  @Test
  void shouldAddNoneWhenOneCannotBeASource() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> list.add(List.of(TWO, URI.create("ftp://three.example/f"))));
    assertThat(list.all()).hasSize(1);
  }

  @Test
  void shouldAddNoneWhenThereWouldBeTooMany() {
    List<URI> many =
        IntStream.range(0, 16).mapToObj(i -> URI.create("http://h" + i + ".example/")).toList();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> list.add(many))
        .withMessage("a download has at most 16 URLs as sources, not 17");
    assertThat(list.all()).hasSize(1);
    assertThat(list.add(many.subList(0, 15))).hasSize(15);
  }
}
