package dev.shoal.peer.internal.trust;

import dev.shoal.protocol.PeerId;
import dev.shoal.transport.Connection;
import dev.shoal.transport.PeerVerifier;
import dev.shoal.transport.RemoteIdentity;
import dev.shoal.transport.TransportException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sure that connections with trackers are with those that are meant: with the one whose
 * fingerprint was given, with one whose certificate an authority has issued for that host, or else
 * with the one that had that name the first time. Thread-safe.
 */
public final class TrackerTrust {
  private static final Logger log = LoggerFactory.getLogger(TrackerTrust.class);

  private final KnownTrackersFile file;
  private final @Nullable PeerId pinned;
  private final boolean authorities;
  private final Executor workers;

  /** What could not be written, and counts until this node ends. */
  private final Map<String, PeerId> unwritten = new ConcurrentHashMap<>();

  /** What was refused last at each tracker, so that it is said loudly once. */
  private final Map<String, PeerId> refused = new ConcurrentHashMap<>();

  /**
   * @param directory where {@code known-trackers} is
   * @param pinned the only fingerprint that is trusted; null: as known, or as first seen
   * @param authorities whether there are any: then no tracker is believed because it is the first
   * @param workers read and write the file
   */
  public TrackerTrust(
      Path directory, @Nullable PeerId pinned, boolean authorities, Executor workers) {
    this.file = new KnownTrackersFile(directory);
    this.pinned = pinned;
    this.authorities = authorities;
    this.workers = workers;
  }

  /**
   * Makes a connection with a tracker that is trusted.
   *
   * @param dialler dials with TLS and the verifier
   * @return fails with {@link TransportException.Untrusted} if it is not the one
   */
  public CompletableFuture<Connection> connect(
      TrackerAddress tracker, Function<PeerVerifier, CompletableFuture<Connection>> dialler) {
    return CompletableFuture.supplyAsync(() -> known(tracker), workers)
        .thenCompose(
            known -> {
              Meeting meeting = new Meeting(tracker, known);
              return dialler.apply(meeting).thenCompose(meeting::remembered);
            });
  }

  /** What to expect; null: anything. */
  private @Nullable PeerId known(TrackerAddress tracker) {
    if (pinned != null) {
      return pinned;
    }
    PeerId noted = inFile(tracker);
    return noted == null ? unwritten.get(KnownTrackers.key(tracker)) : noted;
  }

  private @Nullable PeerId inFile(TrackerAddress tracker) {
    try {
      KnownTrackers known = file.read();
      known
          .senselessLines()
          .forEach(line -> log.debug("line {} of {} makes no sense", line, file.path()));
      KnownTrackers.Entry entry = known.find(tracker).orElse(null);
      if (entry != null && entry.fingerprint() == null) {
        throw untrusted(
            "line "
                + entry.line()
                + " of "
                + file.path()
                + " has no fingerprint of the tracker "
                + tracker
                + " that makes sense: mend or remove it",
            null);
      }
      return entry == null ? null : entry.fingerprint();
    } catch (IOException e) {
      throw untrusted(
          "it is not known whether the tracker "
              + tracker
              + " is the right one: "
              + file.path()
              + " can't be read",
          e);
    }
  }

  /** Notes a tracker that is met for the first time; gives what counts, if others were first. */
  private PeerId note(TrackerAddress tracker, PeerId fingerprint) {
    try {
      file.add(tracker, fingerprint);
    } catch (IOException e) {
      log.warn(
          "the fingerprint {} of the tracker {} can't be noted in {}, and is held against it only"
              + " until this node ends: {}",
          fingerprint.toText(),
          tracker,
          file.path(),
          e.toString());
      PeerId first = unwritten.putIfAbsent(KnownTrackers.key(tracker), fingerprint);
      return first == null ? fingerprint : first;
    }
    PeerId counts = inFile(tracker);
    log.info(
        "first contact with the tracker {}: its fingerprint is {}, noted in {}; no other is trusted"
            + " from now on",
        tracker,
        fingerprint.toText(),
        file.path());
    return counts == null ? fingerprint : counts;
  }

  private TransportException.Untrusted refusal(
      TrackerAddress tracker, PeerId expected, PeerId presented) {
    String remedy =
        pinned == null
            ? "; if it has a new key for a good reason, remove its line from " + file.path()
            : "; if it has a new key for a good reason, give that fingerprint";
    String sentence =
        "the tracker "
            + tracker
            + " is not the one it was, or somebody stands in between: its fingerprint is "
            + presented.toText()
            + ", and should be "
            + expected.toText()
            + remedy;
    if (!presented.equals(refused.put(KnownTrackers.key(tracker), presented))) {
      log.error("REFUSED: {}", sentence);
    }
    return new TransportException.Untrusted(sentence, null);
  }

  private static CompletionException untrusted(String sentence, @Nullable IOException cause) {
    return new CompletionException(new TransportException.Untrusted(sentence, cause));
  }

  /** One attempt to reach a tracker; its verifier knows beforehand what to expect. */
  private final class Meeting implements PeerVerifier {
    private final TrackerAddress tracker;
    private final @Nullable PeerId expected;
    private volatile boolean firstContact;

    Meeting(TrackerAddress tracker, @Nullable PeerId expected) {
      this.tracker = tracker;
      this.expected = expected;
    }

    @Override
    public void verify(RemoteIdentity presented) throws TransportException.Untrusted {
      boolean issued = presented.isIssuedTo(tracker.host()) && pinned == null;
      if (!issued && expected != null && !expected.equals(presented.peerId())) {
        throw refusal(tracker, expected, presented.peerId());
      }
      if (!issued && expected == null && authorities) {
        throw new TransportException.Untrusted(
            "the tracker "
                + tracker
                + " has no certificate for that host by an authority that is trusted here; its"
                + " fingerprint is "
                + presented.peerId().toText()
                + ": if you know it to be right, give it, or note it in "
                + file.path(),
            null);
      }
      refused.remove(KnownTrackers.key(tracker));
      firstContact = !issued && expected == null;
    }

    /** A tracker that was met for the first time is used once it is noted. */
    CompletableFuture<Connection> remembered(Connection connection) {
      if (!firstContact) {
        return CompletableFuture.completedFuture(connection);
      }
      PeerId presented = connection.authenticatedPeer().orElseThrow();
      return CompletableFuture.supplyAsync(() -> note(tracker, presented), workers)
          .thenApply(
              counts -> {
                if (!counts.equals(presented)) {
                  throw new CompletionException(refusal(tracker, counts, presented));
                }
                return connection;
              })
          .whenComplete(
              (kept, failure) -> {
                if (failure != null) {
                  connection.close();
                }
              });
    }
  }
}
