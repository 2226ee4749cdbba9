package dev.shoal.peer.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Where the program writes. Writers swallow a broken pipe: who has stopped reading wants no more.
 *
 * @param out results; flushed line by line
 * @param bytes the same place, for a file itself
 * @param err everything else; flushed line by line
 * @param interactive whether a person sees {@code err} on a terminal that can draw over a line
 * @param unicode whether that terminal takes more than ASCII
 */
record Streams(
    PrintWriter out, OutputStream bytes, PrintWriter err, boolean interactive, boolean unicode) {
  /** The process's own: UTF-8 except where a terminal is known to want something else. */
  static Streams system() {
    Charset local = Tty.charset();
    boolean interactive = Tty.isTerminal(2) && !Colours.isDumb(System.getenv());
    Charset errors = interactive ? local : StandardCharsets.UTF_8;
    return new Streams(
        writer(FileDescriptor.out, Tty.isTerminal(1) ? local : StandardCharsets.UTF_8),
        new FileOutputStream(FileDescriptor.out),
        writer(FileDescriptor.err, errors),
        interactive,
        errors.newEncoder().canEncode('█'));
  }

  private static PrintWriter writer(FileDescriptor descriptor, Charset charset) {
    return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), charset), true);
  }
}
