package dev.shoal.benchmarks.compare;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Asks an HTTP server for ranges, by as much of HTTP/1.1 as that takes. */
final class HttpDialogue implements RangeDialogue {
  private static final byte[] STATUS = "HTTP/1.1 206 ".getBytes(StandardCharsets.US_ASCII);
  private static final int END_OF_HEADER = 0x0d0a0d0a;

  private final String name;
  private final int range;
  private final int ranges;
  private final SplittableRandom random;
  private int headerBytes;
  private int latest;
  private int body;
  private int ended;

  /**
   * Nothing is said yet.
   *
   * @param name of the file, plain letters
   * @param ranges of the file, all of them whole
   */
  HttpDialogue(String name, int range, int ranges, SplittableRandom random) {
    this.name = name;
    this.range = range;
    this.ranges = ranges;
    this.random = random;
  }

  @Override
  public void greet(ByteBuffer out) {}

  @Override
  public void ask(ByteBuffer out) {
    long from = (long) random.nextInt(ranges) * range;
    String request =
        "GET /%s HTTP/1.1\r\nHost: localhost\r\nRange: bytes=%d-%d\r\n\r\n"
            .formatted(name, from, from + range - 1);
    out.put(request.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public long take(ByteBuffer in) throws IOException {
    long content = 0;
    while (in.hasRemaining()) {
      if (body == 0) {
        takeHeader(in.get());
      } else {
        int count = Math.min(body, in.remaining());
        body -= count;
        content += count;
        in.position(in.position() + count);
        ended += body == 0 ? 1 : 0;
      }
    }
    return content;
  }

  private void takeHeader(byte next) throws IOException {
    if (headerBytes < STATUS.length && next != STATUS[headerBytes]) {
      throw new IOException("the HTTP server refuses to serve a range");
    }
    headerBytes++;
    latest = (latest << 8) | (next & 0xff);
    if (latest == END_OF_HEADER) {
      headerBytes = 0;
      latest = 0;
      body = range;
    }
  }

  @Override
  public int ended() {
    int count = ended;
    ended = 0;
    return count;
  }
}
