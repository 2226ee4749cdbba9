package dev.shoal.peer.cli;

import picocli.CommandLine.Command;

/** What concerns accounts. */
@Command(name = "user", description = "Accounts at the tracker.")
final class UserCommand extends CommandFamily {}
