package dev.shoal.benchmarks.micro;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.OpenLease;
import dev.shoal.protocol.wire.Query;
import dev.shoal.protocol.wire.Register;
import dev.shoal.protocol.wire.Registration;
import dev.shoal.protocol.wire.Role;
import dev.shoal.tracker.TrackerServer;
import dev.shoal.tracker.internal.codec.AnswerWriter;
import dev.shoal.tracker.internal.codec.FileIdWords;
import dev.shoal.tracker.internal.codec.QueryReader;
import dev.shoal.tracker.internal.swarm.AddressView;
import dev.shoal.tracker.internal.swarm.Registrations;
import dev.shoal.tracker.internal.swarm.SourceAddress;
import dev.shoal.tracker.internal.swarm.SourceSample;
import dev.shoal.tracker.internal.swarm.Standing;
import dev.shoal.tracker.internal.swarm.SwarmIndex;
import dev.shoal.transport.Connection;
import dev.shoal.transport.Endpoint;
import dev.shoal.transport.Greeting;
import dev.shoal.transport.TransportConfig;
import dev.shoal.transport.TransportKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A query for 30 of a file's 100 seeders: from encoded question to encoded answer, and through a
 * whole tracker over loopback, 64 queries at a time. Beside it Protobuf's own work on the question.
 * The client of the second makes no objects, so that with {@code -prof gc} all bytes are the
 * tracker's.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class TrackerQueryBenchmark extends MicroBenchmark {
  private static final int SEEDERS = 100;
  private static final int WANTED = 30;
  private static final int TOGETHER = 64;

  private final FileId file = FileId.fromBytes(new byte[FileId.LENGTH]);
  private final SwarmIndex swarms = new SwarmIndex(new SplittableRandom(1), 1 << 20);
  private final QueryReader reader = new QueryReader();
  private final SourceSample sample = new SourceSample();
  private final ByteBuf question = Unpooled.directBuffer();
  private final ByteBuf answer = Unpooled.directBuffer();
  private AddressView asker;
  private TrackerServer tracker;
  private EventLoopGroup loops;
  private Endpoint seeders;
  private QueryClient client;

  /** Starts a tracker and has the seeders register, and fills an index alike. */
  @Setup
  public void fill() throws IOException {
    question.writeBytes(
        Query.newBuilder()
            .setFileId(ByteString.copyFrom(file.toBytes()))
            .setMaxSources(WANTED)
            .build()
            .toByteArray());
    asker = viewOf(SEEDERS);
    for (int i = 0; i < SEEDERS; i++) {
      Registrations seeder = swarms.open();
      swarms.stand(seeder, Standing.SHOWN, SourceAddress.of(viewOf(i), 7071, false));
      swarms.put(seeder, 0, 0, 0, 0, true, null);
    }
    tracker =
        TrackerServer.builder()
            .port(0)
            .bindAddress(InetAddress.getLoopbackAddress())
            .verifyPeers(false)
            .start()
            .join();
    loops = TransportKind.best().newGroup(1, "seeders");
    seeders =
        new Endpoint(
            loops,
            TransportConfig.defaults(),
            Greeting.of(Role.ROLE_PEER, PeerId.fromBytes(new byte[PeerId.LENGTH]), "shoal-bench"));
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), tracker.address().getPort());
    for (int i = 0; i < SEEDERS; i++) {
      register(seeders.dial(address, null, (to, request) -> {}).join(), 1024 + i);
    }
    client = new QueryClient(address, file, TOGETHER);
  }

  private static AddressView viewOf(int number) throws IOException {
    byte[] host = {10, 0, 0, (byte) number};
    return new AddressView(InetAddress.getByAddress(host), InetAddress.getLoopbackAddress());
  }

  private void register(Connection connection, int port) {
    connection
        .request(FrameKind.OPEN_LEASE, OpenLease.newBuilder().setListenPort(port).build())
        .join();
    Registration registration =
        Registration.newBuilder()
            .setFileId(ByteString.copyFrom(file.toBytes()))
            .setComplete(true)
            .build();
    connection
        .request(FrameKind.REGISTER, Register.newBuilder().addRegistrations(registration).build())
        .join();
  }

  /** Ends the tracker and its peers. */
  @TearDown
  public void close() throws IOException {
    client.close();
    seeders.close().join();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    tracker.close();
    question.release();
    answer.release();
  }

  @Benchmark
  public int lookUp() throws ProtocolException {
    reader.read(question.readerIndex(0));
    FileIdWords wanted = reader.file();
    int number = swarms.find(wanted.word0(), wanted.word1(), wanted.word2(), wanted.word3());
    sample.begin(asker, SourceSample.NOBODY, reader.maxSources(), false, false);
    swarms.sample(number, sample);
    AnswerWriter.sources(sample, false, false, answer.clear());
    return answer.readableBytes();
  }

  @Benchmark
  public int plainProtobufQuestion() throws IOException {
    return Query.parseFrom(question.nioBuffer(0, question.writerIndex())).getMaxSources();
  }

  @Benchmark
  @OperationsPerInvocation(TOGETHER)
  public int throughTracker() throws IOException {
    return client.ask();
  }
}
