package dev.shoal.peer.swarm;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A running nginx with one file. */
final class Nginx implements AutoCloseable {
  private static final int MOST_ATTEMPTS = 5;
  private static final String ID_FILE = "nginx.pid";

  private final Process process;
  private final int port;
  private final String name;

  private Nginx(Process process, int port, String name) {
    this.process = process;
    this.port = port;
    this.name = name;
  }

  static boolean isInstalled() throws InterruptedException {
    try {
      Process version =
          new ProcessBuilder("nginx", "-v")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return version.waitFor(10, TimeUnit.SECONDS) && version.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Starts one on loopback.
   *
   * @param rate at which each connection is served, as nginx puts it
   */
  static Nginx serving(Path file, Path directory, String rate) throws Exception {
    Files.createDirectories(directory);
    for (int attempt = 1; ; attempt++) {
      Nginx nginx = start(file, directory, rate);
      Await.until("nginx listens", () -> nginx.listens(directory) || !nginx.process.isAlive());
      if (nginx.process.isAlive()) {
        return nginx;
      }
      if (attempt == MOST_ATTEMPTS) {
        throw new IOException(Files.readString(directory.resolve("output.txt")));
      }
    }
  }

  /** On a port that is free now, though somebody else may take it meanwhile. */
  private static Nginx start(Path file, Path directory, String rate) throws IOException {
    Files.deleteIfExists(directory.resolve(ID_FILE));
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path config =
        Files.writeString(
            directory.resolve("nginx.conf"),
            """
            daemon off;
            master_process off;
            pid %1$s/nginx.pid;
            error_log %1$s/error.log;
            events { worker_connections 64; }
            http {
              access_log off;
              sendfile on;
              limit_rate %4$s;
              client_body_temp_path %1$s/body;
              proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi;
              scgi_temp_path %1$s/scgi;
              server {
                listen 127.0.0.1:%2$d;
                root %3$s;
              }
            }
            """
                .formatted(directory, port, file.getParent(), rate));
    Process process =
        new ProcessBuilder(
                "nginx", "-e", "stderr", "-p", directory.toString(), "-c", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output.txt").toFile())
            .start();
    return new Nginx(process, port, file.getFileName().toString());
  }

  /** Its id is written when it has the port, at which somebody else might be listening. */
  private boolean listens(Path directory) {
    if (!Files.exists(directory.resolve(ID_FILE))) {
      return false;
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + port + "/" + name);
  }

  /** Ends it as kill -9 does, by its id. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
