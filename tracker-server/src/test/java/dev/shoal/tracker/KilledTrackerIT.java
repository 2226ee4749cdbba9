package dev.shoal.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.wire.Publish;
import dev.shoal.protocol.wire.PublishedFile;
import dev.shoal.protocol.wire.Role;
import dev.shoal.tracker.cli.TrackerMain;
import dev.shoal.transport.Connection;
import dev.shoal.transport.ConnectionHandler;
import dev.shoal.transport.Endpoint;
import dev.shoal.transport.Greeting;
import dev.shoal.transport.Request;
import dev.shoal.transport.TransportConfig;
import dev.shoal.transport.TransportKind;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program, killed at random moments while peers publish. The number of rounds is the system
 * property {@code shoal.kill.trackerRounds}.
 */
@Tag("any-jdk")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class KilledTrackerIT {
  private static final int ROUNDS = Integer.getInteger("shoal.kill.trackerRounds", 3);
  private static final int OUTSTANDING = 32;
  private static final int FILES = 5; // in a request

  @TempDir Path data;

  private final EventLoopGroup group = TransportKind.best().newGroup(1, "test-publisher");
  private final Endpoint endpoint =
      new Endpoint(
          group,
          TransportConfig.defaults(),
          Greeting.of(Role.ROLE_PEER, PeerId.fromBytes(new byte[PeerId.LENGTH]), "test"));
  private final AtomicLong number = new AtomicLong();
  private final Set<FileId> all = new HashSet<>();
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endEverything() {
    started.forEach(Process::destroyForcibly);
    endpoint.close().join();
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void shouldKnowEveryAcknowledgedPublicationWhenItWasKilledWhilePeersPublished() throws Exception {
    Random random = new Random(7);
    for (int round = 0; round < ROUNDS; round++) {
      Set<FileId> acknowledged = publishAndKill(1 + random.nextInt(3000));

      Program restarted = start();
      assertKnown(restarted, acknowledged, "round " + round);
      restarted.kill();
      all.addAll(acknowledged);
    }
    Program last = start();
    assertKnown(last, all, "in the end");
    last.kill();
  }

  /** Gives what the tracker had acknowledged when it died. */
  private Set<FileId> publishAndKill(int atLeast) throws Exception {
    Program tracker = start();
    Publisher publisher = new Publisher(atLeast);
    Connection connection =
        endpoint.dial(tracker.address(), null, publisher).get(20, TimeUnit.SECONDS);
    TestPeer.lease(connection);
    publisher.publishOver(connection);
    assertThat(publisher.reached.await(60, TimeUnit.SECONDS)).as("publications pass").isTrue();
    tracker.kill();
    assertThat(publisher.ended.await(20, TimeUnit.SECONDS)).as("the connection ends").isTrue();
    return publisher.acknowledged;
  }

  private void assertKnown(Program tracker, Set<FileId> files, String when) {
    TestPeer peer =
        TestPeer.connect(endpoint, InetAddress.getLoopbackAddress(), tracker.address().getPort());
    for (FileId file : files) {
      assertThat(peer.details(file).hasEntry()).as("%s: %s", when, file).isTrue();
    }
  }

  /** A tracker in a process of its own. */
  private record Program(Process process, InetSocketAddress address) {
    void kill() throws InterruptedException {
      process.destroyForcibly();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("the program dies").isTrue();
    }
  }

  private Program start() throws IOException {
    List<String> command =
        new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
    command.addAll(
        List.of(
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            TrackerMain.class.getName(),
            "--port",
            "0",
            "--bind",
            "127.0.0.1",
            "--data",
            data.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    started.add(process);
    String line = process.inputReader(StandardCharsets.UTF_8).readLine();
    assertThat(line).startsWith("tracker listening on ");
    int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    return new Program(process, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /** Publishes new files all the time, a number of requests at once. */
  private final class Publisher implements ConnectionHandler {
    private final Set<FileId> acknowledged = ConcurrentHashMap.newKeySet();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch reached = new CountDownLatch(1);
    private final int target;

    Publisher(int target) {
      this.target = target;
    }

    void publishOver(Connection connection) {
      for (int i = 0; i < OUTSTANDING; i++) {
        publishNext(connection);
      }
    }

    private void publishNext(Connection connection) {
      Publish.Builder request = Publish.newBuilder();
      List<FileId> files = new ArrayList<>();
      for (int i = 0; i < FILES; i++) {
        long next = number.incrementAndGet();
        byte[] id = ByteBuffer.allocate(FileId.LENGTH).putLong(next).putLong(~next).array();
        files.add(FileId.fromBytes(id));
        request.addFiles(
            PublishedFile.newBuilder()
                .setFileId(ByteString.copyFrom(id))
                .setLength(next)
                .setName("file number " + next));
      }
      connection
          .request(FrameKind.PUBLISH, request.build())
          .thenAccept(
              answer -> {
                acknowledged.addAll(files);
                if (acknowledged.size() >= target) {
                  reached.countDown();
                }
                publishNext(connection);
              });
    }

    @Override
    public void onRequest(Connection from, Request request) {}

    @Override
    public void onClosed(Connection over, @Nullable Throwable cause) {
      ended.countDown();
    }
  }
}
