package dev.shoal.peer.cli;

import java.io.IOException;
import java.util.concurrent.ExecutionException;

/** Where one command's passwords come from. */
interface Passwords extends AutoCloseable {
  /** One that is known to the tracker. */
  Password known(String prompt)
      throws Stopped, IOException, ExecutionException, InterruptedException;

  /** One that will be, made sure of. */
  Password chosen(String prompt)
      throws Stopped, IOException, ExecutionException, InterruptedException;

  @Override
  void close() throws IOException;
}
