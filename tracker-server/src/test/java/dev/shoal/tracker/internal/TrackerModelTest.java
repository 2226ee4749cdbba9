package dev.shoal.tracker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.RegistrationDigest;
import dev.shoal.protocol.wire.OpenLease;
import dev.shoal.protocol.wire.Registration;
import dev.shoal.protocol.wire.Unregister;
import dev.shoal.tracker.internal.swarm.SourceSample;
import dev.shoal.tracker.internal.swarm.SwarmIndex;
import io.netty.buffer.Unpooled;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Holds sessions, registrations and swarms against a naive model, whatever peers do to them. */
class TrackerModelTest {
  private static final int PEERS = 5;
  private static final int FILES = 4;

  private enum Deed {
    OPEN,
    REGISTER,
    UNREGISTER,
    RENEW,
    LOSE,
    RESUME,
    RESUME_OUT_OF_STEP,
    GOODBYE,
    WAIT
  }

  /** What a peer does; the number and the chunks serve as the deed needs them. */
  private record Step(int peer, Deed deed, int number, int chunks) {}

  /** What a peer believes. */
  private static final class Peer {
    final FakeCaller caller;
    final Listening listening;
    final Map<FileId, Registration> registered = new HashMap<>();
    @Nullable Session session;
    boolean connected;
    long deadline;

    Peer(int number) {
      caller = FakeCaller.from("10.0.0." + (number + 1));
      listening = new Listening(number == 0 ? 0 : 7071, false);
    }

    boolean isConnected() {
      return session != null && connected;
    }

    void forget() {
      session = null;
      registered.clear();
    }

    long digest() {
      return registered.values().stream()
          .mapToLong(RegistrationDigest::of)
          .reduce(RegistrationDigest.EMPTY, (a, b) -> a ^ b);
    }

    /** As a source of the file, 0: not at all, 1: leecher, 2: seeder. */
    int shows(FileId file) {
      Registration registration = isConnected() ? registered.get(file) : null;
      return registration == null ? 0 : registration.getComplete() ? 2 : 1;
    }
  }

