package dev.shoal.peer.cli;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What can be known of the terminal without native code. */
final class Tty {
  private Tty() {}

  private static final int USUAL_WIDTH = 80;

  /** Narrower than this, a bar is no use. */
  private static final int LEAST_WIDTH = 40;

  /** Whether standard stream 0, 1 or 2 is a terminal. */
  static boolean isTerminal(int descriptor) {
    try {
      Path target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
      return target.startsWith("/dev/pts") || target.toString().startsWith("/dev/tty");
    } catch (IOException e) { // not Linux
      return console() != null;
    }
  }

  /** What the terminal takes. Plain ASCII only means that nobody has set a locale. */
  static Charset charset() {
    Console console = console();
    Charset charset = console == null ? StandardCharsets.UTF_8 : console.charset();
    return charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset;
  }

  /** Columns of the terminal. */
  static int width() {
    ProcessBuilder stty =
        new ProcessBuilder("stty", "size")
            .redirectInput(new File("/dev/tty"))
            .redirectError(Redirect.DISCARD);
    try {
      byte[] answer = stty.start().getInputStream().readAllBytes();
      String[] rowsAndColumns =
          new String(answer, StandardCharsets.US_ASCII).strip().split(" ", -1);
      int columns = Integer.parseInt(rowsAndColumns[rowsAndColumns.length - 1]);
      return columns < LEAST_WIDTH ? USUAL_WIDTH : columns;
    } catch (IOException | NumberFormatException e) {
      return USUAL_WIDTH;
    }
  }

  /**
   * The console if there is a terminal: JDK 22 to 24 would otherwise give one that there is not.
   */
  static @Nullable Console console() {
    System.setProperty("jdk.console", "java.base");
    return System.console();
  }
}
