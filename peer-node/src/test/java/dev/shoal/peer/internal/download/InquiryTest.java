package dev.shoal.peer.internal.download;

import static dev.shoal.peer.internal.download.Inquiry.CONTENT_NANOS;
import static dev.shoal.peer.internal.download.Inquiry.HUNGRY_NANOS;
import static dev.shoal.peer.internal.download.Inquiry.WARMING_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InquiryTest {
  private final Inquiry inquiry = new Inquiry(0);

  @Test
  void shouldAskAtOnceAndOneQuestionAtATime() {
    assertThat(inquiry.isDue(0)).isTrue();
    inquiry.begun();
    assertThat(inquiry.isDue(CONTENT_NANOS)).isFalse();
    assertThat(inquiry.isSettled(CONTENT_NANOS)).isFalse();
  }

  @Test
  void shouldAskOftenOnlyWhenHungryAndNotSubscribed() {
    isDueAfter(HUNGRY_NANOS, false, true);
    isDueAfter(CONTENT_NANOS, false, false);
    isDueAfter(CONTENT_NANOS, true, true);
    isDueAfter(CONTENT_NANOS, true, false);
  }

  private void isDueAfter(long nanos, boolean subscribed, boolean hungry) {
    inquiry.begun();
    inquiry.answered(subscribed, false, hungry, 0);
    assertThat(inquiry.isSubscribed()).isEqualTo(subscribed);
    assertThat(inquiry.isDue(nanos - 1)).isFalse();
    assertThat(inquiry.isDue(nanos)).isTrue();
  }

  @Test
  void shouldAskOftenAgainWhenTheSubscriptionIsOver() {
    inquiry.begun();
    inquiry.answered(true, false, true, 0);
    inquiry.unsubscribed(true, 5);
    assertThat(inquiry.isDue(5 + HUNGRY_NANOS)).isTrue();
  }

  @Test
  void shouldAskAtOnceWhenThereIsANewSession() {
    inquiry.begun();
    inquiry.answered(true, false, false, 0);
    inquiry.newSession(7);
    assertThat(inquiry.isSubscribed()).isFalse();
    assertThat(inquiry.isDue(7)).isTrue();
  }

  @Test
  void shouldNotAskAgainWhenTheNewSessionHasAnsweredAlready() {
    inquiry.begun();
    inquiry.answered(true, false, false, 9);
    inquiry.newSession(7);
    assertThat(inquiry.isSubscribed()).isTrue();
    assertThat(inquiry.isDue(10)).isFalse();
  }

  @Test
  void shouldAskSoonWhenASourceIsLostUnlessSubscribed() {
    inquiry.begun();
    inquiry.answered(false, false, false, 0);
    inquiry.lostSource(10);
    assertThat(inquiry.isDue(9 + HUNGRY_NANOS)).isFalse();
    assertThat(inquiry.isDue(10 + HUNGRY_NANOS)).isTrue();
    inquiry.begun();
    inquiry.answered(true, false, false, 0);
    inquiry.lostSource(10);
    assertThat(inquiry.isDue(10 + HUNGRY_NANOS)).isFalse();
  }

  @Test
  void shouldAskOftenAndNotBeSubscribedWhenTheTrackerIsAway() {
    inquiry.begun();
    inquiry.answered(true, false, true, 0);
    inquiry.begun();
    inquiry.failed(true, 0);
    assertThat(inquiry.isSettled(0)).isTrue();
    assertThat(inquiry.isSubscribed()).isFalse();
    assertThat(inquiry.isDue(HUNGRY_NANOS)).isTrue();
  }

  @Test
  void shouldBelieveAnAnswerAtOnceWhenTheTrackerIsWarm() {
    assertThat(inquiry.isSettled(0)).isFalse();
    inquiry.begun();
    inquiry.answered(false, false, true, 0);
    assertThat(inquiry.isSettled(0)).isTrue();
  }

  @Test
  void shouldNotBelieveATrackerThatHasJustStartedForATime() {
    inquiry.begun();
    inquiry.answered(true, true, true, 1);
    assertThat(inquiry.isSettled(WARMING_NANOS)).isFalse();
    inquiry.begun();
    inquiry.answered(true, true, true, HUNGRY_NANOS);
    assertThat(inquiry.isSettled(WARMING_NANOS)).isFalse();
    assertThat(inquiry.isSettled(1 + WARMING_NANOS)).as("since the first such answer").isTrue();
  }

  @Test
  void shouldBelieveATrackerAsSoonAsItIsWarm() {
    inquiry.begun();
    inquiry.answered(true, true, true, 0);
    inquiry.begun();
    inquiry.answered(true, false, true, 2);
    assertThat(inquiry.isSettled(2)).isTrue();
  }
}