  @Property(tries = 300)
  void shouldAgreeWithModelWhateverPeersDo(
      @ForAll("steps") @Size(min = 1, max = 120) List<Step> steps) throws ProtocolException {
    World world = new World();
    for (Step step : steps) {
      world.act(step);
      world.checkSessions();
      world.checkSamples();
      if (step.chunks() % 4 == 0) {
        world.swarms.work(1 + step.number());
      } else if (step.chunks() % 4 == 1) {
        world.checkSwarms();
      }
    }
    world.checkSwarms();
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.integers().between(0, PEERS - 1),
            Arbitraries.of(Deed.class),
            Arbitraries.integers().between(0, FILES - 1),
            Arbitraries.integers().between(0, 0x1FF))
        .as(Step::new)
        .list();
  }

  /** Both sides: the peers with their beliefs, and the tracker. */
  private static final class World {
    private final SwarmIndex swarms = Some.swarms();
    private final SessionTable sessions = new SessionTable(Some.policy(), swarms, new Random(2));
    private final Leases leases = new Leases(sessions, Some.policy(), new Warming(() -> 0, 0));
    private final Registrar registrar =
        new Registrar(swarms, sessions, file -> OptionalLong.empty(), Some.policy());
    private final List<Peer> peers = IntStream.range(0, PEERS).mapToObj(Peer::new).toList();
    private long now;

    void act(Step step) throws ProtocolException {
      Peer peer = peers.get(step.peer());
      Session session = peer.session;
      switch (step.deed()) {
        case OPEN -> {
          if (session == null) {
            OpenLease asked = OpenLease.newBuilder().setListenPort(peer.listening.port()).build();
            connect(peer, leases.open(peer.caller, asked, now).session());
          }
        }
        case REGISTER -> {
          if (session != null && peer.connected) {
            Registration registration =
                step.chunks() > 0xFF
                    ? Some.complete(step.number())
                    : Some.partial(step.number(), step.chunks());
            registrar.register(
                session, Some.encoded(Some.register(registration)), Unpooled.buffer());
            peer.registered.put(Some.fileId(step.number()), registration);
          }
        }
        case UNREGISTER -> {
          if (session != null && peer.connected) {
            FileId file = Some.fileId(step.number());
            registrar.unregister(
                session, Unregister.newBuilder().addFileIds(Some.bytes(file)).build());
            peer.registered.remove(file);
          }
        }
        case RENEW -> {
          if (session != null && peer.connected) {
            sessions.renew(session, now);
            peer.deadline = now + Some.LEASE.toNanos();
          }
        }
        case LOSE -> {
          if (session != null && peer.connected) {
            sessions.lose(session, now);
            peer.connected = false;
            peer.deadline = now + Some.RESUME.toNanos();
          }
        }
        case RESUME -> {
          if (session != null) {
            assertThat(resume(peer, session, peer.digest()).resumed()).isTrue();
          }
        }
        case RESUME_OUT_OF_STEP -> {
          if (session != null) {
            assertThat(resume(peer, session, peer.digest() + 1).resumed()).isFalse();
            peer.registered.clear();
          }
        }
        case GOODBYE -> {
          if (session != null) {
            sessions.end(session);
            peer.forget();
          }
        }
        case WAIT -> {
          now += step.chunks() * 100_000_000L;
          sessions.expire(now, PEERS + 1);
          peers.stream().filter(each -> each.deadline <= now).forEach(Peer::forget);
        }
      }
    }

    private Leases.Opened resume(Peer peer, Session session, long digest) throws ProtocolException {
      OpenLease asked =
          OpenLease.newBuilder()
              .setListenPort(peer.listening.port())
              .setSession(session.id)
              .setSecret(ByteString.copyFrom(session.secret()))
              .setDigest(digest)
              .build();
      Leases.Opened opened = leases.open(peer.caller, asked, now);
      assertThat(opened.session()).isSameAs(session);
      connect(peer, session);
      return opened;
    }

    private void connect(Peer peer, Session session) {
      peer.session = session;
      peer.connected = true;
      peer.deadline = now + Some.LEASE.toNanos();
    }

    void checkSessions() {
      assertThat(sessions.size())
          .isEqualTo((int) peers.stream().filter(peer -> peer.session != null).count());
      for (Peer peer : peers) {
        Session session = peer.session;
        if (session != null) {
          assertThat(session.registrations.digest()).isEqualTo(peer.digest());
          assertThat(session.registrations.size()).isEqualTo(peer.registered.size());
          assertThat(session.isCarriedBy(peer.caller)).isEqualTo(peer.connected);
        }
      }
    }

    /** Counts are exact, and all that can be dialled are given, once nothing is left to do. */
    void checkSwarms() {
      Some.drain(swarms);
      long held = peers.stream().mapToLong(peer -> peer.registered.size()).sum();
      assertThat(swarms.size()).isEqualTo(held);
      for (int i = 0; i < FILES; i++) {
        FileId file = Some.fileId(i);
        int number = Some.number(swarms, i);
        assertThat(swarms.seederCount(number)).isEqualTo(showing(file, 2, false).size());
        assertThat(swarms.leecherCount(number)).isEqualTo(showing(file, 1, false).size());
        assertThat(sample(i, true)).isEqualTo(showing(file, 1, true));
        assertThat(sample(i, false)).isEqualTo(dialable(file));
      }
    }

    /** At no moment is anybody given who should not be, and leechers only to a seeder. */
    void checkSamples() {
      for (int i = 0; i < FILES; i++) {
        FileId file = Some.fileId(i);
        assertThat(showing(file, 1, true)).containsAll(sample(i, true));
        assertThat(dialable(file)).containsAll(sample(i, false));
      }
    }

    private Set<Integer> dialable(FileId file) {
      Set<Integer> all = showing(file, 2, true);
      all.addAll(showing(file, 1, true));
      return all;
    }

    private Set<Integer> sample(int file, boolean complete) {
      SourceSample sample = new SourceSample();
      sample.begin(
          FakeCaller.from("10.0.0.99").addresses(), SourceSample.NOBODY, 256, complete, false);
      swarms.sample(Some.number(swarms, file), sample);
      Set<Integer> given = new HashSet<>();
      for (int i = 0; i < sample.size(); i++) {
        assertThat(given.add(sample.number(i))).as("given once").isTrue();
      }
      return given;
    }

    private Set<Integer> showing(FileId file, int what, boolean dialable) {
      Set<Integer> showing = new HashSet<>();
      for (Peer peer : peers) {
        Session session = peer.session;
        if (session != null
            && peer.shows(file) == what
            && (!dialable || peer.listening.port() != 0)) {
          showing.add(session.registrations.number());
        }
      }
      return showing;
    }
  }
}
