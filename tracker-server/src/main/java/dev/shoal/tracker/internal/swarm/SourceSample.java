package dev.shoal.tracker.internal.swarm;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.PackedAddress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * The sources that one asker is given, seeders first, and in which form. Filled by {@link
 * SwarmIndex#sample}; one instance serves one asker after another.
 */
public final class SourceSample {
  /** Judges sources beyond what the sample itself looks at. */
  @FunctionalInterface
  public interface Filter {
    /** Whether the asker is to be given this source. */
    boolean takes(int number, SourceAddress address, boolean complete);
  }

  /** Stands for an asker without registrations. */
  public static final int NOBODY = -1;

  private static final Filter EVERY = (number, address, complete) -> true;

  private final int[] numbers = new int[Limits.MAX_SOURCES];
  private final SourceAddress[] addresses = new SourceAddress[Limits.MAX_SOURCES];
  private @Nullable AddressView asker;
  private Filter filter = EVERY;
  private int own;
  private int wanted;
  private boolean complete;
  private boolean lacksLittle;
  private int size;
  private int seeders;
  private int seedersV4;
  private int leechersV4;
  private int seederCount;
  private int leecherCount;

  /**
   * Empties the sample for an asker.
   *
   * @param own number of the asker's registrations, or {@link #NOBODY}
   * @param wanted most sources, up to {@link Limits#MAX_SOURCES}
   * @param complete the asker has the whole file: seeders are no use to it
   * @param lacksLittle leechers may be half of the sources
   */
  public void begin(AddressView asker, int own, int wanted, boolean complete, boolean lacksLittle) {
    this.asker = asker;
    this.own = own;
    this.wanted = wanted;
    this.complete = complete;
    this.lacksLittle = lacksLittle;
    filter = EVERY;
    size = 0;
    seeders = 0;
    seedersV4 = 0;
    leechersV4 = 0;
    seederCount = 0;
    leecherCount = 0;
  }

  /** Lets a filter judge as well, until the next beginning. */
  public void filter(Filter judge) {
    filter = judge;
  }

  int own() {
    return own;
  }

  /** Most sources that it takes. */
  public int wanted() {
    return wanted;
  }

  /** How many of the wanted may be seeders where there are so many leechers. */
  int seedersWanted(int leechers) {
    return complete ? 0 : lacksLittle ? wanted - Math.min(wanted / 2, leechers) : wanted;
  }

  /**
   * Takes a source unless it is the asker itself, or has no address that is of use to the asker.
   */
  boolean offer(int number, SourceAddress address, boolean isSeeder) {
    AddressView view = asker;
    if (number == own || view == null) {
      return false;
    }
    boolean v4;
    switch (address.kind) {
      case V4 -> v4 = true;
      case V6 -> v4 = false;
      case BESIDE_TRACKER -> v4 = view.isLocalV4;
      default -> {
        if (!view.isOnTrackersMachine) {
          return false;
        }
        v4 = address.kind == SourceAddress.Kind.LOOPBACK_V4;
      }
    }
    if (!filter.takes(number, address, isSeeder)) {
      return false;
    }
    numbers[size] = number;
    addresses[size++] = address;
    if (isSeeder) {
      seeders++;
      seedersV4 += v4 ? 1 : 0;
    } else {
      leechersV4 += v4 ? 1 : 0;
    }
    return true;
  }

  void setCounts(int seedersThere, int leechersThere) {
    seederCount = seedersThere;
    leecherCount = leechersThere;
  }

  /** How many sources it has. */
  public int size() {
    return size;
  }

  /** How many of them, the first ones, are seeders. */
  public int seeders() {
    return seeders;
  }

  /** Number of a source's registrations. */
  public int number(int index) {
    return numbers[index];
  }

  /** Where a source is. */
  public SourceAddress address(int index) {
    return addresses[index];
  }

  /** Seeders in the whole swarm, the asker aside. */
  public int seederCount() {
    return seederCount;
  }

  /** Leechers in the whole swarm, the asker aside. */
  public int leecherCount() {
    return leecherCount;
  }

  /** Bytes of the packed addresses of one group. */
  public int packedLength(boolean ofSeeders, boolean v4) {
    int all = ofSeeders ? seeders : size - seeders;
    int ofV4 = ofSeeders ? seedersV4 : leechersV4;
    return v4 ? ofV4 * PackedAddress.V4_LENGTH : (all - ofV4) * PackedAddress.V6_LENGTH;
  }

  /** Appends the packed addresses of one group. */
  public void pack(boolean ofSeeders, boolean v4, ByteBuf out) {
    int end = ofSeeders ? seeders : size;
    for (int index = ofSeeders ? 0 : seeders; index < end; index++) {
      pack(addresses[index], v4, out);
    }
  }

  /** The packed addresses of one group. */
  public ByteString packed(boolean ofSeeders, boolean v4) {
    int length = packedLength(ofSeeders, v4);
    if (length == 0) {
      return ByteString.EMPTY;
    }
    ByteBuf out = Unpooled.buffer(length, length);
    pack(ofSeeders, v4, out);
    return ByteString.copyFrom(out.array());
  }

  /** Appends an address, as the asker is to dial it, if it is of that family. */
  public void pack(SourceAddress address, boolean v4, ByteBuf out) {
    AddressView view = asker;
    if (address.kind == SourceAddress.Kind.BESIDE_TRACKER && view != null) {
      if (v4 && view.isLocalV4) {
        packV4(SourceAddress.packV4(view.localV4, address.port), out);
      } else if (!v4 && !view.isLocalV4) {
        packV6(view.localHigh, view.localLow, address.port, out);
      }
    } else if (address.isV4()) {
      if (v4) {
        packV4(address.packedV4, out);
      }
    } else if (!v4) {
      packV6(address.high, address.low, address.port, out);
    }
  }

  private static void packV4(long packed, ByteBuf out) {
    out.writeInt((int) (packed >>> Short.SIZE)).writeShort((int) packed);
  }

  private static void packV6(long high, long low, int port, ByteBuf out) {
    out.writeLong(high).writeLong(low).writeShort(port);
  }
}
