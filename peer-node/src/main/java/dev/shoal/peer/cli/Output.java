package dev.shoal.peer.cli;

import dev.shoal.protocol.PlainText;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What one command says: results on stdout, everything else on stderr. For one thread. */
final class Output {
  private final Streams streams;
  private final boolean json;
  private final boolean quiet;
  private final boolean verbose;

  /** What was said already: of many files that fail for one reason, once. */
  private final Set<String> advised = new HashSet<>();

  Output(Streams streams, boolean json, boolean quiet, boolean verbose) {
    this.streams = streams;
    this.json = json;
    this.quiet = quiet;
    this.verbose = verbose;
  }

  /** The same elsewhere. */
  Output on(Streams other) {
    return new Output(other, json, quiet, verbose);
  }

  /** Whether results are JSON. */
  boolean isJson() {
    return json;
  }

  /** A result, in the form that was asked for; there for a reader at once. */
  void result(String text, Object object) {
    streams.out().println(json ? Json.line(object) : text);
  }

  /** A result whose JSON is made already. */
  void line(String text, String json) {
    streams.out().println(this.json ? json : text);
  }

  /** Stdout for a file itself, if it has no JSON to carry. */
  Optional<OutputStream> bytes() {
    return json ? Optional.empty() : Optional.of(streams.bytes());
  }

  /** Something that has meaning only as text. */
  void text(String line) {
    if (!json) {
      streams.out().println(line);
    }
  }

  /** Something good to know. */
  void note(String sentence) {
    if (!quiet) {
      streams.err().println(sentence);
    }
  }

  /** Something that should be known. */
  void warn(String sentence) {
    streams.err().println("shoal: " + sentence);
  }

  /** Something failed: a sentence, what to do about it, with {@code --json} also the object. */
  void failure(Throwable failure, Object object) {
    warn(Sentence.of(failure));
    NextStep.after(failure).filter(advised::add).ifPresent(this::note);
    if (verbose) {
      failure.printStackTrace(streams.err());
    }
    if (json) {
      streams.out().println(Json.line(object));
    }
  }

  /** Something was not used as it should be. */
  void misuse(String sentence) {
    warn(sentence);
    if (json) {
      streams.out().println(Json.line(Failure.ofUsage(sentence)));
    }
  }

  /**
   * One file failed and others go on.
   *
   * @return the exit code for it
   */
  int failed(Path file, Throwable failure) {
    failure(failure, Failure.of(failure, file));
    return ExitCodes.of(failure);
  }

  /** A view of something that takes a while; to be closed. */
  ProgressView progress(String task) {
    String plain = PlainText.of(task);
    return streams.interactive() && !quiet
        ? new ProgressBarView(streams, plain)
        : new ProgressLines(this::note, System::nanoTime, plain);
  }
}
