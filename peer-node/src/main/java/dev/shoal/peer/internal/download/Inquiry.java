package dev.shoal.peer.internal.download;

import java.util.concurrent.TimeUnit;

/**
 * When a download asks its tracker for sources, and whether it may believe that there is none. A
 * plain object of one thread.
 *
 * <p>With a subscription the tracker tells of every change by itself, and a question now and then
 * is only a precaution. Without one a download that has no source asks often. A tracker that has
 * just started has not heard of everybody yet: that it knows of no source means nothing for a time.
 */
final class Inquiry {
  /** Time between questions while there is no source and no subscription. */
  static final long HUNGRY_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Time between questions otherwise. */
  static final long CONTENT_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** So long a tracker that has just started is not believed that nobody has the file. */
  static final long WARMING_NANOS = TimeUnit.SECONDS.toNanos(30);

  private boolean asking;
  private boolean asked;
  private boolean subscribed;
  private boolean doubted;
  private long doubtedSinceNanos;
  private boolean unsettled;
  private long dueNanos;

  /** When the last answer came that was one. */
  private long answeredNanos;

  private boolean answered;

  Inquiry(long nowNanos) {
    dueNanos = nowNanos;
  }

  boolean isDue(long nowNanos) {
    return !asking && nowNanos - dueNanos >= 0;
  }

  boolean isSubscribed() {
    return subscribed;
  }

  /** Whether there was an answer that counts, and none is awaited. */
  boolean isSettled(long nowNanos) {
    boolean patient = unsettled && nowNanos - doubtedSinceNanos < WARMING_NANOS;
    return asked && !asking && !patient;
  }

  /** The question is on its way. */
  void begun() {
    asking = true;
  }

  /** It could not be asked. */
  void failed(boolean hungry, long nowNanos) {
    ended();
    unsettled = false;
    rest(hungry, nowNanos);
  }

  /**
   * It was answered.
   *
   * @param subscribes whether the tracker tells of changes from now on
   * @param doubtful whether it knows of no source, and has just started
   */
  void answered(boolean subscribes, boolean doubtful, boolean hungry, long nowNanos) {
    ended();
    subscribed = subscribes;
    answered = true;
    answeredNanos = nowNanos;
    unsettled = doubtful;
    if (doubtful && !doubted) {
      doubted = true;
      doubtedSinceNanos = nowNanos;
    }
    rest(hungry, nowNanos);
  }

  /** The tracker tells of changes no more, or is not to. */
  void unsubscribed(boolean hungry, long nowNanos) {
    subscribed = false;
    rest(hungry, nowNanos);
  }

  /** A source is lost. */
  void lostSource(long nowNanos) {
    if (!subscribed && dueNanos - nowNanos > HUNGRY_NANOS) {
      dueNanos = nowNanos + HUNGRY_NANOS;
    }
  }

  /**
   * There is a new connection to a tracker, where nothing is subscribed to, unless the question
   * that waited for it has been answered before this was told.
   */
  void newSession(long openedNanos) {
    if (!answered || answeredNanos - openedNanos < 0) {
      subscribed = false;
      dueNanos = openedNanos;
    }
  }

  private void ended() {
    asking = false;
    asked = true;
    subscribed = false;
  }

  private void rest(boolean hungry, long nowNanos) {
    dueNanos = nowNanos + (hungry && !subscribed ? HUNGRY_NANOS : CONTENT_NANOS);
  }
}
