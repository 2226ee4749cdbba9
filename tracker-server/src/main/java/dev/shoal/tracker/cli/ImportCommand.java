package dev.shoal.tracker.cli;

import dev.shoal.tracker.internal.DataDirectory;
import dev.shoal.tracker.internal.Kept;
import dev.shoal.tracker.internal.store.Dump;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes what a tracker keeps from the file that an export wrote. */
@Command(
    name = "import",
    description = "Fills --data, where no tracker has kept anything yet, from an exported file.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false)
final class ImportCommand implements Callable<Integer> {
  private final ConfigurationSource source;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "The dump.")
  private Path dump = Path.of("");

  ImportCommand(ConfigurationSource source) {
    this.source = source;
  }

  @Override
  public Integer call() throws ConfigurationException, IOException {
    Path data = source.get().dataDirectory();
    DataDirectory.prepare(data);
    try (InputStream in = Files.newInputStream(dump)) {
      long files = Dump.read(in, data.resolve(Kept.STORE));
      spec.commandLine().getOut().println("imported " + files + " files into " + data);
      spec.commandLine().getOut().flush();
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + dump, e);
    }
    return ExitCode.OK;
  }
}
