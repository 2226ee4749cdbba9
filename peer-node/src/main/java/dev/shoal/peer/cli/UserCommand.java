package dev.shoal.peer.cli;

import picocli.CommandLine.Command;

/** What concerns accounts. */
@Command(name = "user", description = "Makes accounts at the tracker.")
final class UserCommand extends CommandFamily {}
