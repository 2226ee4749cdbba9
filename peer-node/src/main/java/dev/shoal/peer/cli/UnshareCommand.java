package dev.shoal.peer.cli;

import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.service.NodeService;
import dev.shoal.peer.service.ServiceJson;
import dev.shoal.peer.service.ShareInfo;
import dev.shoal.protocol.PlainText;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Stops sharing: a file by this node, or all of one's sharing of it in a group. */
@Command(
    name = "unshare",
    description = {
      "With one word, stops sharing a file by this node, which stays on disk.",
      "With a group and a file's name there, takes one's part in it back: it leaves the group's"
          + " list when nobody else shares it there. Every process of one's own that shares it"
          + " there stops: this one and a running node at once, others within a minute."
    })
final class UnshareCommand extends ShoalCommand {
  @Mixin private final OwnNode nodes = new OwnNode();

  @Parameters(
      index = "0",
      arity = "1",
      paramLabel = "SHARE|GROUP",
      description =
          "The file, by its id, the id of its content or the first digits of that, its path, or its"
              + " name, as 'shoal list' lists them. With NAME, the group.")
  @SuppressWarnings("NullAway.Init")
  private String first;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "The file's name in the group.")
  private @Nullable String name;

  UnshareCommand(CommandContext context) {
    super(context);
  }

  @Override
  int run(Output output) throws Exception {
    return name == null ? unshare(first, output) : unshareIn(group(), name, output);
  }

  private AccountName group() throws Exception {
    return checked(() -> AccountName.parse(first));
  }

  private int unshare(String meant, Output output) throws Exception {
    try (NodeAccess access = NodeAccess.open(nodes.directory())) {
      ShareInfo share = new Selection(access.service(), stop()).share(meant);
      ShareInfo gone = stop().await(access.service().removeShare(share.id()), () -> {});
      output.line("unshared " + PlainText.of(gone.name()), ServiceJson.write(gone));
    }
    return ExitCodes.DONE;
  }

  private int unshareIn(AccountName group, String file, Output output) throws Exception {
    try (NodeLease node = checked(nodes::open)) {
      unshare(node, group, file, stop(), output);
      forget(group, file);
      output.note("Where you share it by another process, it is served a minute longer at most.");
    }
    return ExitCodes.DONE;
  }

  /** Takes one's part in a file of a group back, and says so. */
  static void unshare(
      NodeLease node, AccountName group, String file, StopSignal stop, Output output)
      throws Exception {
    boolean gone = stop.await(node.groups().unshare(group.text(), file), () -> {});
    output.result(
        "unshared " + PlainText.of(file) + " in " + group,
        Change.ofFile("unshared", group, file, gone));
    if (!gone) {
      output.note("Others share it there still.");
    }
  }

  /** A node that stays running would share it again with its next start. */
  private void forget(AccountName group, String file) throws Exception {
    try (NodeAccess access = NodeAccess.open(nodes.directory())) {
      NodeService service = access.service();
      for (ShareInfo share : new Selection(service, stop()).shares()) {
        if (share.name().equals(file) && share.groups().contains(group.text())) {
          withdraw(service, share.id(), group);
        }
      }
    }
  }

  private void withdraw(NodeService service, String id, AccountName group) throws Exception {
    try {
      stop().await(service.withdraw(id, group.text()), () -> {});
    } catch (ExecutionException e) {
      if (!(Sentence.unwrap(e) instanceof NotFoundException)) { // which it may know by itself
        throw e;
      }
    }
  }
}
