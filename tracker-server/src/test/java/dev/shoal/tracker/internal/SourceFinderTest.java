package dev.shoal.tracker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.PackedAddress;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Query;
import dev.shoal.protocol.wire.Sources;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SourceFinderTest {
  private final SwarmIndex swarms = new SwarmIndex(new Random(1));
  private final SourceFinder finder = new SourceFinder(swarms, Some.policy());
  private final FakeCaller asker = FakeCaller.from("10.0.0.8");

  @Test
  void shouldGiveBothFamiliesWhenSwarmIsMixed() throws ProtocolException {
    source(FakeCaller.from("10.0.0.1"), true);
    source(FakeCaller.from("10.0.0.2"), false);
    source(FakeCaller.from("2001:db8::1"), true);
    source(FakeCaller.from("2001:db8::2"), false);

    Sources sources = finder.find(asker, null, query().build());

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
    Session own = source(asker, true);
    source(FakeCaller.from("10.0.0.8"), true);

    Sources sources = finder.find(asker, own, query().build());

    assertThat(sources.getSeedersV4().size()).isEqualTo(PackedAddress.V4_LENGTH);
    assertThat(sources.getSeederCount()).isEqualTo(1);
    assertThat(finder.find(asker, null, query().build()).getSeederCount()).isEqualTo(2);
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
    assertThat(finder.find(asker, null, query().setComplete(true).build()).getSeedersV4())
        .isEmpty();
  }

  private int found(Query.Builder query) throws ProtocolException {
    Sources sources = finder.find(asker, null, query.build());
    return v4(sources.getSeedersV4()).size() + v4(sources.getLeechersV4()).size();
  }

  private static Query.Builder query() {
    return Query.newBuilder().setFileId(Some.bytes(Some.fileId(1)));
  }

  private Session source(FakeCaller caller, boolean complete) {
    Registrations registrations = new Registrations(swarms);
    Session session = new Session(1, new byte[16], registrations, caller, Some.LISTENING);
    registrations.put(new Source(session, Some.fileId(1), complete, 0));
    return session;
  }

  private static List<InetSocketAddress> v4(ByteString packed) throws ProtocolException {
    return PackedAddress.unpack(packed.asReadOnlyByteBuffer(), PackedAddress.V4_LENGTH);
  }

  private static List<InetSocketAddress> v6(ByteString packed) throws ProtocolException {
    return PackedAddress.unpack(packed.asReadOnlyByteBuffer(), PackedAddress.V6_LENGTH);
  }
}
