package dev.shoal.peer.internal.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.PeerId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginFilesTest {
  private static final PeerId TRACKER = PeerId.fromBytes(new byte[PeerId.LENGTH]);
  private static final SavedLogin ANNE = login("lan-host:7070", "Anne", 1);

  @TempDir Path directory = Path.of("");

  @Test
  void shouldKeepOneLoginForEachTracker() throws Exception {
    LoginFiles files = new LoginFiles(directory);
    assertThat(files.read(TRACKER)).isEmpty();
    files.write(TRACKER, login("lan-host:7070", "Bob", 2));
    files.write(TRACKER, ANNE);
    assertThat(new LoginFiles(directory).read(TRACKER)).contains(ANNE);
    assertThat(file()).exists();
  }

  @Test
  void shouldKeepOthersOut() throws Exception {
    assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
    new LoginFiles(directory).write(TRACKER, ANNE);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void shouldForgetNoLoginButTheOneThatEnded() throws Exception {
    LoginFiles files = new LoginFiles(directory);
    files.write(TRACKER, ANNE);
    files.delete(TRACKER, login("lan-host:7070", "Anne", 2).token()); // made anew meanwhile
    assertThat(files.read(TRACKER)).contains(ANNE);
    files.delete(TRACKER, ANNE.token());
    assertThat(files.read(TRACKER)).isEmpty();
  }

  @Test
  void shouldForgetByNameWhenNoTrackerCanBeAsked() throws Exception {
    LoginFiles files = new LoginFiles(directory);
    files.deleteAll(Set.of("lan-host:7070"));
    files.write(TRACKER, ANNE);
    files.deleteAll(Set.of("other:7070"));
    assertThat(files.read(TRACKER)).contains(ANNE);
    files.deleteAll(Set.of("other:7070", "lan-host:7070"));
    assertThat(files.read(TRACKER)).isEmpty();
  }

  @Test
  void shouldNeverShowTheToken() {
    assertThat(ANNE).hasToString("SavedLogin[Anne at lan-host:7070]");
  }

  @Property
  void shouldTakeOtherTextForNoLogin(@ForAll String text) {
    assertThat(SavedLogin.parse(text)).isEmpty();
    assertThat(SavedLogin.parse(ANNE.toText() + "x" + text)).isEmpty();
  }

  private Path file() {
    return directory.resolve("login").resolve(TRACKER.toText());
  }

  private static SavedLogin login(String tracker, String user, int fill) {
    byte[] token = new byte[SavedLogin.TOKEN_BYTES];
    Arrays.fill(token, (byte) fill);
    return new SavedLogin(tracker, user, ByteString.copyFrom(token));
  }
}
