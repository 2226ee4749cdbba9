package dev.shoal.peer.internal;

import com.google.protobuf.MessageLite;
import dev.shoal.peer.AccessPolicy;
import dev.shoal.peer.Account;
import dev.shoal.peer.internal.access.Admission;
import dev.shoal.peer.internal.access.Capabilities;
import dev.shoal.peer.internal.access.ClockOffset;
import dev.shoal.peer.internal.access.GroupEpochs;
import dev.shoal.peer.internal.access.GroupRegistrations;
import dev.shoal.peer.internal.access.GroupShares;
import dev.shoal.peer.internal.access.KnownGroups;
import dev.shoal.peer.internal.access.TrackerKeys;
import dev.shoal.peer.internal.access.TrackerQuestions;
import dev.shoal.peer.internal.tracker.TrackerClient;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.wire.GroupEpoch;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** What one node knows of who may have what, wired together. */
final class NodeAccess {
  private final ClockOffset clock = new ClockOffset(System::nanoTime);
  private final GroupEpochs epochs = new GroupEpochs();
  private final KnownGroups known = new KnownGroups();
  private final TrackerKeys keys = new TrackerKeys(clock, known, System::nanoTime);
  private final Admission admission;

  NodeAccess(AccessPolicy policy, Executor workers) {
    this.admission = new Admission(keys, clock, epochs, policy, workers);
  }

  /** Which tracker knows which group. */
  KnownGroups known() {
    return known;
  }

  /** Judges who asks this node for something. */
  Admission admission() {
    return admission;
  }

  /** This node's own capabilities. */
  Capabilities capabilities(TrackerClient tracker, Account account) {
    return new Capabilities(
        new Questions(tracker), clock, epochs, known, account::user, System::nanoTime);
  }

  /** Enters files in groups' lists. */
  GroupShares shares(TrackerClient tracker, Account account, GroupShares.Shelf shelf) {
    return new GroupShares(new Questions(tracker), epochs, known, account::user, shelf);
  }

  /**
   * Heeds what the tracker says of groups from now on, and tells it what is held there.
   *
   * @param onForgotten told of groups in which their tracker does not know this node's user
   */
  GroupRegistrations connect(TrackerClient tracker, EventLoop loop, Consumer<GroupId> onForgotten) {
    keys.connect(new Questions(tracker));
    known.connect(tracker::visit);
    GroupRegistrations registrations =
        new GroupRegistrations(loop, tracker::askOnce, keys, known, onForgotten);
    epochs.addListener(registrations::again);
    tracker.addListener(
        new TrackerClient.Listener() {
          @Override
          public void onSession() {
            if (keys.areUsed()) {
              keys.refresh();
            }
            registrations.startAnew();
          }

          @Override
          public void onNotice(FrameKind kind, MessageLite notice) {
            if (notice instanceof GroupEpoch news && news.getGroupId().size() == GroupId.LENGTH) {
              GroupId group = GroupId.fromBytes(news.getGroupId().toByteArray());
              if (known.isHere(group)) { // of another tracker's groups it has nothing to say
                epochs.learned(group, news.getEpoch());
              }
            }
          }
        });
    return registrations;
  }

  /** Asks over the tracker client's sessions. */
  private record Questions(TrackerClient tracker) implements TrackerQuestions {
    @Override
    public <T extends MessageLite> CompletableFuture<T> ask(
        FrameKind kind, MessageLite header, Class<T> answer) {
      return tracker.ask(kind, header, answer);
    }

    @Override
    public CompletableFuture<Void> ready() {
      return tracker.ready();
    }
  }
}
