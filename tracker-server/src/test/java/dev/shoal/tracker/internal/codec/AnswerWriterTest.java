package dev.shoal.tracker.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.PackedAddress;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.HeartbeatAck;
import dev.shoal.protocol.wire.Registered;
import dev.shoal.protocol.wire.Sources;
import dev.shoal.tracker.internal.swarm.AddressView;
import dev.shoal.tracker.internal.swarm.Registrations;
import dev.shoal.tracker.internal.swarm.SourceAddress;
import dev.shoal.tracker.internal.swarm.SourceSample;
import dev.shoal.tracker.internal.swarm.Standing;
import dev.shoal.tracker.internal.swarm.SwarmIndex;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Holds the writer against the generated classes. */
class AnswerWriterTest {
  @Property(tries = 300)
  void shouldWriteSourcesAsGeneratedClassDoes(
      @ForAll @IntRange(max = 150) int v4,
      @ForAll @IntRange(max = 150) int v6,
      @ForAll @IntRange(min = 1, max = 256) int wanted,
      @ForAll int seed,
      @ForAll boolean warming,
      @ForAll boolean subscribed)
      throws ProtocolException {
    Random random = new Random(seed);
    SwarmIndex swarms = new SwarmIndex(new SplittableRandom(seed), 0);
    Set<InetSocketAddress> sources = new HashSet<>();
    for (int i = 0; i < v4 + v6; i++) {
      byte[] host = new byte[i < v4 ? 4 : 16];
      random.nextBytes(host);
      host[0] = (byte) (i < v4 ? 203 : 32); // neither loopback nor mapped
      int port = 1 + random.nextInt(0xFFFF);
      InetAddress address = address(host);
      sources.add(new InetSocketAddress(address, port));
      enter(swarms, SourceAddress.of(view(address), port, false), random.nextBoolean());
    }
    SourceSample sample = new SourceSample();
    sample.begin(
        view(address(new byte[] {10, 0, 0, 1})), SourceSample.NOBODY, wanted, seed % 7 == 0, false);
    swarms.sample(swarms.find(1, 2, 3, 4), sample);
    Sources generated =
        Sources.newBuilder()
            .setSeedersV4(sample.packed(true, true))
            .setLeechersV4(sample.packed(false, true))
            .setSeedersV6(sample.packed(true, false))
            .setLeechersV6(sample.packed(false, false))
            .setSeederCount(sample.seederCount())
            .setLeecherCount(sample.leecherCount())
            .setWarming(warming)
            .setSubscribed(subscribed)
            .build();

    ByteBuf out = Unpooled.buffer();
    AnswerWriter.sources(sample, warming, subscribed, out);

    assertThat(bytes(out)).isEqualTo(generated.toByteString());
    assertThat(sources).containsAll(unpack(generated));
    assertThat(unpack(generated)).hasSize(sample.size());
  }

  @Test
  void shouldWriteOtherAnswersAsGeneratedClassesDo() {
    for (long digest : new long[] {0, 1, -1, Long.MIN_VALUE, 0x0123456789ABCDEFL}) {
      ByteBuf out = Unpooled.buffer();
      AnswerWriter.registered(digest, out);
      assertThat(bytes(out))
          .isEqualTo(Registered.newBuilder().setDigest(digest).build().toByteString());
    }
    for (boolean inStep : new boolean[] {true, false}) {
      for (boolean dialable : new boolean[] {true, false}) {
        ByteBuf out = Unpooled.buffer();
        AnswerWriter.heartbeatAck(inStep, dialable, out);
        assertThat(bytes(out))
            .isEqualTo(
                HeartbeatAck.newBuilder()
                    .setInStep(inStep)
                    .setDialable(dialable)
                    .build()
                    .toByteString());
      }
    }
  }

  private static void enter(SwarmIndex swarms, SourceAddress address, boolean complete) {
    Registrations registrations = swarms.open();
    swarms.stand(registrations, Standing.SHOWN, address);
    swarms.put(registrations, 1, 2, 3, 4, complete, null);
  }

  private static List<InetSocketAddress> unpack(Sources sources) throws ProtocolException {
    ByteString v4 = sources.getSeedersV4().concat(sources.getLeechersV4());
    ByteString v6 = sources.getSeedersV6().concat(sources.getLeechersV6());
    List<InetSocketAddress> all =
        new ArrayList<>(PackedAddress.unpack(v4.asReadOnlyByteBuffer(), PackedAddress.V4_LENGTH));
    all.addAll(PackedAddress.unpack(v6.asReadOnlyByteBuffer(), PackedAddress.V6_LENGTH));
    return all;
  }

  private static AddressView view(InetAddress remote) {
    return new AddressView(remote, address(new byte[] {(byte) 192, 0, 2, 1}));
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static ByteString bytes(ByteBuf out) {
    return ByteString.copyFrom(out.nioBuffer());
  }
}
