package dev.shoal.peer.cli;

import dev.shoal.peer.PeerNode;
import dev.shoal.peer.console.RemoteNode;
import dev.shoal.peer.service.DownloadInfo;
import dev.shoal.protocol.PlainText;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
          "What to fetch: 64 hex digits, a link shoal:..., or the name of one file that somebody"
              + " shares, with --group of one there."
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

  @Mixin private final GetOptions options = new GetOptions();

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

  @Mixin private final OwnChoice choice = new OwnChoice();

  private @Nullable OwnGet byOwn;
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
    if (what.isEmpty()) {
      throw usage("say which file: its id, a link or its name");
    }
    if (what.startsWith("http://") || what.startsWith("https://")) {
      throw usage("a URL is a source of a file: give the file's id, and --source URL");
    }
    List<String> asked = checked(() -> options.trackers(linkedTrackers()));
    if (PIPE.equals(path)) {
      return pipe(asked, output);
    }
    RemoteNode running =
        choice.running(options.directory(), asked, given(), stop(), output).orElse(null);
    if (running != null) {
      try (running) {
        if (fetchBy(running, output)) {
          return ExitCodes.DONE;
        }
      }
    }
    try (PeerNode node = start(asked)) {
      own(node, output).file(what, path);
    }
    return ExitCodes.DONE;
  }

  private List<String> linkedTrackers() {
    boolean byName = options.isInGroup() || Converters.isName(what);
    return byName ? List.of() : Converters.link(what).trackers();
  }

  private PeerNode start(List<String> asked) throws Exception {
    return checked(() -> options.start(asked));
  }

  private OwnGet own(PeerNode node, Output output) {
    OwnGet get = new OwnGet(node, options, stop(), output);
    byOwn = get;
    return get;
  }

  /** False if that node may not write to where the file goes. */
  private boolean fetchBy(RemoteNode running, Output output) throws Exception {
    NodeGet get = new NodeGet(running, stop(), output);
    byNode = get;
    Optional<DownloadInfo> begun = get.begin(options, what, path);
    if (begun.isEmpty()) {
      return false;
    }
    get.follow(begun.get()).at(path).tell(output);
    if (options.isKeepSeeding()) {
      output.note("The running node serves it to others.");
    }
    return true;
  }

  private int fetchAll(Path listed, Output output) throws Exception {
    if (options.isInGroup()) {
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
    try (PeerNode node = start(options.trackers(files.trackers()))) {
      return own(node, output).all(files, directory);
    }
  }

  private int pipe(List<String> asked, Output output) throws Exception {
    OutputStream stdout =
        output.bytes().orElseThrow(() -> usage("-o - and --json both write to stdout"));
    if (options.isKeepSeeding()) {
      throw usage("-o - keeps nothing that could be served: give a file to --keep-seeding");
    }
    try (PeerNode node = start(asked)) {
      own(node, output).pipe(what, stdout);
    }
    return ExitCodes.DONE;
  }

  @Override
  Object report(Throwable failure) {
    Failure reason = Failure.of(failure);
    return Optional.ofNullable(byOwn)
        .flatMap(OwnGet::download)
        .map(download -> Fetched.incomplete(download, reason))
        .or(
            () ->
                Optional.ofNullable(byNode)
                    .flatMap(NodeGet::latest)
                    .map(download -> Fetched.incomplete(download, reason)))
        .map(Object.class::cast)
        .orElse(reason);
  }
}
