package com.example.embed;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.SharedFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** An application that embeds Shoal: one node shares a file, another fetches it. */
public final class Main {
  private static final List<String> COMMAND_LINE_ONLY =
      List.of(
          "picocli.CommandLine",
          "com.google.gson.Gson",
          "me.tongfei.progressbar.ProgressBar",
          "ch.qos.logback.classic.Logger",
          "dev.shoal.tracker.TrackerServer");

  private Main() {}

  public static void main(String[] args) throws Exception {
    requireAbsent(COMMAND_LINE_ONLY);
    Path directory = Files.createTempDirectory("shoal-embed");
    Path model = Files.write(directory.resolve("model.bin"), bytes(5_000_000));
    Path copy = directory.resolve("copy.bin");

    try (PeerNode sharer = PeerNode.builder().dataDirectory(directory.resolve("a")).build();
        PeerNode fetcher = PeerNode.builder().dataDirectory(directory.resolve("b")).build()) {
      SharedFile shared = sharer.share(model).join();
      // Without a tracker, the application says itself where the file can be had.
      var source = new java.net.InetSocketAddress("127.0.0.1", sharer.address().getPort());
      Download download =
          fetcher.download(
              shared.fileId(), copy, DownloadOptions.defaults().withSources(List.of(source)));
      download.onProgress(p -> System.out.println(p.verifiedBytes() + " of " + p.totalBytes()));
      download.completion().join();
    }
    if (Files.mismatch(model, copy) >= 0) {
      throw new AssertionError("the copy differs");
    }
    requireNoThreadLeft();
    System.out.println("embedded: " + Files.size(copy) + " bytes fetched and verified");
  }

  private static void requireAbsent(List<String> classes) {
    for (String name : classes) {
      try {
        Class.forName(name);
      } catch (ClassNotFoundException expected) {
        continue;
      }
      throw new AssertionError(name + " is on an embedder's class path");
    }
  }

  private static void requireNoThreadLeft() {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("shoal")) {
        throw new AssertionError("left behind: " + thread);
      }
    }
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}
