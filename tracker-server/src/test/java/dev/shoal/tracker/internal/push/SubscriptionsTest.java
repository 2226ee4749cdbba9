package dev.shoal.tracker.internal.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.FileId;
import dev.shoal.protocol.wire.SwarmUpdate;
import dev.shoal.tracker.internal.codec.FileIdWords;
import dev.shoal.tracker.internal.swarm.Registrations;
import dev.shoal.tracker.internal.swarm.SourceAddress;
import dev.shoal.tracker.internal.swarm.SourceSample;
import dev.shoal.tracker.internal.swarm.Standing;
import dev.shoal.tracker.internal.swarm.SwarmIndex;
import dev.shoal.tracker.internal.swarm.SwarmListener;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final FileIdWords FILE = file(1);
  private static final int MAX = 5000;

  private final SwarmIndex swarms = new SwarmIndex(new SplittableRandom(1), 1 << 20);
  private int news;
  private final Subscriptions subscriptions =
      new Subscriptions(swarms, new SubscriptionLimits(MAX, MAX, host -> true), () -> news++);
  private final FakeSubscriber subscriber = new FakeSubscriber();

  /** Close to where nanoseconds overflow, which must make no difference. */
  private long now = Long.MAX_VALUE - HOUR / 2;

  private int ports = 1000;

  SubscriptionsTest() {
    swarms.listener(
        new SwarmListener() {
          @Override
          public void changed(int file) {
            subscriptions.changed(file);
          }

          @Override
          public void completed(FileId file) {}

          @Override
          public void workArises() {}
        });
  }

  @Test
  void shouldTellOfFirstSeederAndEndWhenSubscriberHasAllItWants() {
    subscribe(subscriber, 1);
    assertThat(subscriptions.hasWork()).isFalse();

    source(FILE, true);
    assertThat(news).isEqualTo(1);
    tell();

    SwarmUpdate update = subscriber.update();
    assertThat(update.getFileId()).isEqualTo(FILE.toBytes());
    assertThat(FakeSubscriber.ports(update.getSeedersV4())).containsExactly(1000);
    assertThat(update.getSeederCount()).isEqualTo(1);
    assertThat(update.getLast()).isTrue();
    assertThat(subscriptions.size()).isZero();
    assertThat(subscriber.subscriptions().size()).isZero();

    source(FILE, true);
    tell();
    assertThat(subscriber.updates).isEmpty();
  }

  @Test
  void shouldGatherChangesIntoOneNotice() {
    subscribe(subscriber, 10);
    source(FILE, true);
    source(FILE, false);
    source(FILE, true);
    tell();

    SwarmUpdate update = subscriber.update();
    assertThat(FakeSubscriber.ports(update.getSeedersV4())).containsExactlyInAnyOrder(1000, 1002);
    assertThat(FakeSubscriber.ports(update.getLeechersV4())).containsExactly(1001);
    assertThat(update.getLast()).isFalse();

    tell();
    assertThat(subscriber.updates).as("each once").isEmpty();
  }

  @Test
  void shouldTellOfLeavingOnlyOfThoseThatWereGiven() {
    Registrations first = source(FILE, true);
    SwarmIndex index = swarms;
    subscribe(subscriber, 2);
    Registrations second = source(FILE, true);
    tell();
    assertThat(FakeSubscriber.ports(subscriber.update().getSeedersV4())).containsExactly(1001);
    assertThat(subscriptions.size()).as("two were given").isZero();

    FakeSubscriber other = new FakeSubscriber();
    subscribe(other, 5);
    Registrations third = source(file(2), true);
    index.retire(first);
    index.stand(second, Standing.HIDDEN, null);
    index.retire(third);
    workOff();
    tell();

    SwarmUpdate update = other.update();
    assertThat(FakeSubscriber.ports(update.getLeftV4())).containsExactlyInAnyOrder(1000, 1001);
    assertThat(update.getSeederCount()).isZero();
    assertThat(update.getLast()).isFalse();
    assertThat(subscriber.updates).isEmpty();
  }

  @Test
  void shouldTellNothingOfSourceThatCameAndLeftMeanwhile() {
    subscribe(subscriber, 2);
    swarms.retire(source(FILE, true));
    workOff();
    tell();

    assertThat(subscriber.updates).isEmpty();
  }

  @Test
  void shouldTellOfCompletionAmongSeeders() {
    Registrations leecher = source(FILE, false);
    subscribe(subscriber, 3);
    put(leecher, FILE, true);
    tell();

    SwarmUpdate update = subscriber.update();
    assertThat(FakeSubscriber.ports(update.getSeedersV4())).containsExactly(1000);
    assertThat(update.getLeechersV4().isEmpty()).isTrue();
    assertThat(update.getSeederCount()).isEqualTo(1);

    put(leecher, FILE, true);
    tell();
    assertThat(subscriber.updates).as("told once").isEmpty();
  }

  @Test
  void shouldTellCompleteSubscriberOfLeechersOnly() {
    SourceSample given = sample(subscriber, 3, true);
    assertThat(subscriptions.subscribe(subscriber, FILE, given, true, now)).isTrue();
    source(FILE, true);
    tell();
    assertThat(subscriber.updates).isEmpty();

    source(FILE, false);
    tell();
    assertThat(FakeSubscriber.ports(subscriber.update().getLeechersV4())).containsExactly(1001);
  }

  @Test
  void shouldTellOfTheLastOneOfManyThatSubscriberWants() {
    subscribe(subscriber, 200);
    for (int i = 0; i < 199; i++) {
      source(FILE, true);
    }
    tell();
    assertThat(FakeSubscriber.ports(subscriber.update().getSeedersV4())).hasSize(199);
    now += SECOND;
    source(FILE, true);
    tell();

    assertThat(FakeSubscriber.ports(subscriber.update().getSeedersV4())).hasSize(1);
  }

  @Test
  void shouldNotTellSubscriberOfItself() {
    subscribe(subscriber, 3);
    Registrations own = source(FILE, false);
    subscriber.registrationsNumber = own.number();
    tell();

    assertThat(subscriber.updates).isEmpty();
  }

  @Test
  void shouldTellSourcesThatReturnAgain() {
    Registrations source = source(FILE, true);
    subscribe(subscriber, 5);
    swarms.stand(source, Standing.HIDDEN, null);
    workOff();
    tell();
    assertThat(FakeSubscriber.ports(subscriber.update().getLeftV4())).containsExactly(1000);

    swarms.stand(source, Standing.SHOWN, address());
    workOff();
    tell();
    assertThat(FakeSubscriber.ports(subscriber.update().getSeedersV4())).containsExactly(1001);
  }

  @Test
  void shouldTellSlowSubscriberTheDifferenceLater() {
    Registrations first = source(FILE, true);
    subscribe(subscriber, 100);
    subscriber.reading = false;
    for (int i = 0; i < 1000; i++) {
      swarms.retire(source(FILE, true));
      workOff();
      tell();
    }
    swarms.retire(first);
    source(FILE, true);
    workOff();
    tell();
    assertThat(subscriber.updates).isEmpty();

    subscriber.reading = true;
    now += SECOND;
    source(FILE, true);
    tell();
    SwarmUpdate update = subscriber.update();
    assertThat(FakeSubscriber.ports(update.getLeftV4())).containsExactly(1000);
    assertThat(FakeSubscriber.ports(update.getSeedersV4())).containsExactlyInAnyOrder(2001, 2002);
  }

  @Test
  void shouldTellCrowdOfNoMoreThanItWants() {
    int crowd = 2000;
    int wanted = 10;
    List<FakeSubscriber> peers = new ArrayList<>();
    for (int i = 0; i < crowd; i++) {
      FakeSubscriber peer = new FakeSubscriber();
      peers.add(peer);
      subscribe(peer, wanted);
      peer.registrationsNumber = source(FILE, false).number();
      now += SECOND / 1000;
      if (i % 50 == 0) {
        tell();
      }
    }
    for (int i = 0; i < 100; i++) {
      now += SECOND;
      tell();
    }

    assertThat(subscriptions.size()).isZero();
    int told = 0;
    int looks = 0;
    for (FakeSubscriber peer : peers) {
      looks += peer.looks;
      for (SwarmUpdate update : peer.updates) {
        told += FakeSubscriber.ports(update.getLeechersV4()).size();
      }
    }
    assertThat(told).isLessThanOrEqualTo(crowd * wanted);
    assertThat(looks).isLessThanOrEqualTo(crowd * wanted);
  }

  @Test
  void shouldLookAtNoMoreSubscribersThanBudgetAllows() {
    List<FakeSubscriber> crowd = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      crowd.add(new FakeSubscriber());
      subscribe(crowd.get(i), 10);
    }
    source(FILE, true);
    tell();
    assertThat(told(crowd)).isEqualTo(500);
    assertThat(subscriptions.hasWork()).isTrue();

    now += SECOND / 10;
    tell();
    assertThat(told(crowd)).isEqualTo(700);

    for (int i = 0; i < 20; i++) {
      source(FILE, true);
      now += SECOND / 10;
      tell();
    }
    assertThat(crowd).as("each in its turn").allMatch(each -> !each.updates.isEmpty());
  }

  @Test
  void shouldLookAtNoMoreSubscribersThanSliceAllows() {
    List<FakeSubscriber> crowd = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      crowd.add(new FakeSubscriber());
      subscribe(crowd.get(i), 10);
    }
    source(FILE, true);

    assertThat(subscriptions.work(now, 60)).isTrue();
    assertThat(told(crowd)).isEqualTo(60);
    assertThat(subscriptions.work(now, 60)).isFalse();
    assertThat(told(crowd)).isEqualTo(100);
  }

  @Test
  void shouldMissNobodyWhenOthersLeaveWhileTheyWait() {
    List<FakeSubscriber> crowd = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      crowd.add(new FakeSubscriber());
      subscribe(crowd.get(i), i % 2 == 0 ? 1 : 5);
    }
    source(FILE, true);
    for (int i = 0; i < 60; i++) {
      subscriptions.work(now, 1);
      if (i % 7 == 0) {
        subscriptions.unsubscribeAll(crowd.get(i));
      }
    }

    assertThat(crowd).filteredOn(each -> each.updates.isEmpty()).hasSizeLessThan(9);
    assertThat(IntStream.range(0, 60).filter(i -> i % 7 != 0).mapToObj(crowd::get))
        .allMatch(each -> each.updates.size() == 1);
  }

  @Test
  void shouldRefuseWhenAnswerHadAllThatIsWanted() {
    source(FILE, true);

    assertThat(subscriptions.subscribe(subscriber, FILE, sample(subscriber, 1, false), false, now))
        .isFalse();
  }

  @Test
  void shouldRefuseWhenConnectionHasTooMany() {
    for (int i = 0; i < SubscriptionSet.MAX; i++) {
      assertThat(subscribeTo(file(i))).isTrue();
    }
    assertThat(subscribeTo(file(SubscriptionSet.MAX))).isFalse();
    assertThat(subscribeTo(file(5))).as("in place of an earlier one").isTrue();
    assertThat(subscriptions.size()).isEqualTo(SubscriptionSet.MAX);

    subscriptions.unsubscribe(subscriber, file(6));
    subscriptions.unsubscribe(subscriber, file(6));
    subscriptions.unsubscribe(subscriber, file(4711));
    assertThat(subscribeTo(file(SubscriptionSet.MAX))).isTrue();
  }

  @Test
  void shouldRefuseWhenThereAreTooManyInAll() {
    Subscriptions few =
        new Subscriptions(swarms, new SubscriptionLimits(2, 2, host -> true), () -> {});
    for (int i = 0; i < 2; i++) {
      FakeSubscriber each = new FakeSubscriber();
      assertThat(few.subscribe(each, FILE, sample(each, 1, false), false, now)).isTrue();
    }

    assertThat(few.subscribe(subscriber, FILE, sample(subscriber, 1, false), false, now)).isFalse();
  }

  @Test
  void shouldRefuseWhenAnAddressHasTooMany() {
    Subscriptions few =
        new Subscriptions(
            swarms, new SubscriptionLimits(100, 2, host -> !host.isLoopbackAddress()), () -> {});
    FakeSubscriber one = new FakeSubscriber();
    FakeSubscriber same = new FakeSubscriber();
    FakeSubscriber other = new FakeSubscriber("10.9.9.8");
    FakeSubscriber local = new FakeSubscriber("127.0.0.1");
    assertThat(subscribe(few, one, 1)).isTrue();
    assertThat(subscribe(few, same, 2)).isTrue();
    assertThat(subscribe(few, same, 3)).isFalse();
    assertThat(subscribe(few, other, 3)).isTrue();
    for (int i = 1; i <= 5; i++) {
      assertThat(subscribe(few, local, i)).isTrue();
    }

    few.unsubscribeAll(one);
    assertThat(subscribe(few, same, 3)).isTrue();
    assertThat(few.addressCount()).isEqualTo(2);
    few.unsubscribeAll(same);
    few.unsubscribeAll(other);
    few.unsubscribeAll(local);
    assertThat(few.addressCount()).isZero();
  }

  @Test
  void shouldForgetFileWhenNobodyWatchesItAnyMore() {
    FakeSubscriber other = new FakeSubscriber();
    subscribe(subscriber, 1);
    subscribe(other, 1);
    int number = number();
    assertThat(number).isNotNegative();
    swarms.retire(source(FILE, true));
    workOff();
    assertThat(number()).as("while it is watched").isEqualTo(number);

    subscriptions.unsubscribe(subscriber, FILE);
    assertThat(number()).isEqualTo(number);
    subscriptions.unsubscribeAll(other);
    assertThat(number()).isNegative();
    assertThat(swarms.fileCount()).isZero();
    assertThat(subscriptions.size()).isZero();

    tell();
    assertThat(subscriptions.hasWork()).isFalse();
    assertThat(subscriber.updates).isEmpty();
    assertThat(other.updates).isEmpty();
  }

  @Test
  void shouldEndSubscriptionThatIsAnHourOld() {
    subscribe(subscriber, 1);
    FakeSubscriber slow = new FakeSubscriber();
    subscribe(slow, 1);
    slow.reading = false;
    FakeSubscriber younger = new FakeSubscriber();
    now += 1;
    subscribe(younger, 1);
    now += HOUR - 2;
    assertThat(subscriptions.expire(now, 100)).isFalse();
    assertThat(subscriptions.size()).isEqualTo(3);

    now += 1;
    assertThat(subscriptions.expire(now, 1)).isTrue();
    assertThat(subscriptions.expire(now, 100)).isFalse();

    SwarmUpdate update = subscriber.update();
    assertThat(update.getLast()).isTrue();
    assertThat(update.getSeedersV4().isEmpty()).isTrue();
    assertThat(subscriptions.size()).isEqualTo(1);
    assertThat(younger.updates).isEmpty();
    assertThat(slow.updates).isEmpty();
  }

  private static FileIdWords file(int number) {
    byte[] id = ByteBuffer.allocate(FileId.LENGTH).putInt(0, number).array();
    return FileIdWords.of(FileId.fromBytes(id));
  }

  private void subscribe(FakeSubscriber who, int wanted) {
    SourceSample given = sample(who, wanted, false);
    subscriptions.subscribe(who, FILE, given, false, now);
  }

  private boolean subscribe(Subscriptions which, FakeSubscriber who, int file) {
    return which.subscribe(who, file(file), sample(who, 1, false), false, now);
  }

  private boolean subscribeTo(FileIdWords which) {
    SourceSample nothing = new SourceSample();
    nothing.begin(subscriber.addresses(), SourceSample.NOBODY, 1, false, false);
    return subscriptions.subscribe(subscriber, which, nothing, false, now);
  }

  private SourceSample sample(FakeSubscriber who, int wanted, boolean complete) {
    SourceSample sample = new SourceSample();
    sample.begin(who.addresses(), who.registrationsNumber, wanted, complete, false);
    swarms.sample(number(), sample);
    return sample;
  }

  private int number() {
    return swarms.find(FILE.word0(), FILE.word1(), FILE.word2(), FILE.word3());
  }

  private Registrations source(FileIdWords which, boolean complete) {
    Registrations registrations = swarms.open();
    swarms.stand(registrations, Standing.SHOWN, address());
    workOff();
    put(registrations, which, complete);
    return registrations;
  }

  private SourceAddress address() {
    return SourceAddress.of(FakeSubscriber.view("10.0.0.7"), ports++, false);
  }

  private void put(Registrations registrations, FileIdWords which, boolean complete) {
    swarms.put(
        registrations, which.word0(), which.word1(), which.word2(), which.word3(), complete, null);
  }

  private void workOff() {
    while (swarms.work(1000)) {
      // goes on
    }
  }

  private void tell() {
    while (subscriptions.work(now, 64)) {
      // goes on
    }
  }

  private static int told(List<FakeSubscriber> crowd) {
    return crowd.stream().mapToInt(each -> each.updates.size()).sum();
  }
}
