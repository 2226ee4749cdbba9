package dev.shoal.transport.testing;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Inputs that are like valid ones, and the same in every run: in little time what {@link FuzzRun}
 * does with more patience.
 */
public final class Variants {
  private static final int MOST_CHANGES = 4;
  private static final int LONGEST_RUN = 64;

  private final SplittableRandom random = new SplittableRandom(1);
  private final List<byte[]> seeds;

  private Variants(List<byte[]> seeds) {
    this.seeds = seeds;
  }

  /** What is tried; whatever it throws is a finding. */
  @FunctionalInterface
  public interface Target {
    /** Reads one input. */
    void read(byte[] input) throws Exception;
  }

  /**
   * Tries the seeds, and inputs that are like them.
   *
   * @param count of the latter
   * @throws AssertionError with the bytes of the first that went wrong
   */
  public static void check(List<byte[]> seeds, int count, Target target) {
    Variants variants = new Variants(seeds);
    seeds.forEach(seed -> read(seed, target));
    for (int i = 0; i < count; i++) {
      read(variants.of(seeds.get(i % seeds.size())), target);
    }
  }

  private static void read(byte[] input, Target target) {
    try {
      target.read(input);
    } catch (Exception | StackOverflowError | AssertionError e) {
      throw new AssertionError("went wrong: " + HexFormat.of().formatHex(input), e);
    }
  }

  private byte[] of(byte[] seed) {
    byte[] input = seed;
    for (int i = random.nextInt(MOST_CHANGES); i >= 0; i--) {
      input = changed(input);
    }
    return input;
  }

  private byte[] changed(byte[] input) {
    int place = random.nextInt(input.length + 1);
    if (place == input.length) {
      return spliced(input, place, place, run());
    }
    int end = Math.min(input.length, place + 1 + random.nextInt(LONGEST_RUN));
    return switch (random.nextInt(6)) {
      case 0 -> spliced(input, place, end, new byte[0]);
      case 1 -> spliced(input, place, place, run());
      case 2 -> spliced(input, place, end, run());
      case 3 -> Arrays.copyOf(input, place);
      case 4 -> spliced(input, place, place + 1, new byte[] {(byte) random.nextInt()});
      default ->
          spliced(
              input,
              place,
              place + 1,
              new byte[] {(byte) (input[place] ^ 1 << random.nextInt(Byte.SIZE))});
    };
  }

  /** A part of some seed. */
  private byte[] run() {
    byte[] source = seeds.get(random.nextInt(seeds.size()));
    int from = random.nextInt(source.length + 1);
    return Arrays.copyOfRange(
        source, from, Math.min(source.length, from + random.nextInt(LONGEST_RUN)));
  }

  private static byte[] spliced(byte[] input, int from, int to, byte[] between) {
    ByteArrayOutputStream changed = new ByteArrayOutputStream(input.length + between.length);
    changed.write(input, 0, from);
    changed.writeBytes(between);
    changed.write(input, to, input.length - to);
    return changed.toByteArray();
  }
}
