package dev.shoal.peer.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shoal.peer.service.ServiceJson;
import dev.shoal.transport.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeFilesTest {
  @TempDir private Path directory;
  private NodeFiles files;
  private final EndpointFile endpoint = at("127.0.0.1:4711");

  @BeforeEach
  void setUp() {
    files = new NodeFiles(directory);
  }

  private static EndpointFile at(String address) {
    return new EndpointFile(address, "http://" + address + "/", Token.random().text());
  }

  @Test
  void shouldKeepOneTokenForItsOwnerAlone() throws IOException {
    String first = files.token().text();

    assertThat(files.token().text()).isEqualTo(first).hasSize(43);
    assertThat(PrivateFile.of(directory.resolve("node/token")).isOpenToOthers()).isFalse();
  }

  @Test
  void shouldRefuseATokenThatOthersCanReadOrThatIsNone() throws IOException {
    files.token();
    Path token = directory.resolve("node/token");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatIOException()
        .isThrownBy(files::token)
        .withMessageContaining("can be read by others")
        .withMessageNotContaining(Files.readString(token).strip());

    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(token, "x");
    assertThatIOException().isThrownBy(files::token).withMessageContaining("holds no token");
  }

  @Test
  void shouldTellWhereTheNodeIsUntilItIsTakenBack() throws IOException {
    assertThat(files.find()).isEmpty();
    files.token();

    files.publish(endpoint);
    assertThat(files.find()).contains(endpoint);
    assertThat(PrivateFile.of(directory.resolve("node/endpoint")).isOpenToOthers()).isFalse();

    files.withdraw(at("127.0.0.1:1"));
    assertThat(files.find()).contains(endpoint);
    files.withdraw(endpoint);
    assertThat(files.find()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.1:80",
        "evil.example:80",
        "localhost:80",
        "127.0.0.1",
        "127.0.0.1:",
        "127.0.0.1:x",
        "127.0.0.1:99999",
        ":80",
        "0.0.0.0:80",
        "[::]:80",
        "127.0.0.1:80@evil.example:80",
        "user@127.0.0.1:80",
        ""
      })
  void shouldTakeNoAddressButThisMachinesOwn(String address) throws IOException {
    assertThatIllegalArgumentException().isThrownBy(() -> at(address));

    files.token();
    PrivateFile.of(directory.resolve("node/endpoint"))
        .replace(
            ServiceJson.write(endpoint)
                .replace("127.0.0.1:4711", address)
                .getBytes(StandardCharsets.UTF_8));
    assertThat(files.find()).isEmpty();
  }

  @Test
  void shouldTakeIPv6Too() {
    assertThat(at("[::1]:80").socketAddress().getPort()).isEqualTo(80);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{}", "null", "{\"address\":1}"})
  void shouldFindNothingInWhatMakesNoSense(String content) throws IOException {
    files.token();
    Files.writeString(directory.resolve("node/endpoint"), content);

    assertThat(files.find()).isEmpty();
  }

  @Test
  void shouldShowTheTokenInTheLinkOnly() {
    assertThat(endpoint.link()).endsWith("#token=" + endpoint.token());
    assertThat(endpoint + "" + Token.parse(endpoint.token())).doesNotContain(endpoint.token());
  }
}
