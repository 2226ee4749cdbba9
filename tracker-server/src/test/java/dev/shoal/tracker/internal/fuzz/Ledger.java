package dev.shoal.tracker.internal.fuzz;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.wire.Error;
import dev.shoal.protocol.wire.Query;
import dev.shoal.protocol.wire.Sources;
import dev.shoal.protocol.wire.SwarmUpdate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps account of one connection: that each request is answered once and by its own kind, that
 * what the tracker sends is well-formed, and that it does not end a connection without a word.
 */
final class Ledger {
  private static final int V4 = 6;
  private static final int V6 = 18;
  private static final int MAX_SOURCES = 256;

  private final Knowledge knowledge;

  /** Requests without an answer so far, by id. */
  private final Map<Integer, List<FrameReader.Frame>> open = new HashMap<>();

  private final Set<ByteString> subscribed = new HashSet<>();

  /** Whether anything was sent to the tracker: an error in place of it is a farewell. */
  private boolean introduced;

  private boolean greeted;
  private boolean explained;
  private boolean over;

  Ledger(Knowledge knowledge) {
    this.knowledge = knowledge;
  }

  /** What is sent to the tracker. */
  final FrameReader requests =
      new FrameReader() {
        @Override
        void onFrame(Frame frame) {
          boolean unknown = frame.kind() == null && frame.id() != 0 && !frame.last();
          if (unknown
              || (frame.kind() != null && frame.kind().place() == FrameKind.Place.REQUEST)) {
            knowledge.noteRequest(frame.kind());
            open.computeIfAbsent(frame.id(), id -> new ArrayList<>()).add(frame);
          }
          explained |= frame.kind() == FrameKind.ERROR && (frame.id() == 0 || !introduced);
          introduced = true;
        }

        @Override
        void onBroken(String why) {}
      };

  /** What the tracker sends. */
  final FrameReader answers =
      new FrameReader() {
        @Override
        void onFrame(Frame frame) {
          FrameKind kind = frame.kind();
          MessageLite header = frame.header();
          boolean refusal = kind == FrameKind.ERROR && frame.id() == 0;
          if (kind == null
              || header == null
              || over
              || (greeted == (kind == FrameKind.HELLO) && !refusal)) {
            throw new AssertionError("the tracker must not send this here: " + frame);
          }
          greeted = true;
          knowledge.note(kind);
          switch (kind.place()) {
            case REQUEST -> throw new AssertionError("a tracker asks nothing: " + frame);
            case NOTICE -> notice(kind, header);
            case ANSWER -> answer(frame, kind, header);
          }
        }

        @Override
        void onBroken(String why) {
          throw new AssertionError("the tracker sent what is no frame: " + why);
        }
      };

  /** Nothing waits for an answer. */
  void requireAllAnswered() {
    if (!open.isEmpty() && !requests.isBroken()) {
      throw new AssertionError("never answered: " + open);
    }
  }

  /** The tracker has closed the connection. */
  void requireExplained() {
    if (!explained) {
      throw new AssertionError("the tracker closed a connection and said nothing");
    }
  }

  private void notice(FrameKind kind, MessageLite header) {
    if (header instanceof SwarmUpdate update) {
      requireWhole(update.getSeedersV4(), V4);
      requireWhole(update.getLeechersV4(), V4);
      requireWhole(update.getLeftV4(), V4);
      requireWhole(update.getSeedersV6(), V6);
      requireWhole(update.getLeechersV6(), V6);
      requireWhole(update.getLeftV6(), V6);
      if (!subscribed.contains(update.getFileId())) {
        throw new AssertionError("nobody subscribed to this: " + update);
      }
      if (update.getLast()) {
        subscribed.remove(update.getFileId());
      }
    } else if (kind != FrameKind.HELLO && kind != FrameKind.PING && kind != FrameKind.PONG) {
      throw new AssertionError("no notice of a tracker: " + kind);
    }
  }

  private void answer(FrameReader.Frame frame, FrameKind kind, MessageLite header) {
    if (!frame.last()) {
      throw new AssertionError("more is to come of an answer: " + frame);
    }
    if (header instanceof Error error
        && (ErrorCode.of(error.getCode()) == ErrorCode.UNKNOWN || error.getMessage().isBlank())) {
      throw new AssertionError("an error that says nothing: " + error);
    }
    if (header instanceof Error error && ErrorCode.of(error.getCode()) == ErrorCode.INTERNAL) {
      throw new AssertionError("an internal error: " + error);
    }
    if (kind == FrameKind.ERROR && frame.id() == 0) {
      explained = true;
      over = true;
      return;
    }
    FrameReader.Frame request = take(frame, kind);
    explained |= kind == FrameKind.GOODBYE_ACK;
    knowledge.learn(header);
    if (header instanceof Sources sources && request.header() instanceof Query query) {
      check(sources, query);
    }
  }

  private FrameReader.Frame take(FrameReader.Frame answer, FrameKind kind) {
    List<FrameReader.Frame> asked = open.getOrDefault(answer.id(), List.of());
    for (int i = 0; i < asked.size(); i++) {
      FrameKind wanted = asked.get(i).kind();
      if (kind == FrameKind.ERROR || (wanted != null && wanted.answer() == kind)) {
        FrameReader.Frame request = asked.remove(i);
        if (asked.isEmpty()) {
          open.remove(answer.id());
        }
        return request;
      }
    }
    throw new AssertionError("nobody asked for this: " + answer + ", open are " + open);
  }

  private void check(Sources sources, Query query) {
    int count =
        requireWhole(sources.getSeedersV4(), V4)
            + requireWhole(sources.getLeechersV4(), V4)
            + requireWhole(sources.getSeedersV6(), V6)
            + requireWhole(sources.getLeechersV6(), V6);
    int wanted = query.getMaxSources();
    if (count > MAX_SOURCES || (wanted > 0 && count > wanted)) {
      throw new AssertionError(count + " sources are too many for " + query);
    }
    if (sources.getSubscribed()) {
      subscribed.add(query.getFileId());
      if (!query.getSubscribe()) {
        throw new AssertionError("subscribed unasked: " + query);
      }
    }
  }

  private static int requireWhole(ByteString packed, int size) {
    if (packed.size() % size != 0) {
      throw new AssertionError(packed.size() + " bytes are no addresses of " + size);
    }
    return packed.size() / size;
  }
}
