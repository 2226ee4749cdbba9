package dev.shoal.peer.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.shoal.peer.service.NodeService;
import dev.shoal.peer.service.ServiceJson;
import dev.shoal.peer.service.ShareInfo;
import dev.shoal.protocol.PlainText;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists what a node shares. */
@Command(
    name = "list",
    description = "Lists what this node shares, or would share if it were running.")
final class ListCommand extends ServiceCommand {
  /** The state of all while no node runs. */
  private static final String RESTING = "resting";

  ListCommand(CommandContext context) {
    super(context);
  }

  @Override
  int run(NodeService service, Output output) throws Exception {
    boolean running = answer(service.status()).running();
    List<ShareInfo> shares = new Selection(service, stop()).shares();
    if (shares.isEmpty()) {
      output.note("Nothing is shared: 'shoal share FILE' shares a file.");
      return ExitCodes.DONE;
    }
    Table table = new Table("ID", "STATE", "SIZE", "FILE ID", "NAME");
    for (ShareInfo share : shares) {
      table.add(
          share.id(),
          running ? state(share) : RESTING,
          share.size() < 0 ? "?" : Units.size(share.size()),
          share.fileId() == null ? "?" : share.fileId(),
          name(share));
    }
    output.text(table.head());
    for (int i = 0; i < shares.size(); i++) {
      output.line(table.row(i), json(shares.get(i), running));
    }
    return ExitCodes.DONE;
  }

  private static String json(ShareInfo share, boolean running) {
    String json = ServiceJson.write(share);
    if (running) {
      return json;
    }
    JsonObject resting = JsonParser.parseString(json).getAsJsonObject();
    resting.addProperty("state", RESTING);
    return Json.line(resting);
  }

  private static String state(ShareInfo share) {
    return share.state() == ShareInfo.State.PREPARING && share.size() > 0
        ? "hashed " + 100 * share.hashedBytes() / share.size() + "%"
        : ServiceJson.word(share.state());
  }

  private static String name(ShareInfo share) {
    StringBuilder name = new StringBuilder(PlainText.of(share.name()));
    if (!share.groups().isEmpty()) {
      name.append(" (").append(String.join(", ", share.groups())).append(')');
    }
    if (share.problem() != null) {
      name.append(": ").append(PlainText.of(share.problem().message()));
    }
    return name.toString();
  }
}
