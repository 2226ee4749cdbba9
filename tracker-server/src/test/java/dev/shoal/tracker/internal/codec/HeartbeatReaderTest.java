package dev.shoal.tracker.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Heartbeat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Holds the reader against the generated class. */
class HeartbeatReaderTest {
  private final HeartbeatReader reader = new HeartbeatReader();

  @Property(tries = 2000)
  void shouldReadWhatGeneratedClassReads(@ForAll("messages") ByteString message) {
    try {
      long digest = Heartbeat.parseFrom(message).getDigest();
      assertThat(reader.digest(Mutations.buffer(message))).isEqualTo(digest);
    } catch (InvalidProtocolBufferException e) {
      assertThat(Mutations.refusal(reader::digest, message)).contains(ErrorCode.PROTOCOL_VIOLATION);
    } catch (ProtocolException e) {
      throw new AssertionError(e);
    }
  }

  @Provide
  Arbitrary<ByteString> messages() {
    return Mutations.broken(
        Arbitraries.longs()
            .map(digest -> Heartbeat.newBuilder().setDigest(digest).build().toByteString()));
  }
}
