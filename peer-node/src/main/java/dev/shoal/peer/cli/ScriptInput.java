package dev.shoal.peer.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Lines of a script or a pipe; what a command asks for is on the line after it. */
final class ScriptInput implements ShellInput {
  private final LineInput lines;

  ScriptInput(LineInput lines) {
    this.lines = lines;
  }

  @Override
  public @Nullable String line() throws IOException {
    return lines.line();
  }

  @Override
  public char @Nullable [] secret(String prompt) throws IOException {
    return lines.secret();
  }

  @Override
  public @Nullable String answer(String prompt) throws IOException {
    return lines.line();
  }

  @Override
  public boolean isInteractive() {
    return false;
  }

  @Override
  public Streams above(Streams streams) {
    return streams;
  }

  @Override
  public void onInterrupt(Runnable action) {}

  @Override
  public void close() {}
}
