package dev.shoal.peer.cli;

import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.service.DownloadInfo;
import dev.shoal.peer.service.NodeService;
import dev.shoal.peer.service.ServiceJson;
import dev.shoal.peer.service.ShareInfo;
import dev.shoal.peer.service.TransferLimits;
import dev.shoal.protocol.PlainText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows and changes how fast a node may be. */
@Command(
    name = "limit",
    description = {
      "Limits what this node sends and fetches in a second, from now on and after a restart.",
      "Without --up and --down, shows the limits."
    })
final class LimitCommand extends ServiceCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "SHARE|DOWNLOAD",
      description =
          "What is limited, by its id, the id of the file or the first digits of that, its path, or"
              + " its name. Default: the whole node.")
  private @Nullable String what;

  @Option(
      names = "--up",
      paramLabel = "SIZE",
      description =
          "Bytes of files to send in a second, such as 10M; 0: no limit, or that of the node."
              + " Default: as before.")
  private @Nullable ByteSize up;

  @Option(
      names = "--down",
      paramLabel = "SIZE",
      description =
          "Bytes of files to fetch in a second, such as 10M; 0: no limit, or that of the node."
              + " Default: as before.")
  private @Nullable ByteSize down;

  LimitCommand(CommandContext context) {
    super(context);
  }

  @Override
  int run(NodeService service, Output output) throws Exception {
    if (what == null) {
      return ofNode(service, output);
    }
    if (up != null && down != null) {
      throw usage("of a file either what is sent or what is fetched is limited: --up or --down");
    }
    Selection selection = new Selection(service, stop());
    return isOfShare(selection, what)
        ? ofShare(service, selection.share(what), output)
        : ofDownload(service, selection.download(what), output);
  }

  private boolean isOfShare(Selection selection, String meant) throws Exception {
    if (up != null || down != null) {
      return up != null;
    }
    try {
      selection.download(meant);
      return false;
    } catch (NotFoundException e) {
      return true;
    }
  }

  private int ofNode(NodeService service, Output output) throws Exception {
    TransferLimits limits = answer(service.status()).limits();
    if (up != null || down != null) {
      TransferLimits wanted =
          new TransferLimits(
              up == null ? limits.upload() : up.bytes(),
              down == null ? limits.download() : down.bytes());
      limits = answer(service.setLimits(wanted));
    }
    output.line(Units.limits(limits.upload(), limits.download()), ServiceJson.write(limits));
    return ExitCodes.DONE;
  }

  private int ofShare(NodeService service, ShareInfo share, Output output) throws Exception {
    ShareInfo now = up == null ? share : answer(service.limitShare(share.id(), up.bytes()));
    output.line(
        PlainText.of(now.name()) + ": up " + Units.limit(now.uploadLimit()),
        ServiceJson.write(now));
    return ExitCodes.DONE;
  }

  private int ofDownload(NodeService service, DownloadInfo download, Output output)
      throws Exception {
    DownloadInfo now =
        down == null ? download : answer(service.limitDownload(download.id(), down.bytes()));
    output.line(
        PlainText.of(now.name()) + ": down " + Units.limit(now.downloadLimit()),
        ServiceJson.write(now));
    return ExitCodes.DONE;
  }
}
