package dev.shoal.tracker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.shoal.protocol.PackedAddress;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Query;
import dev.shoal.protocol.wire.Sources;
import dev.shoal.tracker.internal.push.SubscriptionLimits;
import dev.shoal.tracker.internal.push.Subscriptions;
import dev.shoal.tracker.internal.swarm.SwarmIndex;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SourceFinderTest {
  private final SwarmIndex swarms = Some.swarms();
  private final Subscriptions subscriptions =
      new Subscriptions(swarms, new SubscriptionLimits(10, 10, host -> true), () -> {});
  private final AtomicLong now = new AtomicLong();
  private final SourceFinder finder =
      new SourceFinder(swarms, subscriptions, Some.policy(), new Warming(now::get, 100), now::get);
  private final FakeCaller asker = FakeCaller.from("10.0.0.8");

  @Test
  void shouldGiveBothFamiliesWhenSwarmIsMixed() throws ProtocolException {
    source(FakeCaller.from("10.0.0.1"), true);
    source(FakeCaller.from("10.0.0.2"), false);
    source(FakeCaller.from("2001:db8::1"), true);
    source(FakeCaller.from("2001:db8::2"), false);

    Sources sources = find(query());

    assertThat(v4(sources.getSeedersV4())).containsExactly(new InetSocketAddress("10.0.0.1", 7071));
    assertThat(v4(sources.getLeechersV4()))
        .containsExactly(new InetSocketAddress("10.0.0.2", 7071));
    assertThat(v6(sources.getSeedersV6()))
        .containsExactly(new InetSocketAddress("2001:db8::1", 7071));
    assertThat(v6(sources.getLeechersV6()))
        .containsExactly(new InetSocketAddress("2001:db8::2", 7071));
    assertThat(sources.getSeederCount()).isEqualTo(2);
    assertThat(sources.getLeecherCount()).isEqualTo(2);
  }

  @Test
  void shouldLeaveAskerOutWhenItIsSource() throws ProtocolException {
    asker.session = source(asker, true);
    source(FakeCaller.from("10.0.0.8"), true);

    Sources sources = find(query());

    assertThat(sources.getSeedersV4().size()).isEqualTo(PackedAddress.V4_LENGTH);
    assertThat(sources.getSeederCount()).isEqualTo(1);
    asker.session = null;
    assertThat(find(query()).getSeederCount()).isEqualTo(2);
  }

  @Test
  void shouldAnswerWithEmptyListsWhenNobodyHasFile() throws ProtocolException {
    now.set(100);

    assertThat(find(query())).isEqualTo(Sources.getDefaultInstance());
  }

  @Test
  void shouldSayThatPeersAreComingBackWhenTrackerHasJustStarted() throws ProtocolException {
    assertThat(find(query()).getWarming()).isTrue();
  }

  @Test
  void shouldSubscribeOnlyWhenAskedToAndSourcesAreTooFew() throws ProtocolException {
    source(FakeCaller.from("10.0.0.1"), true);

    assertThat(find(query().setMaxSources(2)).getSubscribed()).isFalse();
    assertThat(find(query().setMaxSources(1).setSubscribe(true)).getSubscribed()).isFalse();
    assertThat(subscriptions.size()).isZero();
    assertThat(find(query().setMaxSources(2).setSubscribe(true)).getSubscribed()).isTrue();
    assertThat(subscriptions.size()).isEqualTo(1);
  }

  @Test
  void shouldGiveConfiguredNumberWhenAskerAsksForNoneOrTooMany() throws ProtocolException {
    for (int i = 1; i <= 250; i++) {
      source(FakeCaller.from("10.0.1." + i), true);
      source(FakeCaller.from("10.0.2." + i), false);
    }

    assertThat(found(query())).isEqualTo(30);
    assertThat(found(query().setMaxSources(7))).isEqualTo(7);
    assertThat(found(query().setMaxSources(1000))).isEqualTo(256);
    assertThat(found(query().setMaxSources(-1))).isEqualTo(256);
    assertThat(find(query().setComplete(true)).getSeedersV4()).isEmpty();
  }

  private int found(Query.Builder query) throws ProtocolException {
    Sources sources = find(query);
    return v4(sources.getSeedersV4()).size() + v4(sources.getLeechersV4()).size();
  }

  private Sources find(Query.Builder query) throws ProtocolException {
    ByteBuf answer = Unpooled.buffer();
    finder.find(asker, Some.encoded(query.build()), answer);
    try {
      return Sources.parseFrom(answer.nioBuffer());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static Query.Builder query() {
    return Query.newBuilder().setFileId(Some.bytes(Some.fileId(1)));
  }

  private Session source(FakeCaller caller, boolean complete) {
    Session session = new Session(1, new byte[16], swarms.open(), caller, Some.LISTENING, true);
    swarms.stand(session.registrations, session.standing(), session.sourceAddress());
    swarms.put(session.registrations, 1L << Integer.SIZE, 0, 0, 0, complete, null);
    return session;
  }

  private static List<InetSocketAddress> v4(ByteString packed) throws ProtocolException {
    return PackedAddress.unpack(packed.asReadOnlyByteBuffer(), PackedAddress.V4_LENGTH);
  }

  private static List<InetSocketAddress> v6(ByteString packed) throws ProtocolException {
    return PackedAddress.unpack(packed.asReadOnlyByteBuffer(), PackedAddress.V6_LENGTH);
  }
}
