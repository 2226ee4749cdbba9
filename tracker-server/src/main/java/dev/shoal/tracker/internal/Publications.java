package dev.shoal.tracker.internal;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Publish;
import dev.shoal.protocol.wire.Published;
import dev.shoal.protocol.wire.PublishedFile;
import dev.shoal.protocol.wire.Rejection;
import dev.shoal.tracker.internal.catalogue.Catalogue;
import dev.shoal.tracker.internal.state.Command;
import dev.shoal.tracker.internal.state.Outcome;
import dev.shoal.tracker.internal.state.PublishFiles;
import dev.shoal.tracker.internal.store.Committer;
import dev.shoal.tracker.internal.store.Reply;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Leads changes of what is kept through the committer, and what came of them into the catalogue,
 * where they become visible: after they are on disk, in slices, and before they are acknowledged.
 */
final class Publications {
  /** Hears of the end of a publication. */
  interface Publisher {
    /** It is on disk and visible, but for what was rejected. */
    void published(Published answer);

    /** Nothing of it was taken. */
    void failed(ProtocolException reason);
  }

  private final Catalogue catalogue;
  private final Committer committer;
  private final LongSupplier nowMillis;
  private final Runnable workArises;
  private final Deque<Arrival> arrivals = new ArrayDeque<>();

  /**
   * For that catalogue.
   *
   * @param committer which calls its replies on the loop
   * @param nowMillis Unix time
   * @param workArises called when there is something for {@link #work} to do
   */
  Publications(
      Catalogue catalogue, Committer committer, LongSupplier nowMillis, Runnable workArises) {
    this.catalogue = catalogue;
    this.committer = committer;
    this.nowMillis = nowMillis;
    this.workArises = workArises;
  }

  /** What came of a command, as far as the catalogue does not show it yet. */
  private static final class Arrival {
    final Outcome outcome;
    final Publisher publisher;
    int shown;

    Arrival(Outcome outcome, Publisher publisher) {
      this.outcome = outcome;
      this.publisher = publisher;
    }
  }

  /**
   * Publishes a batch in the name of a peer.
   *
   * @param proven whether the peer has proved that it is that one
   * @throws ProtocolException if it can't be begun; then the publisher hears nothing more
   */
  void publish(PeerId peer, boolean proven, Publish request, Publisher publisher)
      throws ProtocolException {
    Batches.check(request.getFilesCount(), "files");
    PublishFiles.Builder files =
        PublishFiles.newBuilder()
            .setPublisher(ByteString.copyFrom(peer.toBytes()))
            .setProven(proven);
    for (PublishedFile file : request.getFilesList()) {
      files.addFiles(
          PublishFiles.File.newBuilder()
              .setFileId(file.getFileId())
              .setLength(file.getLength())
              .setName(file.getName())
              .addAllTags(file.getTagsList()));
    }
    submit(Command.newBuilder().setPublish(files), publisher);
  }

  /** Hands in a command, at the present time. */
  void submit(Command.Builder command, Publisher publisher) throws ProtocolException {
    committer.submit(
        command.setNowMillis(nowMillis.getAsLong()).build(),
        new Reply() {
          @Override
          public void done(Outcome outcome) {
            arrivals.add(new Arrival(outcome, publisher));
            workArises.run();
          }

          @Override
          public void failed(ProtocolException reason) {
            publisher.failed(reason);
          }
        });
  }

  /**
   * Shows some of what has come.
   *
   * @param max files
   * @return whether there is more
   */
  boolean work(int max) {
    Arrival arrival = arrivals.peek();
    for (int left = max; arrival != null && left > 0; arrival = arrivals.peek()) {
      int end = Math.min(arrival.outcome.getChangedCount(), arrival.shown + left);
      left -= end - arrival.shown + 1;
      while (arrival.shown < end) {
        catalogue.accept(arrival.outcome.getChanged(arrival.shown++));
      }
      if (end == arrival.outcome.getChangedCount()) {
        arrivals.remove();
        arrival.publisher.published(answer(arrival.outcome));
      }
    }
    return arrival != null;
  }

  private static Published answer(Outcome outcome) {
    Published.Builder answer = Published.newBuilder();
    for (Outcome.Refusal refusal : outcome.getRefusalsList()) {
      answer.addRejections(
          Rejection.newBuilder()
              .setIndex(refusal.getIndex())
              .setCode(refusal.getCode())
              .setMessage(refusal.getMessage()));
    }
    return answer.build();
  }
}
