package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.PeerNode;
import dev.shoal.protocol.wire.Availability;
import dev.shoal.transport.Body;
import dev.shoal.transport.TransportKind;
import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sources that are of no use, and when they are let go of. */
@Tag("any-jdk")
@Timeout(120)
class IdleSourcesIT {
  private static final int COUNT = 4;

  @TempDir Path directory;

  @OnEveryTransport
  void shouldLetGoOfEverySourceWhenTheFileIsComplete(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind);
        ScriptedPeer one = swarm.scripted();
        ScriptedPeer other = swarm.scripted()) {
      Await.result(swarm.download(0, DownloadOptions.defaults()).completion());
      Await.until("no link is left", () -> one.openConnections() + other.openConnections() == 0);
      swarm.everyCopyIsIdentical();
    }
  }

  @OnEveryTransport
  void shouldGiveThePlaceOfAUselessSourceToOneThatWaits(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind);
        ScriptedPeer useless = useless(swarm);
        ScriptedPeer another = useless(swarm);
        ScriptedPeer seeder = new ScriptedPeer(swarm.original(), kind);
        PeerNode node = swarm.settings("few").tracker("127.0.0.1:1").maxSources(2).build()) {
      Download download =
          node.download(
              swarm.fileId(),
              swarm.copy(0),
              DownloadOptions.defaults()
                  .withSources(List.of(useless.address(), another.address(), seeder.address())));
      Await.result(download.completion());
      swarm.isIdentical(swarm.copy(0));
      assertThat(seeder.connections()).isEqualTo(1);
      assertThat(useless.connections() + another.connections()).isEqualTo(2);
    }
  }

  /** It takes part, and has nothing. */
  private ScriptedPeer useless(Swarm swarm) throws Exception {
    return swarm
        .scripted()
        .onWatch(
            (connection, request) ->
                request.answer(
                    offset -> Availability.getDefaultInstance(),
                    Body.of(Unpooled.wrappedBuffer(new byte[(COUNT + 7) / 8]))));
  }

  private Swarm swarm(TransportKind kind) throws Exception {
    return Swarm.in(directory).sharing(COUNT * (256L << 10)).seeders(0).over(kind).start();
  }
}
