package dev.shoal.peer.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command comes by passwords: never as an argument, which everybody on the machine sees. */
final class PasswordOptions {
  private static final Path STDIN = Path.of("-");

  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description =
          "File whose first line is the password, which its owner alone should be able to read; -:"
              + " stdin. passwd reads the old one from the first line and the new one from the"
              + " second. Default: none, asked for on the terminal.")
  private @Nullable Path file;

  /** Opens where they come from; to be closed. */
  Passwords open(CommandContext context, Output output) throws IOException {
    Path from = file;
    if (from == null) {
      return new AskedPasswords(context.questions(), context.stop());
    }
    if (from.equals(STDIN)) {
      return new FilePasswords(context.stdin(), null);
    }
    InputStream in = Files.newInputStream(from);
    if (isOpenToOthers(from)) {
      output.warn("others can read " + from + ", or write it: 'chmod 600' keeps it to its owner");
    }
    return new FilePasswords(new LineInput(in), in);
  }

  private static boolean isOpenToOthers(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    return view != null && view.readAttributes().permissions().stream().anyMatch(OTHERS::contains);
  }
}
