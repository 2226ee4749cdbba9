package dev.shoal.tracker.internal.fuzz;

import dev.shoal.protocol.ProtocolException;

/** What Jazzer calls with each of its inputs. */
public final class TrackerFuzzTarget {
  private static final Stores STORES = new Stores();

  private TrackerFuzzTarget() {}

  /** Plays one input; whatever is thrown is a finding. */
  public static void fuzzerTestOneInput(byte[] input) throws ProtocolException {
    TrackerScript.play(input, STORES);
  }
}
