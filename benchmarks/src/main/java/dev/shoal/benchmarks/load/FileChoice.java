package dev.shoal.benchmarks.load;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Chooses the file of a request at random. */
interface FileChoice {
  /** The number of a file. */
  int next(SplittableRandom random);

  /** Each of that many files as often as any other. */
  static FileChoice uniform(int files) {
    return random -> random.nextInt(files);
  }

  /**
   * File i as often as 1 / (i + 1)<sup>exponent</sup>: a few files are asked for most of the time.
   *
   * <p>The draws are made beforehand, so that choosing costs next to nothing while it is measured.
   */
  static FileChoice zipf(int files, double exponent, SplittableRandom random) {
    return new Zipf(draw(files, exponent, random));
  }

  private static int[] draw(int files, double exponent, SplittableRandom random) {
    double[] upTo = new double[files];
    double sum = 0;
    for (int i = 0; i < files; i++) {
      sum += Math.pow(i + 1.0, -exponent);
      upTo[i] = sum;
    }
    int[] draws = new int[Zipf.DRAWS];
    for (int i = 0; i < draws.length; i++) {
      int found = Arrays.binarySearch(upTo, random.nextDouble() * sum);
      draws[i] = Math.min(found < 0 ? -found - 1 : found, files - 1);
    }
    return draws;
  }

  /** Goes round and round through draws that were made beforehand. */
  final class Zipf implements FileChoice {
    private static final int DRAWS = 1 << 20;

    private final int[] draws;
    private int position;

    private Zipf(int[] draws) {
      this.draws = draws;
    }

    @Override
    public int next(SplittableRandom random) {
      position = (position + 1) & (DRAWS - 1);
      return draws[position];
    }
  }
}
