package dev.shoal.tracker.internal.access;

import dev.shoal.tracker.internal.state.ClearRemains;
import dev.shoal.tracker.internal.state.Command;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has cleared away from the disk what has ended, one command after the other. Each clears away a
 * bounded number of records, so that the commands of others get through between them.
 */
public final class Clearing {
  private static final Logger log = LoggerFactory.getLogger(Clearing.class);

  private final AccessView view;
  private final AccessCommands commands;
  private boolean underWay;

  /** Of what that view says has remained. */
  public Clearing(AccessView view, AccessCommands commands) {
    this.view = view;
    this.commands = commands;
  }

  /** Begins, if there is something to clear away; to be called every few seconds. */
  public void work() {
    if (underWay || !view.hasRemains()) {
      return;
    }
    underWay = true;
    commands
        .submit(Command.newBuilder().setClearRemains(ClearRemains.getDefaultInstance()))
        .whenComplete(
            (outcome, failure) -> {
              underWay = false;
              if (failure == null) {
                work();
              } else {
                log.debug("what has ended is cleared away later", failure);
              }
            });
  }
}
