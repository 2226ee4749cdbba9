package dev.shoal.peer.cli;

import picocli.CommandLine.Option;

/** How fast a command's node may send. */
final class UploadLimit {
  @Option(
      order = 5,
      names = "--upload-limit",
      paramLabel = "SIZE",
      description =
          "Bytes of files to send in a second, to all peers together, such as 10M; units are powers"
              + " of 1,024. Default: 0, no limit.")
  private ByteSize rate = new ByteSize(0);

  long bytesPerSecond() {
    return rate.bytes();
  }
}
