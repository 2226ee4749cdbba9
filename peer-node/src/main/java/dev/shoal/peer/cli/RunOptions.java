package dev.shoal.peer.cli;

import dev.shoal.peer.service.RunningNodeConfig;
import dev.shoal.peer.service.TransferLimits;
import dev.shoal.protocol.PlainText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a node that stays running shares, fetches and keeps to. */
final class RunOptions {
  @Option(
      names = "--watch",
      split = Settings.SEPARATOR,
      hideParamSyntax = true,
      paramLabel = "DIR",
      description =
          "Folder whose files are shared once they stop changing, those in subfolders too; may be"
              + " repeated. Default: none.")
  private List<Path> watched = List.of();

  @Option(
      names = "--fetch-group",
      split = Settings.SEPARATOR,
      hideParamSyntax = true,
      paramLabel = "GROUP[=DIR]",
      description =
          "Group of yours all of whose files are fetched, now and later, into DIR or a folder of its"
              + " name below that of --downloads; may be repeated. Default: none.")
  private List<MirrorOption> mirrored = List.of();

  @Option(
      names = "--downloads",
      paramLabel = "DIR",
      description =
          "Where files are fetched to unless the request says otherwise, created if missing."
              + " Default: ~/Shoal.")
  private @Nullable Path downloads;

  @Option(
      names = "--allow",
      split = Settings.SEPARATOR,
      hideParamSyntax = true,
      paramLabel = "DIR",
      description =
          "Directory below which files may be fetched to besides; may be repeated. Default: none.")
  private List<Path> allowed = List.of();

  @Option(
      names = "--upload-limit",
      paramLabel = "SIZE",
      description =
          "Bytes of files to send in a second, such as 10M, or 0 for no limit. Default: as it was"
              + " before, at first no limit.")
  private @Nullable ByteSize upload;

  @Option(
      names = "--download-limit",
      paramLabel = "SIZE",
      description =
          "Bytes of files to fetch in a second, such as 10M, or 0 for no limit. Default: as it was"
              + " before, at first no limit.")
  private @Nullable ByteSize download;

  /**
   * The settings of a node that remembers things there; makes the directory for downloads that was
   * named.
   *
   * @throws IllegalArgumentException naming what is out of range
   */
  RunningNodeConfig.Builder config(Path dataDirectory) {
    for (Path folder : watched) {
      if (Files.exists(folder) && !Files.isDirectory(folder)) {
        throw new IllegalArgumentException(
            "--watch takes a directory, which this is not: " + PlainText.of(folder.toString()));
      }
    }
    Path into =
        downloads == null ? Path.of(System.getProperty("user.home"), "Shoal") : made(downloads);
    RunningNodeConfig.Builder builder =
        RunningNodeConfig.builder(dataDirectory)
            .downloadDirectory(into)
            .allowed(allowed)
            .watched(watched)
            .version(Version.number());
    for (MirrorOption mirror : mirrored) {
      builder.mirror(mirror.group().text(), mirror.directoryIn(into));
    }
    return builder;
  }

  private static Path made(Path directory) {
    try {
      return Files.isDirectory(directory) ? directory : Files.createDirectories(directory);
    } catch (IOException e) {
      boolean isOther = Files.exists(directory) && !Files.isDirectory(directory);
      throw new IllegalArgumentException(
          "--downloads takes a directory that is there or can be made: "
              + (isOther ? PlainText.of(directory.toString()) + " is none" : Sentence.of(e)),
          e);
    }
  }

  boolean areLimitsGiven() {
    return upload != null || download != null;
  }

  /**
   * The limits that are given, the others as they are.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  TransferLimits limits(TransferLimits before) {
    return new TransferLimits(
        upload == null ? before.upload() : upload.bytes(),
        download == null ? before.download() : download.bytes());
  }
}
