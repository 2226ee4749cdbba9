package dev.shoal.benchmarks.micro;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A thread that sends a whole file with {@code transferTo} for every byte that it is sent, until
 * the receiving socket is closed.
 */
final class PlainSender {
  private final FileChannel file;
  private final SocketChannel socket;
  private final SocketChannel receiver;
  private final Thread thread = new Thread(this::serve, "plain-sender");

  private PlainSender(FileChannel file, SocketChannel socket, SocketChannel receiver) {
    this.file = file;
    this.socket = socket;
    this.receiver = receiver;
  }

  /** Opens the file and two connected loopback sockets, and starts the thread. */
  static PlainSender connect(Path path) throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      SocketChannel receiver = SocketChannel.open(server.getLocalAddress());
      FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
      PlainSender sender = new PlainSender(file, server.accept(), receiver);
      sender.thread.start();
      return sender;
    }
  }

  /** The socket to read from, blocking. */
  SocketChannel receiver() {
    return receiver;
  }

  void close() throws IOException, InterruptedException {
    receiver.close();
    thread.join();
  }

  /** Whatever goes wrong, the receiver meets the end of the stream. */
  private void serve() {
    ByteBuffer start = ByteBuffer.allocateDirect(1);
    try (file;
        socket) {
      while (socket.read(start.clear()) == 1) {
        long size = file.size();
        for (long sent = 0; sent < size; ) {
          sent += file.transferTo(sent, size - sent, socket);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("sending a file", e);
    }
  }
}
