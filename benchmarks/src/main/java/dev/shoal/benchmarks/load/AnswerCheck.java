package dev.shoal.benchmarks.load;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.PackedAddress;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.FileDetails;
import dev.shoal.protocol.wire.HeartbeatAck;
import dev.shoal.protocol.wire.Published;
import dev.shoal.protocol.wire.Registered;
import dev.shoal.protocol.wire.SearchResults;
import dev.shoal.protocol.wire.Sources;
import dev.shoal.protocol.wire.Unregistered;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/** Reads an answer completely, with the generated classes, and says what is wrong with it. */
final class AnswerCheck {
  private final int maxSources;

  AnswerCheck(int maxSources) {
    this.maxSources = maxSources;
  }

  /**
   * Checks one answer.
   *
   * @param digest what the session's registrations must add up to, if the answer says it
   * @throws ProtocolException with a sentence, if the answer can't be right
   */
  void check(Operation operation, long digest, ByteBuf bytes, int at, int length)
      throws ProtocolException {
    MessageLite answer = parse(operation.answer(), bytes.nioBuffer(at, length));
    if (answer instanceof Sources sources) {
      checkSources(sources);
    } else if (answer instanceof Registered registered) {
      require(registered.getDigest() == digest, "Registered has another digest than was made");
    } else if (answer instanceof Unregistered unregistered) {
      require(unregistered.getDigest() == digest, "Unregistered has another digest than is left");
    } else if (answer instanceof HeartbeatAck ack) {
      require(ack.getInStep(), "HeartbeatAck says that the registrations are out of step");
    } else if (answer instanceof Published published) {
      require(published.getRejectionsCount() == 0, "a publication was rejected");
    } else if (answer instanceof SearchResults results) {
      require(results.getEntriesCount() <= 100, "SearchResults has more than 100 entries");
    } else if (answer instanceof FileDetails details) {
      require(details.getSeederCount() >= 0, "FileDetails has a count beyond all measure");
    }
  }

  private void checkSources(Sources sources) throws ProtocolException {
    int v4 = sources.getSeedersV4().size() + sources.getLeechersV4().size();
    int v6 = sources.getSeedersV6().size() + sources.getLeechersV6().size();
    require(v4 % PackedAddress.V4_LENGTH == 0, "Sources has a part of an IPv4 address");
    require(v6 % PackedAddress.V6_LENGTH == 0, "Sources has a part of an IPv6 address");
    int count = v4 / PackedAddress.V4_LENGTH + v6 / PackedAddress.V6_LENGTH;
    require(count <= maxSources, "Sources has " + count + " sources, more than were asked for");
    require(
        count <= sources.getSeederCount() + sources.getLeecherCount(),
        "Sources has more sources than the swarm that it counts");
  }

  private static MessageLite parse(FrameKind kind, ByteBuffer header) throws ProtocolException {
    try {
      return kind.parser().parseFrom(header);
    } catch (InvalidProtocolBufferException e) {
      throw new ProtocolException(
          ErrorCode.PROTOCOL_VIOLATION, "the header of " + kind + " does not parse", e);
    }
  }

  private static void require(boolean right, String otherwise) throws ProtocolException {
    if (!right) {
      throw new ProtocolException(ErrorCode.PROTOCOL_VIOLATION, otherwise);
    }
  }
}
