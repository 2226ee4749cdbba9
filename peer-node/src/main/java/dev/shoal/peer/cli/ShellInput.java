package dev.shoal.peer.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where a session's lines come from: a terminal, or a script. */
interface ShellInput extends Questions, AutoCloseable {
  /** The next line; blocks. Null: there is none. */
  @Nullable String line() throws IOException;

  /** Whether a person types them. */
  boolean isInteractive();

  /** Where to write while somebody may be typing. */
  Streams above(Streams streams);

  /** What is left to do when somebody presses Ctrl-C while a command runs. */
  void onInterrupt(Runnable action);

  /** Leaves the terminal as it was. */
  @Override
  void close() throws IOException;
}
