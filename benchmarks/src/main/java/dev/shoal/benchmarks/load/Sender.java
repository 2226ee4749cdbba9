package dev.shoal.benchmarks.load;

import io.netty.buffer.ByteBuf;

/** Chooses, encodes and sends the requests of the mix. */
final class Sender {
  private static final int REQUEST_BYTES = 80; // enough for all but publications: buffers grow

  private final LoadContext context;
  private final Mix mix;
  private final FileChoice choice;

  Sender(LoadContext context, Mix mix, FileChoice choice) {
    this.context = context;
    this.mix = mix;
    this.choice = choice;
  }

  /** Room for that many requests. */
  ByteBuf buffer(TrackerConnection connection, int requests) {
    return connection.buffer(requests * REQUEST_BYTES);
  }

  /** Appends one request, and notes it as sent at that time. */
  void write(ByteBuf out, TrackerConnection connection, long sentNanos) {
    Operation operation = mix.pick(context.random);
    int file = choice.next(context.random);
    Registered registered = connection.registered;
    switch (operation) {
      case REGISTER -> registered.add(file);
      case UNREGISTER -> {
        file = registered.any(context.random, file);
        registered.remove(file);
      }
      default -> {}
    }
    long digest = registered.digest();
    int id = connection.inFlight.begin(operation, file, digest, sentNanos);
    context.encoder.write(out, operation, id, file, digest);
  }

  /** An operation of the mix, for a request that is never sent. */
  Operation operation() {
    return mix.pick(context.random);
  }
}
