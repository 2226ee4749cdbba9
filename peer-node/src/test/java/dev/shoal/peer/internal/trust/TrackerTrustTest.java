package dev.shoal.peer.internal.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shoal.protocol.PeerId;
import dev.shoal.transport.Connection;
import dev.shoal.transport.PeerVerifier;
import dev.shoal.transport.RemoteIdentity;
import dev.shoal.transport.TransportException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrackerTrustTest {
  private static final TrackerAddress TRACKER = TrackerAddress.parse("lan-host:7070");
  private static final PeerId RIGHT = id(1);
  private static final PeerId WRONG = id(2);

  @TempDir Path directory = Path.of("");

  private int closed;

  @Test
  void shouldHoldATrackerToTheKeyThatItShowedFirst() throws Exception {
    assertThat(refusal(meet(null, RIGHT))).isNull();
    assertThat(Files.readString(file())).isEqualTo("lan-host:7070 " + RIGHT.toText() + "\n");
    assertThat(refusal(meet(null, RIGHT))).isNull();
    assertThat(Files.readAllLines(file())).hasSize(1);

    assertThat(refusal(meet(null, WRONG)))
        .contains(RIGHT.toText(), WRONG.toText(), "remove its line from " + file());
    assertThat(Files.readAllLines(file())).hasSize(1);
  }

  @Test
  void shouldKeepTheFileToItsOwner() throws Exception {
    assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
    refusal(meet(null, RIGHT));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void shouldTrustNobodyButThePinnedOneWhateverIsKnown() throws Exception {
    Files.writeString(file(), "lan-host:7070 " + WRONG.toText());
    assertThat(refusal(meet(RIGHT, RIGHT))).isNull();
    assertThat(refusal(meet(RIGHT, WRONG))).contains(RIGHT.toText(), WRONG.toText());
    assertThat(refusal(issued(RIGHT, WRONG))).contains(RIGHT.toText(), WRONG.toText());
    assertThat(Files.readAllLines(file())).hasSize(1);
  }

  @Test
  void shouldTrustWhomAnAuthorityVouchesForWithoutNotingIt() {
    assertThat(refusal(issued(null, WRONG))).isNull();
    assertThat(file()).doesNotExist();
  }

  @Test
  void shouldNotBelieveTheFirstWhenAuthoritiesSayWhoIsWho() {
    TrackerTrust trust = new TrackerTrust(directory, null, true, Runnable::run);
    var unknown = new RemoteIdentity(WRONG, false, "", List.of());
    assertThat(refusal(trust.connect(TRACKER, verifier -> shown(verifier, unknown))))
        .contains("no certificate for that host", WRONG.toText());
    assertThat(file()).doesNotExist();
  }

  @Test
  void shouldHoldWhoHasACertificateForAnotherHostToTheKeyThatIsKnown() throws Exception {
    assertThat(refusal(meet(null, RIGHT))).isNull();
    var insider = new RemoteIdentity(WRONG, true, "CN=lan-host", List.of("other-host"));
    assertThat(refusal(meet(null, insider))).contains(RIGHT.toText(), WRONG.toText());
  }

  @Test
  void shouldRefuseWhenItsLineMakesNoSense() throws Exception {
    Files.writeString(file(), "lan-host:7070 whatever");
    assertThat(refusal(meet(null, RIGHT))).startsWith("line 1 of " + file());
  }

  @Test
  void shouldRefuseWhenTheFileCannotBeRead() throws Exception {
    Files.createDirectory(file());
    assertThat(refusal(meet(null, RIGHT))).contains("can't be read");
  }

  @Test
  void shouldGoByWhatAnotherProcessNotedMeanwhile() throws Exception {
    TrackerTrust trust = new TrackerTrust(directory, null, false, Runnable::run);
    CompletableFuture<Connection> met =
        trust.connect(
            TRACKER,
            verifier -> {
              try {
                Files.writeString(file(), "# other\nlan-host:7070 " + RIGHT.toText());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              return shown(verifier, new RemoteIdentity(WRONG, false, "", List.of()));
            });
    assertThat(refusal(met)).contains(RIGHT.toText(), WRONG.toText());
    assertThat(closed).isOne();
    assertThat(Files.readAllLines(file())).hasSize(3);
  }

  private CompletableFuture<Connection> meet(@Nullable PeerId pinned, PeerId presented) {
    return meet(pinned, new RemoteIdentity(presented, false, "", List.of()));
  }

  private CompletableFuture<Connection> issued(@Nullable PeerId pinned, PeerId presented) {
    return meet(
        pinned, new RemoteIdentity(presented, true, "CN=tracker", List.of("*.lan", "Lan-Host")));
  }

  private CompletableFuture<Connection> meet(@Nullable PeerId pinned, RemoteIdentity presented) {
    return new TrackerTrust(directory, pinned, false, Runnable::run)
        .connect(TRACKER, verifier -> shown(verifier, presented));
  }

  private CompletableFuture<Connection> shown(PeerVerifier verifier, RemoteIdentity presented) {
    try {
      verifier.verify(presented);
      return CompletableFuture.completedFuture(connection(presented.peerId()));
    } catch (TransportException.Untrusted e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Connection connection(PeerId peer) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                closed++;
                return CompletableFuture.completedFuture(null);
              }
              return method.getName().equals("authenticatedPeer") ? Optional.of(peer) : null;
            });
  }

  private Path file() {
    return directory.resolve("known-trackers");
  }

  /** Why the tracker is not trusted; null if it is. */
  private static @Nullable String refusal(CompletableFuture<Connection> meeting) {
    return meeting
        .handle(
            (connection, failure) -> {
              Throwable cause =
                  failure instanceof CompletionException ? failure.getCause() : failure;
              if (cause != null) {
                assertThat(cause).isInstanceOf(TransportException.Untrusted.class);
              }
              return cause == null ? null : cause.getMessage();
            })
        .join();
  }

  private static PeerId id(int fill) {
    byte[] bytes = new byte[PeerId.LENGTH];
    Arrays.fill(bytes, (byte) fill);
    return PeerId.fromBytes(bytes);
  }
}
