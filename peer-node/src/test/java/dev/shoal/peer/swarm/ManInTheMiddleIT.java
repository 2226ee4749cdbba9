package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.ShareOptions;
import dev.shoal.peer.TlsMode;
import dev.shoal.peer.UnreachableException;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.wire.Role;
import dev.shoal.transport.Connection;
import dev.shoal.transport.ConnectionHandler;
import dev.shoal.transport.Endpoint;
import dev.shoal.transport.Greeting;
import dev.shoal.transport.Identity;
import dev.shoal.transport.Request;
import dev.shoal.transport.Security;
import dev.shoal.transport.TransportConfig;
import dev.shoal.transport.TransportKind;
import io.netty.channel.EventLoopGroup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody has taken over the address of a member who shares, or sits on the way to it. */
@Timeout(120)
class ManInTheMiddleIT {
  private static final int LENGTH = 2 << 20;
  private static final ShareOptions IN_GROUP =
      ShareOptions.defaults().withGroups(List.of(GroupTracker.GROUP));
  private static final DownloadOptions FROM_GROUP =
      DownloadOptions.defaults().withGroup(GroupTracker.GROUP);

  @TempDir Path directory;
  private final List<PeerNode> nodes = new ArrayList<>();
  private GroupTracker tracker;
  private Path original;
  private PeerNode seeder;
  private FileId file;

  @BeforeEach
  void share() throws Exception {
    tracker = new GroupTracker();
    original = Content.write(directory.resolve("original.bin"), LENGTH, 1);
    seeder = member("seeder");
    file = Await.result(seeder.share(original, IN_GROUP)).fileId();
  }

  @AfterEach
  void stop() {
    nodes.forEach(PeerNode::close);
    tracker.close();
  }

  @Test
  void shouldTellNothingToWhoHasAnotherKey() throws Exception {
    assertToldNothing(Security.of(Identity.generate()).build());
  }

  /** Nor does it ask again without TLS, as for a public file it might. */
  @Test
  void shouldTellNothingToWhoKnowsNoTls() throws Exception {
    assertToldNothing(Security.plainOnly());
  }

  private void assertToldNothing(Security security) throws Exception {
    try (Impostor between = new Impostor(seeder.peerId(), security)) {
      tracker.redirect(seeder.peerId(), between.address());
      DownloadOptions options = FROM_GROUP.withWaitFor(Duration.ofMillis(1500));
      Path copy = directory.resolve("copy.bin");

      Download download = member("leecher").download(file, copy, options);

      Await.failure(download.completion(), UnreachableException.class);
      assertThat(between.calls).hasPositiveValue();
      assertThat(between.asked).isEmpty();
      assertThat(between.greeted).hasValue(0);
      assertThat(copy).doesNotExist();
    }
  }

  @Test
  void shouldNeitherBeReadNorChangedOnTheWay() throws Exception {
    try (Wiretap between = new Wiretap(seeder.address())) {
      tracker.redirect(seeder.peerId(), between.address());
      Path copy = directory.resolve("copy.bin");

      Await.result(member("leecher").download(file, copy, FROM_GROUP).completion());

      assertThat(copy).hasSameBinaryContentAs(original);
      assertThat(between.connections).as("one was ended, for a bit that flipped").hasValue(2);
      String seen = between.seen();
      assertThat(seen.length()).isGreaterThan(LENGTH);
      byte[] content = Files.readAllBytes(original);
      for (int at = 0; at < LENGTH; at += LENGTH / 8) {
        assertThat(seen.contains(text(Arrays.copyOfRange(content, at, at + 32)))).isFalse();
      }
      assertThat(seen.contains(text(file.toBytes()))).as("which file it is").isFalse();
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private PeerNode member(String name) throws Exception {
    PeerNode node =
        PeerNode.builder()
            .tracker(tracker.address())
            .bind(InetAddress.getLoopbackAddress())
            .memory(16 << 20)
            .tls(TlsMode.AUTO)
            .dataDirectory(directory.resolve(name))
            .build();
    nodes.add(node);
    tracker.add(node.peerId());
    return node;
  }

  /** Listens in a member's place and writes down what it hears. */
  private static final class Impostor implements AutoCloseable {
    final AtomicInteger calls = new AtomicInteger();
    final AtomicInteger greeted = new AtomicInteger();
    final List<FrameKind> asked = new CopyOnWriteArrayList<>();
    private final EventLoopGroup loops = TransportKind.best().newGroup(1, "impostor");
    private final Endpoint endpoint;
    private final InetSocketAddress address;

    /**
     * @param victim whose name it would give if it could
     */
    Impostor(PeerId victim, Security security) throws Exception {
      PeerId name = security.identity().map(Identity::peerId).orElse(victim);
      endpoint =
          new Endpoint(
              loops,
              TransportConfig.defaults(),
              Greeting.of(Role.ROLE_PEER, name, "impostor"),
              security);
      InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      address = Await.result(endpoint.listen(any, this::handler));
    }

    InetSocketAddress address() {
      return address;
    }

    private ConnectionHandler handler() {
      calls.incrementAndGet();
      return new ConnectionHandler() {
        @Override
        public void onReady(Connection connection) {
          greeted.incrementAndGet();
        }

        @Override
        public void onRequest(Connection connection, Request request) {
          asked.add(request.kind());
        }
      };
    }

    @Override
    public void close() {
      endpoint.close().join();
      loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
  }

  /** Passes bytes on and keeps a copy, and flips a bit of the first connection half way. */
  private static final class Wiretap implements AutoCloseable {
    private static final int FLIPPED = LENGTH / 2;

    final AtomicInteger connections = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

    Wiretap(InetSocketAddress target) throws IOException {
      threads.execute(
          () -> {
            try {
              while (true) {
                Socket near = listener.accept();
                Socket far = new Socket(target.getAddress(), target.getPort());
                sockets.addAll(List.of(near, far));
                boolean first = connections.incrementAndGet() == 1;
                threads.execute(() -> copy(near, far, Integer.MAX_VALUE));
                threads.execute(() -> copy(far, near, first ? FLIPPED : Integer.MAX_VALUE));
              }
            } catch (IOException e) {
              // closed
            }
          });
    }

    InetSocketAddress address() {
      return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    /** All that came by, a character a byte. */
    String seen() {
      return seen.toString(StandardCharsets.ISO_8859_1);
    }

    private void copy(Socket from, Socket to, int flipped) {
      byte[] buffer = new byte[8192];
      int passed = 0;
      try {
        for (int count = from.getInputStream().read(buffer);
            count >= 0;
            count = from.getInputStream().read(buffer)) {
          seen.write(buffer, 0, count);
          if (passed <= flipped && flipped - passed < count) {
            buffer[flipped - passed] ^= 1;
          }
          passed += count;
          to.getOutputStream().write(buffer, 0, count);
        }
        to.shutdownOutput();
      } catch (IOException e) {
        // one of them is gone
      }
    }

    @Override
    public void close() throws IOException {
      listener.close();
      for (Socket socket : sockets) {
        socket.close();
      }
      threads.shutdown();
    }
  }
}
