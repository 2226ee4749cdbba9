package dev.shoal.benchmarks.micro;

import dev.shoal.protocol.ChunkLayout;
import dev.shoal.transport.TransportKind;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Every chunk of a 64 MiB file over one loopback connection between two endpoints with an event
 * loop each: requests one way, file regions the other, bytes discarded on arrival. Neither hashing
 * nor disk: the transport alone. {@link PlainStreamBenchmark} is its raw limit.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters and calls the set-up
public class ChunkStreamBenchmark extends MicroBenchmark {
  static final long LENGTH = 64L << 20;

  @Param({"EPOLL", "NIO"})
  private TransportKind transport;

  /** Bytes of a chunk. */
  @Param({"262144", "4194304"})
  private int chunkSize;

  private ContentFile content;
  private LoopbackPair pair;
  private ChunkLayout layout;

  /** Writes the file and connects the two. */
  @Setup
  public void open() throws IOException {
    content = ContentFile.create(LENGTH);
    layout = new ChunkLayout(LENGTH, chunkSize);
    pair = LoopbackPair.connect(transport, content.path(), layout);
  }

  /** Ends the connection, then the file. */
  @TearDown
  public void close() throws IOException {
    pair.close();
    content.close();
  }

  @Benchmark
  public void stream(Volume volume) {
    ChunkStream stream = new ChunkStream(pair.leecher(), layout);
    volume.add(stream.run());
  }
}
