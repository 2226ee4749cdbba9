package dev.shoal.tracker.cli;

import dev.shoal.transport.TransportKind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code --transport} may be. */
enum TransportChoice {
  AUTO(null),
  EPOLL(TransportKind.EPOLL),
  KQUEUE(TransportKind.KQUEUE),
  NIO(TransportKind.NIO),
  IO_URING(TransportKind.IO_URING);

  private final @Nullable TransportKind kind;

  TransportChoice(@Nullable TransportKind kind) {
    this.kind = kind;
  }

  /** The kind that was chosen. */
  TransportKind kind() {
    return kind == null ? TransportKind.best() : kind;
  }

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
