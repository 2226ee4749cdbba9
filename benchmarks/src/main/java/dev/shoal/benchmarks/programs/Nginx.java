package dev.shoal.benchmarks.programs;

import dev.shoal.benchmarks.load.ProcessUsage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** nginx, which serves a directory from one worker process with sendfile. */
public final class Nginx implements AutoCloseable {
  /** What it is called. */
  public static final String PROGRAM = "nginx";

  private final Server server;

  private Nginx(Server server) {
    this.server = server;
  }

  /**
   * Starts it.
   *
   * @param root what it serves
   * @param own a directory for what it writes; is made
   */
  public static Nginx start(Path root, Path own) throws IOException, InterruptedException {
    int port = Server.freePort();
    Path settings = Files.createDirectory(own).resolve("nginx.conf");
    Files.writeString(settings, settings(root, own, port));
    String log = own.resolve("error.log").toString();
    return new Nginx(Server.start(port, List.of(PROGRAM, "-e", log, "-c", settings.toString())));
  }

  private static String settings(Path root, Path own, int port) {
    // As root its worker would change to a user who may not read a temporary directory.
    return """
        user root;
        daemon off;
        worker_processes 1;
        pid %2$s/nginx.pid;
        error_log %2$s/error.log;
        events { worker_connections 1024; }
        http {
          access_log off;
          sendfile on;
          sendfile_max_chunk 1m;
          tcp_nopush on;
          keepalive_requests 1000000000;
          client_body_temp_path %2$s/body;
          proxy_temp_path %2$s/proxy;
          fastcgi_temp_path %2$s/fastcgi;
          uwsgi_temp_path %2$s/uwsgi;
          scgi_temp_path %2$s/scgi;
          server { listen 127.0.0.1:%3$d; root %1$s; }
        }
        """
        .formatted(root, own, port);
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
  }

  /** Where it serves a file of its root. */
  public String url(String name) {
    return "http://127.0.0.1:" + server.port() + "/" + name;
  }

  /** Processor time that all its processes have used so far. */
  public double cpuSeconds() throws IOException {
    double sum = server.cpuSeconds();
    List<ProcessHandle> workers;
    try (Stream<ProcessHandle> children =
        ProcessHandle.of(server.pid()).stream().flatMap(ProcessHandle::children)) {
      workers = children.toList();
    }
    for (ProcessHandle worker : workers) {
      sum += ProcessUsage.of(worker.pid()).cpuSeconds();
    }
    return sum;
  }

  @Override
  public void close() {
    server.close();
  }
}
