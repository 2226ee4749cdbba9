package dev.shoal.transport.internal;

import io.netty.channel.Channel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.util.function.IntPredicate;

/**
 * Has the kernel report a slow connection as readable only when a worthwhile part of a body is
 * there: packet by packet, reading a few MB/s would keep a processor busy. A fast connection, where
 * every read yields more than that by itself, and what is not a body are left alone. On the
 * connection's event loop.
 *
 * <p>With the socket option SO_RCVLOWAT, which only epoll's channels have. It never asks for more
 * than the body still lacks, so what is there is always read in the end.
 */
final class ReadThreshold {
  /** Bytes that are worth a read. */
  static final int WORTHWHILE = 16 * 1024;

  /** Bytes in one go by which a connection is a fast one. */
  private static final int FAST = 4 * WORTHWHILE;

  private static final int SOL_SOCKET = 1;
  private static final IntegerUnixChannelOption SO_RCVLOWAT =
      new IntegerUnixChannelOption("SO_RCVLOWAT", SOL_SOCKET, 18);

  private int threshold = 1;
  private int read;
  private boolean slow;
  private boolean impossible;

  /**
   * Never asks for more than one byte from now on. What a body lacks says nothing about what is
   * still to come through the socket if most of it waits for the end of its TLS record.
   */
  void disable() {
    impossible = true;
  }

  /** Bytes have been read. */
  void received(int bytes) {
    read += bytes;
  }

  /**
   * All that was there has been read.
   *
   * @param bodyMissing bytes that the body being read still lacks; 0: none is
   */
  void readComplete(Channel channel, int bodyMissing) {
    if (!channel.isOpen()) {
      return; // its descriptor may be another's by now
    }
    readComplete(bodyMissing, bytes -> channel.config().setOption(SO_RCVLOWAT, bytes));
  }

  /**
   * As above.
   *
   * @param setter false if there is no such option
   */
  void readComplete(int bodyMissing, IntPredicate setter) {
    if (read >= FAST) {
      slow = false;
    } else if (read < WORTHWHILE && bodyMissing > 0) {
      slow = true;
    }
    read = 0;
    int wanted = slow && bodyMissing > 0 ? Math.min(bodyMissing, WORTHWHILE) : 1;
    if (wanted != threshold && !impossible) {
      threshold = wanted;
      impossible = !setter.test(wanted);
    }
  }
}
