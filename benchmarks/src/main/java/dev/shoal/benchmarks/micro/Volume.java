package dev.shoal.benchmarks.micro;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Makes JMH report, beside operations, how many mebibytes a second they went through. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class Volume {
  /** Mebibytes so far in this iteration. JMH reads and resets it. */
  public double mebibytes;

  void add(long bytes) {
    mebibytes += bytes / (1024.0 * 1024.0);
  }
}
