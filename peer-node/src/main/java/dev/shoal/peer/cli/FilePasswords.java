package dev.shoal.peer.cli;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Passwords from the lines of a file, in the order in which they are needed. */
final class FilePasswords implements Passwords {
  private final LineInput lines;
  private final @Nullable InputStream file;

  /**
   * @param file to be closed at the end, if anything
   */
  FilePasswords(LineInput lines, @Nullable InputStream file) {
    this.lines = lines;
    this.file = file;
  }

  @Override
  public Password known(String prompt) throws IOException {
    char[] line = lines.secret();
    if (line == null || line.length == 0) {
      throw new IllegalArgumentException("--password-file: a password is missing");
    }
    return new Password(line);
  }

  @Override
  public Password chosen(String prompt) throws IOException {
    return known(prompt);
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
