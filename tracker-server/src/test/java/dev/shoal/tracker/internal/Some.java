package dev.shoal.tracker.internal;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ChunkSize;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.wire.PublishedFile;
import dev.shoal.protocol.wire.Register;
import dev.shoal.protocol.wire.Registration;
import dev.shoal.tracker.internal.reach.DialLimits;
import dev.shoal.tracker.internal.swarm.SwarmIndex;
import dev.shoal.transport.TrafficLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Values that tests need and that are all the same to them. */
final class Some {
  static final Duration LEASE = Duration.ofSeconds(90);
  static final Duration IDLE = Duration.ofMinutes(10);
  static final Duration RESUME = Duration.ofSeconds(60);
  static final Listening LISTENING = new Listening(7071, false);

  private Some() {}

  /** The defaults, but with few registrations, sessions and files. */
  static TrackerPolicy policy() {
    return policy(false);
  }

  /**
   * As above.
   *
   * @param verify whether peers have to be found where they listen
   */
  static TrackerPolicy policy(boolean verify) {
    return new TrackerPolicy(
        new TrackerPolicy.Terms(Duration.ofSeconds(30), LEASE, RESUME, IDLE),
        new TrackerPolicy.Answers(30, 256),
        new TrackerPolicy.Quotas(
            1000, 60, 100, 20, 50, 10, 100, 4000, 5, 100, 10, TrafficLimits.defaults()),
        new DialLimits(verify, Duration.ofSeconds(2), Duration.ofSeconds(1), 4, 20, 10, 1024));
  }

  static FileId fileId(int number) {
    return FileId.fromBytes(ByteBuffer.allocate(FileId.LENGTH).putInt(0, number).array());
  }

  static PeerId peerId(int number) {
    return PeerId.fromBytes(ByteBuffer.allocate(PeerId.LENGTH).putInt(0, number).array());
  }

  static ByteString bytes(FileId file) {
    return ByteString.copyFrom(file.toBytes());
  }

  static Registration complete(int file) {
    return Registration.newBuilder().setFileId(bytes(fileId(file))).setComplete(true).build();
  }

  static Registration partial(int file, int... chunkBytes) {
    ByteString.Output chunks = ByteString.newOutput();
    for (int each : chunkBytes) {
      chunks.write(each);
    }
    return Registration.newBuilder()
        .setFileId(bytes(fileId(file)))
        .setChunkSize(ChunkSize.DEFAULT)
        .setChunkSet(chunks.toByteString())
        .build();
  }

  static Register register(Registration... registrations) {
    return Register.newBuilder().addAllRegistrations(List.of(registrations)).build();
  }

  /** A message as it arrives. */
  static ByteBuf encoded(MessageLite message) {
    return Unpooled.wrappedBuffer(message.toByteArray());
  }

  /** An index of swarms whose chunk sets have room. */
  static SwarmIndex swarms() {
    return new SwarmIndex(new SplittableRandom(1), 1 << 20);
  }

  /** The number of a file in an index, negative if nobody has it. */
  static int number(SwarmIndex swarms, int file) {
    return swarms.find((long) file << Integer.SIZE, 0, 0, 0);
  }

  /** Lets a session have all of a file. */
  static void complete(SwarmIndex swarms, Session session, int file) {
    swarms.put(session.registrations, (long) file << Integer.SIZE, 0, 0, 0, true, null);
  }

  /** Works off all that is left to do. */
  static void drain(SwarmIndex swarms) {
    while (swarms.work(1000)) {
      // goes on
    }
  }

  static PublishedFile published(int file, long length, String name, String... tags) {
    return PublishedFile.newBuilder()
        .setFileId(bytes(fileId(file)))
        .setLength(length)
        .setName(name)
        .addAllTags(List.of(tags))
        .build();
  }
}
