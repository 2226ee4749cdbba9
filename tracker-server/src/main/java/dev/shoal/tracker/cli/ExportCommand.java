package dev.shoal.tracker.cli;

import dev.shoal.tracker.internal.Kept;
import dev.shoal.tracker.internal.store.Dump;
import dev.shoal.tracker.internal.store.OwnerOnly;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes all that a tracker keeps into one file. */
@Command(
    name = "export",
    description = {
      "Writes what a stopped tracker keeps under --data into a new file.",
      "The file holds hashes of passwords, and keys: only its owner may read it."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false)
final class ExportCommand implements Callable<Integer> {
  private final ConfigurationSource source;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "The dump, which must not exist yet.")
  private Path dump = Path.of("");

  ExportCommand(ConfigurationSource source) {
    this.source = source;
  }

  @Override
  public Integer call() throws ConfigurationException, IOException {
    Path store = source.get().dataDirectory().resolve(Kept.STORE);
    if (!Files.exists(store)) {
      throw new IOException("there is no store " + store);
    }
    long files = write(store);
    spec.commandLine().getOut().println("exported " + files + " files to " + dump);
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }

  private long write(Path store) throws IOException {
    boolean complete = false;
    try {
      long files = writeNew(store);
      complete = true; // only now: closing it may fail, too
      return files;
    } catch (FileAlreadyExistsException e) {
      complete = true; // and not ours to remove
      throw new IOException(dump + " exists already", e);
    } finally {
      if (!complete) {
        Files.deleteIfExists(dump);
      }
    }
  }

  private long writeNew(Path store) throws IOException {
    try (OutputStream out = new BufferedOutputStream(OwnerOnly.newFile(dump))) {
      return Dump.write(store, out);
    }
  }
}
