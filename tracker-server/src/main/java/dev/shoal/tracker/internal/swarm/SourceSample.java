package dev.shoal.tracker.internal.swarm;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.PackedAddress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;
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

  private static final Numbering NONE = new Numbering();
  private static final Filter EVERY = (number, address, complete) -> true;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final int[] numbers = new int[Limits.MAX_SOURCES];

  /** Packed addresses, those of seeders first; with room for what a whole long writes behind. */
  private final byte[] v4 = new byte[Limits.MAX_SOURCES * PackedAddress.V4_LENGTH + Long.BYTES];

  private final byte[] v6 = new byte[Limits.MAX_SOURCES * PackedAddress.V6_LENGTH + Long.BYTES];
  private int v4End;
  private int v6End;
  private int seedersV4End;
  private int seedersV6End;
  private Numbering numbering = NONE;
  private @Nullable AddressView asker;
  private Filter filter = EVERY;
  private int toBePassedOver;
  private int own;
  private int wanted;
  private boolean complete;
  private boolean lacksLittle;
  private int size;
  private int seeders;
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
    toBePassedOver = 0;
    size = 0;
    seeders = 0;
    v4End = 0;
    v6End = 0;
    seedersV4End = 0;
    seedersV6End = 0;
    seederCount = 0;
    leecherCount = 0;
  }

  /**
   * Lets a filter judge as well, until the next beginning.
   *
   * @param most how many it may pass over: so many more are looked at
   */
  public void filter(int most, Filter judge) {
    toBePassedOver = most;
    filter = judge;
  }

  int toBePassedOver() {
    return toBePassedOver;
  }

  /** Begins to take sources. */
  void takeFrom(Numbering source) {
    numbering = source;
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
   * Seeders are offered before leechers.
   */
  boolean offer(int number, boolean isSeeder) {
    if (number == own) {
      return false;
    }
    long packed = filter == EVERY ? numbering.packedAddress(number) : 0;
    if (packed != 0) {
      addV4(packed);
    } else if (!add(number, isSeeder, numbering.address(number))) {
      return false;
    }
    numbers[size++] = number;
    if (isSeeder) {
      seeders++;
      seedersV4End = v4End;
      seedersV6End = v6End;
    }
    return true;
  }

  /** The way of those whose address depends on who asks, or who are judged. */
  private boolean add(int number, boolean isSeeder, @Nullable SourceAddress address) {
    AddressView view = asker;
    if (address == null || view == null || !isOfUse(address, view)) {
      return false;
    }
    if (!filter.takes(number, address, isSeeder)) {
      return false;
    }
    if (address.kind == SourceAddress.Kind.BESIDE_TRACKER) {
      if (view.isLocalV4) {
        addV4(SourceAddress.packV4(view.localV4, address.port));
      } else {
        addV6(view.localHigh, view.localLow, address.port);
      }
    } else if (address.isV4()) {
      addV4(address.packedV4);
    } else {
      addV6(address.high, address.low, address.port);
    }
    return true;
  }

  /** Loopback addresses of the tracker's machine are of no use elsewhere. */
  private static boolean isOfUse(SourceAddress address, AddressView view) {
    return view.isOnTrackersMachine
        || (address.kind != SourceAddress.Kind.LOOPBACK_V4
            && address.kind != SourceAddress.Kind.LOOPBACK_V6);
  }

  private void addV4(long packed) {
    LONGS.set(v4, v4End, packed << Short.SIZE);
    v4End += PackedAddress.V4_LENGTH;
  }

  private void addV6(long high, long low, int port) {
    LONGS.set(v6, v6End, high);
    LONGS.set(v6, v6End + Long.BYTES, low);
    LONGS.set(v6, v6End + 2 * Long.BYTES, (long) port << (Long.SIZE - Short.SIZE));
    v6End += PackedAddress.V6_LENGTH;
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

  /** Where a source is, as long as the index has not changed. */
  public SourceAddress address(int index) {
    return Objects.requireNonNull(numbering.address(numbers[index]));
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
  public int packedLength(boolean ofSeeders, boolean ofV4) {
    int ofAll = ofV4 ? v4End : v6End;
    int ofFirst = ofV4 ? seedersV4End : seedersV6End;
    return ofSeeders ? ofFirst : ofAll - ofFirst;
  }

  /** Appends the packed addresses of one group. */
  public void pack(boolean ofSeeders, boolean ofV4, ByteBuf out) {
    out.writeBytes(ofV4 ? v4 : v6, start(ofSeeders, ofV4), packedLength(ofSeeders, ofV4));
  }

  /** The packed addresses of one group. */
  public ByteString packed(boolean ofSeeders, boolean ofV4) {
    return ByteString.copyFrom(
        ofV4 ? v4 : v6, start(ofSeeders, ofV4), packedLength(ofSeeders, ofV4));
  }

  private int start(boolean ofSeeders, boolean ofV4) {
    return ofSeeders ? 0 : packedLength(true, ofV4);
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

  /** An address as the asker is to dial it. */
  public ByteString packed(SourceAddress address) {
    ByteBuf out = Unpooled.buffer(PackedAddress.V6_LENGTH, PackedAddress.V6_LENGTH);
    pack(address, true, out);
    pack(address, false, out);
    return ByteString.copyFrom(out.array(), 0, out.readableBytes());
  }

  private static void packV4(long packed, ByteBuf out) {
    out.writeInt((int) (packed >>> Short.SIZE)).writeShort((int) packed);
  }

  private static void packV6(long high, long low, int port, ByteBuf out) {
    out.writeLong(high).writeLong(low).writeShort(port);
  }
}
