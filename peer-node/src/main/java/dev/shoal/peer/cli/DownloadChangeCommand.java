package dev.shoal.peer.cli;

import dev.shoal.peer.service.DownloadInfo;
import dev.shoal.peer.service.NodeService;
import dev.shoal.peer.service.ServiceJson;
import dev.shoal.protocol.PlainText;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Parameters;

/** A command that does the same with each of some downloads. */
abstract class DownloadChangeCommand extends ServiceCommand {
  private final String done;

  @Parameters(
      arity = "1..*",
      paramLabel = "DOWNLOAD",
      description =
          "Its id, the id of the file or the first digits of that, its path, or its name, as"
              + " 'shoal downloads' lists them.")
  private List<String> downloads = List.of();

  /**
   * @param done what has been done then, such as {@code paused}
   */
  DownloadChangeCommand(CommandContext context, String done) {
    super(context);
    this.done = done;
  }

  abstract CompletableFuture<DownloadInfo> change(NodeService service, String id);

  /** What a person is told. */
  String told(DownloadInfo changed) {
    return done + " " + PlainText.of(changed.name());
  }

  @Override
  final int run(NodeService service, Output output) throws Exception {
    int exitCode = ExitCodes.DONE;
    for (String meant : downloads) {
      try {
        DownloadInfo found = new Selection(service, stop()).download(meant);
        DownloadInfo changed = answer(change(service, found.id()));
        output.line(told(changed), ServiceJson.write(changed));
      } catch (Stopped | InterruptedException e) {
        throw e;
      } catch (Exception e) {
        Throwable cause = e instanceof ExecutionException ? Sentence.unwrap(e) : e;
        output.failure(cause, Failure.of(cause));
        exitCode = exitCode == ExitCodes.DONE ? ExitCodes.of(cause) : exitCode;
      }
    }
    return exitCode;
  }
}
