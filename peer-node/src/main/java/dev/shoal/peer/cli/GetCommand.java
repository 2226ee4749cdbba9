package dev.shoal.peer.cli;

import dev.shoal.peer.DeniedException;
import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadPriority;
import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.console.RemoteNode;
import dev.shoal.peer.service.DownloadInfo;
import dev.shoal.peer.service.DownloadRequest;
import dev.shoal.protocol.PlainText;
import dev.shoal.protocol.ShoalLink;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fetches one file, or all of a list. */
@Command(
    name = "get",
    description = {
      "Fetches a file from everybody who has parts of it.",
      "When it is stopped, what is verified is kept: the same command again goes on from there.",
      "With --list, fetches many files into a directory, small ones many at a time."
    })
final class GetCommand extends ShoalCommand {
  private static final Path PIPE = Path.of("-");

  @Parameters(
      index = "0",
      arity = "1",
      paramLabel = "FILE_ID|LINK|NAME|DIRECTORY",
      description =
          "What to fetch: 64 hex digits, or a link shoal:... With --group the file's name there."
              + " A running node also finds a file by its name."
              + " With --list the existing directory that the files are written to.")
  @SuppressWarnings("NullAway.Init")
  private String what;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DEST",
      description = "The same as --output PATH.")
  private @Nullable Path destination;

  @Option(
      names = "--list",
      paramLabel = "FILE",
      description =
          "Fetch all files of a list; -: from stdin. Each line has an id or a link, a space, and the"
              + " name to write it under, which is made safe. The exit code is the highest of the"
              + " files'. Default: none, one file.")
  private @Nullable Path list;

  @Mixin private final LinkTrackerOptions trackers = new LinkTrackerOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "PATH",
      description =
          "File to write, or an existing directory to write it in; -: to stdout, while it is"
              + " fetched, and nothing is kept. Default: the name that the link, or else the"
              + " tracker, gives it, made safe, in the current directory; what is found by its"
              + " name goes to the running node's download directory where that node may not"
              + " write there.")
  private @Nullable Path path;

  @Mixin private final WantedOptions options = new WantedOptions();

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
  @Mixin private final NodeOptions nodeOptions = new NodeOptions();
  @Mixin private final OwnChoice choice = new OwnChoice();

  @SuppressWarnings("NullAway.Init") // before anything is fetched
  private ShoalLink wanted;

  private @Nullable Download download;
  private @Nullable NodeGet byNode;

  GetCommand(CommandContext context) {
    super(context);
  }

  @Override
  int run(Output output) throws Exception {
    if (destination != null) {
      if (path != null) {
        throw usage("DEST and --output are the same: give one of them");
      }
      path = destination;
    }
    if (list != null) {
      return fetchAll(list, output);
    }
    boolean byName = options.group().isPresent() || Converters.isName(what);
    if (!byName) {
      wanted = checked(() -> Converters.link(what));
    }
    List<String> named = trackers.names(byName ? List.of() : wanted.trackers());
    if (PIPE.equals(path)) {
      requireFileId();
      return pipe(someone(named), output);
    }
    RemoteNode running = running(named, output);
    if (running != null) {
      try (running) {
        NodeGet get = new NodeGet(running, stop(), output);
        byNode = get;
        Optional<DownloadInfo> begun = begin(get, output);
        if (begun.isPresent()) {
          tell(get.follow(begun.get()), output);
          if (keepSeeding) {
            output.note("The running node serves it to others.");
          }
          return ExitCodes.DONE;
        }
      }
    }
    requireFileId();
    return fetchHere(someone(named), output);
  }

  /** A node of the command's own looks names up in groups alone. */
  private void requireFileId() throws Exception {
    if (options.group().isEmpty() && Converters.isName(what)) {
      checked(() -> Converters.link(what));
    }
  }

  private @Nullable RemoteNode running(List<String> named, Output output) throws Exception {
    checkGroup();
    return choice.running(nodeOptions.directory(), named, given(), stop(), output).orElse(null);
  }

  /** Empty if the node that runs may not write there. */
  private Optional<DownloadInfo> begin(NodeGet get, Output output) throws Exception {
    Path wantedPath = path == null ? Path.of("") : path;
    try {
      return Optional.of(get.begin(request(wantedPath.toAbsolutePath().normalize().toString())));
    } catch (ExecutionException e) {
      if (!(Sentence.unwrap(e) instanceof DeniedException)) {
        throw e;
      }
      boolean lookedUp = options.group().isEmpty() && Converters.isName(what);
      if (lookedUp && path != null) {
        throw e; // nobody else finds it by its name
      }
      if (lookedUp) {
        output.note("To the node's download directory: " + Sentence.of(e) + ".");
        return Optional.of(get.begin(request("")));
      }
      output.note("Not by the running node: " + Sentence.of(e) + ".");
      return Optional.empty();
    }
  }

  private DownloadRequest request(String to) {
    return new DownloadRequest(
        what,
        to,
        options.group().map(AccountName::text).orElse(""),
        options.isOverwrite(),
        keepSeeding,
        sources.stream().map(SourceOption::text).toList(),
        downloadLimit.bytes(),
        options.order(),
        DownloadPriority.NORMAL,
        options.waitFor().seconds());
  }

  private int fetchHere(List<String> asked, Output output) throws Exception {
    try (PeerNode node = checked(() -> start(asked))) {
      lookUp(node);
      Path file = Destination.of(path, WantedOptions.named(wanted, node, path, stop()));
      Download started = node.download(wanted.fileId(), file, downloadOptions());
      download = started;
      output.note("Looking for " + PlainText.of(file.toString()) + ".");
      fetch(started, output);
      if (keepSeeding) {
        output.note("Serving it to others, Ctrl-C to stop.");
        stop().await(() -> {});
      }
      return ExitCodes.DONE;
    } catch (Stopped e) {
      throw new Stopped(
          "stopped; what is verified is kept, and the same command goes on from there");
    }
  }

  private List<String> someone(List<String> asked) {
    boolean inGroup = options.group().isPresent();
    checkGroup();
    if (asked.isEmpty() && inGroup) {
      throw usage("no tracker: give --tracker");
    }
    if (asked.isEmpty() && sources.isEmpty()) {
      throw usage("no tracker: give --tracker, a link that names one, or --source");
    }
    return asked;
  }

  private void checkGroup() {
    if (options.group().isPresent() && !sources.isEmpty()) {
      throw usage("--group names its sources itself: leave --source out");
    }
  }

  /** What a name in a group stands for. */
  private void lookUp(PeerNode node) throws Exception {
    Optional<AccountName> group = options.group();
    if (group.isPresent()) {
      wanted = options.find(group.get(), node.groups(), what, stop());
    }
  }

  private DownloadOptions downloadOptions() {
    return options
        .download()
        .withKeepSharing(keepSeeding)
        .withSources(sources.stream().map(SourceOption::peer).flatMap(Stream::ofNullable).toList())
        .withHttpSources(
            sources.stream().map(SourceOption::url).flatMap(Stream::ofNullable).toList());
  }

  /** All files of a list, into a directory. */
  private int fetchAll(Path listed, Output output) throws Exception {
    if (options.group().isPresent()) {
      throw usage("--list and --group do not go together: a list names files by their ids");
    }
    if (path != null) {
      throw usage("--list and --output do not go together: give the directory at the end");
    }
    Path directory = checked(() -> Path.of(what));
    if (!Files.isDirectory(directory)) {
      throw usage("there is no directory " + PlainText.of(what));
    }
    FileList files = checked(() -> FileList.read(listed, System.in));
    List<String> asked = someone(trackers.names(files.trackers()));
    try (PeerNode node = checked(() -> start(asked))) {
      output.note("Looking for " + files.links().size() + " files.");
      int exitCode =
          new ListFetch(output)
              .follow(node.downloadAll(files.in(directory), downloadOptions()), stop());
      if (keepSeeding) {
        output.note("Serving them to others, Ctrl-C to stop.");
        stop().await(() -> {});
      }
      return exitCode;
    } catch (Stopped e) {
      throw new Stopped("stopped; the files that are complete stay");
    }
  }

  /** To stdout, while it is fetched; what is on disk meanwhile is temporary. */
  private int pipe(List<String> asked, Output output) throws Exception {
    OutputStream stdout =
        output.bytes().orElseThrow(() -> usage("-o - and --json both write to stdout"));
    if (keepSeeding) {
      throw usage("-o - keeps nothing that could be served: give a file to --keep-seeding");
    }
    try (Workspace workspace = Workspace.create(null);
        PeerNode node = checked(() -> start(asked));
        ProgressView view = output.progress("getting " + what)) {
      lookUp(node);
      Path temporary = workspace.path(wanted.fileId().toString());
      Download started = node.download(wanted.fileId(), temporary, downloadOptions());
      download = started;
      DownloadResult result = Piping.run(started, stdout, stop(), view);
      output.note(Fetched.complete(started.fileId(), result).totals());
      return ExitCodes.DONE;
    }
  }

  private PeerNode start(List<String> asked) throws ShoalException {
    return nodeOptions.start(
        asked,
        builder ->
            builder.uploadLimit(uploadLimit.bytesPerSecond()).downloadLimit(downloadLimit.bytes()));
  }

  private void fetch(Download started, Output output) throws Exception {
    DownloadResult result;
    try (ProgressView view = output.progress("getting " + started.destination().getFileName())) {
      result = DownloadView.follow(started, stop(), view);
    }
    tell(Fetched.complete(started.fileId(), result), output);
  }

  private static void tell(Fetched fetched, Output output) {
    output.result("got " + PlainText.of(fetched.path()) + " " + fetched.bytes(), fetched);
    output.note(fetched.totals());
  }

  @Override
  Object report(Throwable failure) {
    DownloadInfo latest = byNode == null ? null : byNode.latest();
    if (download == null && latest != null) {
      return Fetched.incomplete(latest, Failure.of(failure));
    }
    return download == null
        ? super.report(failure)
        : Fetched.incomplete(download, Failure.of(failure));
  }
}
