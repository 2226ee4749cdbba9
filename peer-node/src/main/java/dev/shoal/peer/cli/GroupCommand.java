package dev.shoal.peer.cli;

import picocli.CommandLine.Command;

/** What concerns groups. */
@Command(
    name = "group",
    description = "Groups of users, whose files only their members see and fetch.")
final class GroupCommand extends CommandFamily {}
