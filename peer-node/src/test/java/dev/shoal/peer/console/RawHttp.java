package dev.shoal.peer.console;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A client that sends whatever bytes it is told to. */
final class RawHttp implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket = new Socket();
  private final InputStream in;

  /** An answer. */
  record Reply(int status, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  RawHttp(InetSocketAddress address) throws IOException {
    this(address, 0);
  }

  /**
   * One for whom little is kept that it has not read.
   *
   * @param receiveBuffer bytes; 0: as the system likes
   */
  RawHttp(InetSocketAddress address, int receiveBuffer) throws IOException {
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.connect(address, PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = socket.getInputStream();
  }

  /** Sends lines of a head, and what comes after it. */
  static Reply exchange(InetSocketAddress address, String body, String... head) throws IOException {
    try (RawHttp http = new RawHttp(address)) {
      http.sendHead(head);
      http.send(body);
      return head[0].startsWith("HEAD ") ? http.head() : http.reply();
    }
  }

  void sendHead(String... lines) throws IOException {
    List<String> all = new ArrayList<>(List.of(lines));
    all.add("\r\n");
    send(String.join("\r\n", all));
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Sends nothing any more. */
  void endInput() throws IOException {
    socket.shutdownOutput();
  }

  /** The next answer. */
  Reply reply() throws IOException {
    Reply head = head();
    int length = Integer.parseInt(head.headers().getOrDefault("content-length", "0"));
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException();
    }
    return new Reply(head.status(), head.headers(), new String(body, StandardCharsets.UTF_8));
  }

  /** The next answer's head. */
  Reply head() throws IOException {
    String[] status = line().split(" ", -1);
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Reply(Integer.parseInt(status[1]), headers, "");
  }

  /** The next line. */
  String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException(line.toString(StandardCharsets.UTF_8));
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /** Waits until the other side has ended the connection, whatever it says before. */
  String untilEnded() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try {
      in.transferTo(said);
    } catch (SocketTimeoutException e) {
      throw new AssertionError("it did not end", e);
    } catch (IOException e) {
      // ended, too
    }
    return said.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
