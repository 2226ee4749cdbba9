package dev.shoal.peer.cli;

import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadPriority;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.service.DownloadRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** From whom files are fetched and how, by the node that runs or by one of the command's own. */
final class GetOptions {
  @Mixin private final LinkTrackerOptions trackers = new LinkTrackerOptions();
  @Mixin private final WantedOptions wanted = new WantedOptions();

  @Option(
      names = "--keep-seeding",
      fallbackValue = "true",
      description = "Serve the file to others afterwards, until stopped. Default: end at once.")
  private boolean keepSeeding;

  @Option(
      names = "--source",
      split = Settings.SEPARATOR,
      hideParamSyntax = true,
      paramLabel = "HOST:PORT|URL",
      description =
          "A peer, or a web server's copy of the file, to fetch from beside those the tracker knows;"
              + " may be repeated. Default: none.")
  private List<SourceOption> sources = List.of();

  @Option(
      order = 5,
      names = "--download-limit",
      paramLabel = "SIZE",
      description =
          "Bytes of files to fetch in a second, all files and sources together, such as 10M; units"
              + " are powers of 1,024. Default: 0, no limit.")
  private ByteSize downloadLimit = new ByteSize(0);

  @Mixin private final UploadLimit uploadLimit = new UploadLimit();
  @Mixin private final NodeOptions node = new NodeOptions();

  WantedOptions wanted() {
    return wanted;
  }

  boolean isInGroup() {
    return wanted.group().isPresent();
  }

  boolean isKeepSeeding() {
    return keepSeeding;
  }

  /** Where the node keeps its key. */
  Path directory() {
    return node.directory();
  }

  /**
   * The trackers to ask, each {@code host:port}; those given, or else those that links name.
   *
   * @throws IllegalArgumentException if something else that was given does not go with them
   */
  List<String> trackers(List<String> linked) {
    if (isInGroup() && !sources.isEmpty()) {
      throw new IllegalArgumentException("--group names its sources itself: leave --source out");
    }
    return trackers.names(linked);
  }

  /**
   * Starts a node of the command's own.
   *
   * @param asked trackers, each {@code host:port}; none: those of the node that runs
   * @throws IllegalArgumentException if there is nobody to ask, and naming the setting that is out
   *     of range
   */
  PeerNode start(List<String> asked) throws ShoalException {
    boolean isAsking = !asked.isEmpty() || !sources.isEmpty();
    List<String> names = isAsking ? asked : RunningNodes.trackers(directory());
    if (names.isEmpty() && !isAsking) {
      throw new IllegalArgumentException(
          isInGroup()
              ? "no tracker: give --tracker"
              : "no tracker: give --tracker, a link that names one, or --source");
    }
    return node.start(
        names,
        builder ->
            builder.uploadLimit(uploadLimit.bytesPerSecond()).downloadLimit(downloadLimit.bytes()));
  }

  /** For a download of a node of the command's own. */
  DownloadOptions download() {
    return wanted
        .download()
        .withKeepSharing(keepSeeding)
        .withSources(sources.stream().map(SourceOption::peer).flatMap(Stream::ofNullable).toList())
        .withHttpSources(
            sources.stream().map(SourceOption::url).flatMap(Stream::ofNullable).toList());
  }

  /**
   * For a download of the node that runs.
   *
   * @param to as {@link DownloadRequest#path()}
   */
  DownloadRequest request(String what, String to) {
    return new DownloadRequest(
        what,
        to,
        wanted.group().map(AccountName::text).orElse(""),
        wanted.isOverwrite(),
        keepSeeding,
        sources.stream().map(SourceOption::text).toList(),
        downloadLimit.bytes(),
        wanted.order(),
        DownloadPriority.NORMAL,
        wanted.waitFor().seconds());
  }
}
