package dev.shoal.tracker.internal.push;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.wire.SwarmUpdate;
import dev.shoal.tracker.internal.swarm.SourceAddress;
import dev.shoal.tracker.internal.swarm.SourceSample;
import dev.shoal.tracker.internal.swarm.SwarmIndex;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One connection's interest in one swarm, and which of its sources the connection was given. */
final class Subscription {
  final Subscriber subscriber;
  final Watched watched;
  private final long deadlineNanos;
  private final int wanted;
  private final boolean complete;

  /** How many sources it was given in all, those that left included. */
  private int told;

  private SourceAddress[] addresses = new SourceAddress[0];

  /** Number of each source's registrations. */
  private int[] numbers = new int[0];

  private boolean[] seeders = new boolean[0];
  private int size;

  /** When it was last looked at, kept by {@link Watched}. */
  long look;

  /**
   * A subscription of one who has just been answered.
   *
   * @param given the sources in that answer
   * @param complete wants leechers only
   */
  Subscription(
      Subscriber subscriber,
      Watched watched,
      int wanted,
      SourceSample given,
      boolean complete,
      long deadlineNanos) {
    this.subscriber = subscriber;
    this.watched = watched;
    this.wanted = wanted;
    this.complete = complete;
    this.deadlineNanos = deadlineNanos;
    take(given);
  }

  /** Whether it is too old. */
  boolean isOver(long nowNanos) {
    return deadlineNanos - nowNanos <= 0;
  }

  /** Whether it has been given as many sources as it wants. */
  boolean isSatisfied() {
    return told >= wanted;
  }

  /**
   * What the subscriber is to be told now, and is then taken to know.
   *
   * @param sample to work with
   * @param over whether the subscription ends in any case
   * @return null if there is nothing to tell
   */
  @Nullable SwarmUpdate update(SwarmIndex swarms, SourceSample sample, boolean over) {
    SwarmUpdate.Builder update = SwarmUpdate.newBuilder();
    sample.begin(
        subscriber.addresses(), subscriber.registrationsNumber(), wanted - told, complete, false);
    boolean left = dropThoseThatLeft(swarms, sample, update);
    ByteBuf completedV4 = Unpooled.buffer();
    ByteBuf completedV6 = Unpooled.buffer();
    findCompleted(swarms, sample, completedV4, completedV6);
    sample.filter(size, (number, address, seeder) -> !knows(address));
    swarms.sample(watched.file, sample);
    take(sample);
    boolean last = over || isSatisfied();
    boolean completed = completedV4.isReadable() || completedV6.isReadable();
    if (!left && !completed && sample.size() == 0 && !last) {
      return null;
    }
    return update
        .setFileId(watched.fileId)
        .setSeedersV4(sample.packed(true, true).concat(bytes(completedV4)))
        .setLeechersV4(sample.packed(false, true))
        .setSeedersV6(sample.packed(true, false).concat(bytes(completedV6)))
        .setLeechersV6(sample.packed(false, false))
        .setSeederCount(sample.seederCount())
        .setLeecherCount(sample.leecherCount())
        .setLast(last)
        .build();
  }

  private boolean dropThoseThatLeft(
      SwarmIndex swarms, SourceSample sample, SwarmUpdate.Builder update) {
    ByteBuf leftV4 = Unpooled.buffer();
    ByteBuf leftV6 = Unpooled.buffer();
    int kept = 0;
    for (int i = 0; i < size; i++) {
      // Another instance is another session, or the same one at another address.
      if (isStillThere(swarms, i)) {
        addresses[kept] = addresses[i];
        numbers[kept] = numbers[i];
        seeders[kept++] = seeders[i];
      } else {
        sample.pack(addresses[i], true, leftV4);
        sample.pack(addresses[i], false, leftV6);
      }
    }
    boolean left = kept < size;
    size = kept;
    update.setLeftV4(bytes(leftV4)).setLeftV6(bytes(leftV6));
    return left;
  }

  @SuppressWarnings("ReferenceEquality") // each session's address is an instance of its own
  private boolean isStillThere(SwarmIndex swarms, int index) {
    return swarms.shownAt(watched.file, numbers[index]) == addresses[index];
  }

  private void findCompleted(SwarmIndex swarms, SourceSample sample, ByteBuf v4, ByteBuf v6) {
    for (int i = 0; i < size; i++) {
      if (!seeders[i] && swarms.isShownSeeder(watched.file, numbers[i])) {
        seeders[i] = true;
        sample.pack(addresses[i], true, v4);
        sample.pack(addresses[i], false, v6);
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // as above
  private boolean knows(SourceAddress address) {
    for (int i = 0; i < size; i++) {
      if (addresses[i] == address) {
        return true;
      }
    }
    return false;
  }

  private void take(SourceSample given) {
    if (given.size() == 0) {
      return;
    }
    int all = size + given.size();
    addresses = Arrays.copyOf(addresses, all);
    numbers = Arrays.copyOf(numbers, all);
    seeders = Arrays.copyOf(seeders, all);
    for (int i = 0; i < given.size(); i++) {
      addresses[size] = given.address(i);
      numbers[size] = given.number(i);
      seeders[size++] = i < given.seeders();
    }
    told += given.size();
  }

  private static ByteString bytes(ByteBuf buffer) {
    return buffer.isReadable()
        ? ByteString.copyFrom(buffer.array(), 0, buffer.readableBytes())
        : ByteString.EMPTY;
  }
}
