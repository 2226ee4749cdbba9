package dev.shoal.peer.internal.tracker;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.PlainText;
import dev.shoal.protocol.wire.Goodbye;
import dev.shoal.protocol.wire.Heartbeat;
import dev.shoal.protocol.wire.HeartbeatAck;
import dev.shoal.protocol.wire.Lease;
import dev.shoal.protocol.wire.OpenLease;
import dev.shoal.protocol.wire.Publish;
import dev.shoal.protocol.wire.Published;
import dev.shoal.protocol.wire.Register;
import dev.shoal.protocol.wire.Unregister;
import dev.shoal.transport.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to the tracker with an open lease, and what is told over it. */
final class TrackerSession {
  private static final Logger log = LoggerFactory.getLogger(TrackerSession.class);

  /** Short, as there may be other trackers; a tracker may dial back before it answers. */
  private static final Duration OPEN_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration GOODBYE_TIMEOUT = Duration.ofSeconds(2);

  private final String tracker;
  private final Connection connection;
  private final Lease lease;

  private TrackerSession(String tracker, Connection connection, Lease lease) {
    this.tracker = tracker;
    this.connection = connection;
    this.lease = lease;
  }

  /**
   * Logs in, where there is a login, and opens the lease: some trackers give none without.
   *
   * @param tracker what people call it
   */
  static CompletableFuture<TrackerSession> open(
      String tracker, Connection connection, SessionLogin login, OpenLease request) {
    return login
        .logIn(connection)
        .thenCompose(loggedIn -> connection.request(FrameKind.OPEN_LEASE, request, OPEN_TIMEOUT))
        .thenApply(lease -> new TrackerSession(tracker, connection, (Lease) lease))
        .whenComplete(
            (opened, failure) -> {
              if (failure != null) {
                connection.close();
              }
            });
  }

  /** The tracker, as people call it. */
  String tracker() {
    return tracker;
  }

  Connection connection() {
    return connection;
  }

  Lease lease() {
    return lease;
  }

  /**
   * Takes a step; completes when all of it is answered. Registrations do not depend on the
   * catalogue, which has a rate and a disk.
   *
   * @return why nothing was published, if so; fails with what was not registered
   */
  CompletableFuture<Optional<Throwable>> tell(Announcements.Batch batch) {
    List<CompletableFuture<MessageLite>> answers = new ArrayList<>();
    if (!batch.withdrawn().isEmpty()) {
      Unregister.Builder unregister = Unregister.newBuilder();
      for (FileId fileId : batch.withdrawn()) {
        unregister.addFileIds(ByteString.copyFrom(fileId.toBytes()));
      }
      answers.add(connection.request(FrameKind.UNREGISTER, unregister.build()));
    }
    CompletableFuture<Optional<Throwable>> refusal = publish(batch.published());
    Register.Builder register = Register.newBuilder().setReset(batch.reset());
    for (Announcement announcement : batch.announced()) {
      register.addRegistrations(announcement.registration());
    }
    if (register.getReset() || register.getRegistrationsCount() > 0) {
      answers.add(connection.request(FrameKind.REGISTER, register.build()));
    }
    return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .thenCombine(refusal, (registered, published) -> published);
  }

  private CompletableFuture<Optional<Throwable>> publish(List<Announcement> published) {
    Publish.Builder publish = Publish.newBuilder();
    for (Announcement announcement : published) {
      if (announcement.publication() != null) {
        publish.addFiles(announcement.publication());
      }
    }
    if (publish.getFilesCount() == 0) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return connection
        .request(FrameKind.PUBLISH, publish.build())
        .handle(
            (answer, failure) -> {
              report(publish, answer);
              return Optional.ofNullable(failure);
            });
  }

  /** Shows that this node lives, and compares what is registered. */
  CompletableFuture<HeartbeatAck> heartbeat(long digest) {
    return connection
        .request(FrameKind.HEARTBEAT, Heartbeat.newBuilder().setDigest(digest).build())
        .thenApply(HeartbeatAck.class::cast);
  }

  /** Ends the lease, so that nobody is sent here any more, and closes. */
  CompletableFuture<Void> goodbye() {
    return connection
        .request(FrameKind.GOODBYE, Goodbye.getDefaultInstance(), GOODBYE_TIMEOUT)
        .handle((answer, failure) -> connection.close())
        .thenCompose(closed -> closed);
  }

  /** A file that the catalogue refuses is served all the same, to who has its id. */
  private static void report(Publish.Builder asked, @Nullable MessageLite answer) {
    if (answer instanceof Published published) {
      for (var rejection : published.getRejectionsList()) {
        String name =
            rejection.getIndex() < asked.getFilesCount()
                ? asked.getFiles(rejection.getIndex()).getName()
                : "?";
        log.warn(
            "the tracker did not publish {}: {}",
            PlainText.of(name),
            PlainText.of(rejection.getMessage()));
      }
    }
  }
}
