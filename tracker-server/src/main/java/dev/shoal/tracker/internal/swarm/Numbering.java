package dev.shoal.tracker.internal.swarm;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Numbers sessions' registrations: small ints, given again once their holder is gone. */
final class Numbering {
  private @Nullable Registrations[] registrations = new Registrations[64];
  private @Nullable SourceAddress[] addresses = new SourceAddress[64];

  /** Of {@link #addresses}, those that are the same for every asker, packed; 0 for the others. */
  private long[] packed = new long[64];

  private int[] free = new int[16];
  private int freeCount;
  private int end;

  /** New registrations with a number of their own. */
  Registrations open() {
    int number = freeCount > 0 ? free[--freeCount] : end++;
    if (number == registrations.length) {
      registrations = Arrays.copyOf(registrations, number * 2);
      addresses = Arrays.copyOf(addresses, number * 2);
      packed = Arrays.copyOf(packed, number * 2);
    }
    Registrations opened = new Registrations(number);
    registrations[number] = opened;
    return opened;
  }

  /** Gives a number back. */
  void close(int number) {
    registrations[number] = null;
    setAddress(number, null);
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, freeCount * 2);
    }
    free[freeCount++] = number;
  }

  /** Those with a number that is given. */
  @SuppressWarnings("NullAway") // an entry in a swarm names none that are gone
  Registrations at(int number) {
    return registrations[number];
  }

  /** Where their peer is reached; null if it is not to be handed out. */
  @Nullable SourceAddress address(int number) {
    return addresses[number];
  }

  /** The same as an IPv4 address and port that every asker is given; 0 if it is not that simple. */
  long packedAddress(int number) {
    return packed[number];
  }

  void setAddress(int number, @Nullable SourceAddress address) {
    addresses[number] = address;
    packed[number] =
        address != null && address.kind == SourceAddress.Kind.V4 ? address.packedV4 : 0;
  }
}
