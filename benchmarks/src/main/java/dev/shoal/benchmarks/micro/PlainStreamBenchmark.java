package dev.shoal.benchmarks.micro;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The raw limit of {@link ChunkStreamBenchmark}: the same file through {@code
 * FileChannel.transferTo} into a blocking loopback socket, read in pieces of 256 KiB by the thread
 * that measures. No frames, no requests.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class PlainStreamBenchmark extends MicroBenchmark {
  private static final int RECEIVE_BUFFER = 256 << 10;

  private final ByteBuffer into = ByteBuffer.allocateDirect(RECEIVE_BUFFER);
  private final ByteBuffer start = ByteBuffer.allocateDirect(1);
  private ContentFile content;
  private PlainSender sender;

  /** Writes the file and connects. */
  @Setup
  public void open() throws IOException {
    content = ContentFile.create(ChunkStreamBenchmark.LENGTH);
    sender = PlainSender.connect(content.path());
  }

  /** Ends the connection, then the file. */
  @TearDown
  public void close() throws IOException, InterruptedException {
    sender.close();
    content.close();
  }

  @Benchmark
  public void transferTo(Volume volume) throws IOException {
    sender.receiver().write(start.clear());
    for (long left = content.length(); left > 0; ) {
      int read = sender.receiver().read(into.clear());
      if (read < 0) {
        throw new EOFException("the sender gave up");
      }
      left -= read;
    }
    volume.add(content.length());
  }
}
