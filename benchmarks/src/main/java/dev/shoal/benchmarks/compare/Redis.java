package dev.shoal.benchmarks.compare;

import dev.shoal.benchmarks.programs.Client;
import dev.shoal.benchmarks.programs.Server;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** A Redis without persistence, and {@code redis-benchmark} as its client. */
final class Redis implements AutoCloseable {
  private static final int ADDRESS_BYTES = 6; // as large as a packed IPv4 address and port

  private final Server server;
  private final int connections;

  private Redis(Server server, int connections) {
    this.server = server;
    this.connections = connections;
  }

  /**
   * Starts and fills it.
   *
   * @throws IOException if it is not installed or does not start
   */
  static Redis start(int connections) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            "redis-server",
            "--port",
            "{port}",
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
            "--daemonize",
            "no");
    Redis redis = new Redis(Server.start(command), connections);
    redis.fill();
    return redis;
  }

  /** What {@code redis-benchmark} measures with this many requests. */
  Figure measure(Work work, int pipeline, int requests) throws IOException, InterruptedException {
    int count = (int) (requests * work.shareOfRequests());
    List<String> command = new ArrayList<>(List.of("redis-benchmark", "--csv"));
    command.addAll(List.of("-p", "" + server.port(), "-c", "" + connections));
    command.addAll(List.of("-P", "" + pipeline, "-n", "" + count));
    command.addAll(work.redis());
    double before = server.cpuSeconds();
    String report = Client.run(command);
    double used = server.cpuSeconds() - before;
    return new Figure(requestsPerSecond(report), used / count * 1e6);
  }

  /** From the second field of the last line: the name of the test is the first, in quotes. */
  private static double requestsPerSecond(String csv) {
    String[] lines = csv.split("\n", -1);
    String[] fields = lines[lines.length - 1].split("\",\"", -1);
    return Double.parseDouble(fields[1].replace("\"", ""));
  }

  /** Sets with as many members as a file will have sources, and short strings. */
  private void fill() throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
      for (int i = 0; i < Work.SETS; i++) {
        byte[][] words = new byte[2 + Work.MEMBERS][ADDRESS_BYTES];
        words[0] = ascii("SADD");
        words[1] = ascii("set:%012d".formatted(i));
        Arrays.stream(words, 2, words.length).forEach(random::nextBytes);
        send(out, words);
      }
      await(socket, out);
      for (int i = 0; i < Work.KEYS; i++) {
        send(out, ascii("SET"), ascii("key:%012d".formatted(i)), ascii("xxx"));
        if (i % 1000 == 0) {
          await(socket, out);
        }
      }
      await(socket, out);
    }
  }

  /** Waits until all is answered that was sent. */
  private static void await(Socket socket, OutputStream out) throws IOException {
    send(out, ascii("ECHO"), ascii("done"));
    out.flush();
    InputStream in = socket.getInputStream();
    byte[] end = ascii("$4\r\ndone\r\n");
    for (int matched = 0; matched < end.length; ) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("Redis has closed the connection");
      }
      matched = next == end[matched] ? matched + 1 : next == end[0] ? 1 : 0;
    }
  }

  private static void send(OutputStream out, byte[]... words) throws IOException {
    out.write(ascii("*" + words.length + "\r\n"));
    for (byte[] word : words) {
      out.write(ascii("$" + word.length + "\r\n"));
      out.write(word);
      out.write(ascii("\r\n"));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    server.close();
  }
}
