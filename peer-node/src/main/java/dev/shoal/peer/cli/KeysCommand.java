package dev.shoal.peer.cli;

import picocli.CommandLine.Command;

/** What concerns a tracker's keys. */
@Command(name = "keys", description = "Keys by which the tracker lets members fetch from others.")
final class KeysCommand extends CommandFamily {}
