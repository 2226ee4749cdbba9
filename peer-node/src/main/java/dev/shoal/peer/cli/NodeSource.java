package dev.shoal.peer.cli;

import dev.shoal.peer.ShoalException;

/** How a command comes by a node: its own, by options that this has, or that of a session. */
interface NodeSource {
  /**
   * Gives a node; to be closed.
   *
   * @throws IllegalArgumentException naming the setting that is out of range
   */
  NodeLease open() throws ShoalException;
}
