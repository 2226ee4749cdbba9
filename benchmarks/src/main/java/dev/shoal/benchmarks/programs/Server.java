package dev.shoal.benchmarks.programs;

import dev.shoal.benchmarks.load.ProcessUsage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that serves on a port of this machine, in a process of its own that ends with this. */
public final class Server implements AutoCloseable {
  private static final int MOST_ATTEMPTS = 500;
  private static final int ATTEMPT_MILLIS = 20;
  private static final int PATIENCE_SECONDS = 10;

  private final Process process;
  private final int port;

  private Server(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it on a port that is free.
   *
   * @param command in which {@code {port}} stands for the port
   * @return as soon as it accepts connections
   * @throws IOException if it doesn't within 10 s
   */
  public static Server start(List<String> command) throws IOException, InterruptedException {
    return start(freePort(), command);
  }

  /** As above, on a given port. */
  public static Server start(int port, List<String> command)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    command.forEach(word -> line.add(word.replace("{port}", Integer.toString(port))));
    Process process =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Server server = new Server(process, port);
    for (int i = 0; i < MOST_ATTEMPTS && process.isAlive(); i++) {
      if (server.accepts()) {
        return server;
      }
      process.waitFor(ATTEMPT_MILLIS, TimeUnit.MILLISECONDS);
    }
    server.close();
    throw new IOException("does not serve on port " + port + ": " + String.join(" ", line));
  }

  /** A port that nobody listens at. */
  public static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private boolean accepts() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** Of the process. */
  public long pid() {
    return process.pid();
  }

  /** Processor time that it has used so far, in seconds. */
  public double cpuSeconds() throws IOException {
    return ProcessUsage.of(pid()).cpuSeconds();
  }

  /** Ends the process, if need be the hard way. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
