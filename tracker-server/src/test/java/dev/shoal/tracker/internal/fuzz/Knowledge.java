package dev.shoal.tracker.internal.fuzz;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.wire.Lease;
import dev.shoal.protocol.wire.Registered;
import dev.shoal.protocol.wire.SearchResults;
import dev.shoal.protocol.wire.Unregistered;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What peers have learned from the tracker and may send back: nobody could guess it. */
final class Knowledge {
  private static final int MOST = 8;

  private final List<Lease> leases = new ArrayList<>();
  private final List<ByteString> cursors = new ArrayList<>();
  private final Set<FrameKind> kinds = EnumSet.noneOf(FrameKind.class);
  private long digest;

  private boolean published;

  /** Remembers what a peer asks. */
  void noteRequest(@Nullable FrameKind kind) {
    published |= kind == FrameKind.PUBLISH;
  }

  /** Whether anybody may have published anything. */
  boolean isPublished() {
    return published;
  }

  /** Remembers that such a frame came. */
  void note(FrameKind kind) {
    kinds.add(kind);
  }

  /** All that came. */
  Set<FrameKind> kinds() {
    return kinds;
  }

  /** Remembers of an answer what may be of use. */
  void learn(MessageLite answer) {
    if (answer instanceof Lease lease) {
      remember(leases, lease);
    } else if (answer instanceof Registered registered) {
      digest = registered.getDigest();
    } else if (answer instanceof Unregistered unregistered) {
      digest = unregistered.getDigest();
    } else if (answer instanceof SearchResults results) {
      remember(cursors, results.getNextCursor());
    }
  }

  /** One of the leases that were given, the latest first. */
  Lease lease(int choice) {
    return leases.isEmpty() ? Lease.getDefaultInstance() : latest(leases, choice);
  }

  /** One of the cursors that were given, the latest first. */
  ByteString cursor(int choice) {
    return cursors.isEmpty() ? ByteString.EMPTY : latest(cursors, choice);
  }

  /** The digest that was given last. */
  long digest() {
    return digest;
  }

  private static <T> void remember(List<T> known, T latest) {
    if (known.size() == MOST) {
      known.remove(0);
    }
    known.add(latest);
  }

  private static <T> T latest(List<T> known, int choice) {
    return known.get(known.size() - 1 - choice % known.size());
  }
}
