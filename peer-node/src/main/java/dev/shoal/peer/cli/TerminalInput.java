package dev.shoal.peer.cli;

import dev.shoal.transport.PrivateFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Instant;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.history.DefaultHistory;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** Lines that a person edits on a terminal, with what was typed before, and completion. */
final class TerminalInput implements ShellInput {
  private static final String PROMPT = "shoal> ";
  private static final char NO_ECHO = 0;

  private final Terminal terminal;
  private final LineReader reader;

  private TerminalInput(Terminal terminal, LineReader reader) {
    this.terminal = terminal;
    this.reader = reader;
  }

  /** On the process's own terminal. */
  static TerminalInput ofProcess(Path history, KeptLines kept, Completion completion)
      throws IOException {
    return of(TerminalBuilder.builder().system(true).build(), history, kept, completion);
  }

  /**
   * On a terminal, which is closed with it.
   *
   * @param history file of what was typed before, made if missing, for its owner alone
   * @param kept which lines go there
   */
  static TerminalInput of(Terminal terminal, Path history, KeptLines kept, Completion completion)
      throws IOException {
    try {
      PrivateFile.of(history).create(new byte[0]);
    } catch (FileAlreadyExistsException e) {
      // from an earlier session
    }
    LineReader reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("shoal")
            .completer(completer(completion))
            .history(new History(kept))
            .variable(LineReader.HISTORY_FILE, history)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true) // a ! means nothing
            .build();
    return new TerminalInput(terminal, reader);
  }

  /** What was typed before, as far as it is kept. */
  private static final class History extends DefaultHistory {
    private final KeptLines kept;

    History(KeptLines kept) {
      this.kept = kept;
    }

    @Override
    public void add(Instant time, String line) {
      if (kept.keeps(line)) {
        super.add(time, line);
      }
    }
  }

  private static Completer completer(Completion completion) {
    return (reader, line, candidates) ->
        completion
            .candidates(line.words().subList(0, line.wordIndex() + 1))
            .forEach(word -> candidates.add(new Candidate(word)));
  }

  @Override
  public @Nullable String line() {
    try {
      return reader.readLine(PROMPT);
    } catch (UserInterruptException e) {
      return ""; // Ctrl-C gives the line up
    } catch (EndOfFileException e) {
      return null;
    }
  }

  @Override
  public char @Nullable [] secret(String prompt) {
    String typed = asked(prompt, NO_ECHO);
    return typed == null ? null : typed.toCharArray();
  }

  @Override
  public @Nullable String answer(String prompt) {
    return asked(prompt, null);
  }

  /** What is asked for is no command: it is not kept. */
  private @Nullable String asked(String prompt, @Nullable Character mask) {
    reader.setVariable(LineReader.DISABLE_HISTORY, true);
    reader.setVariable(LineReader.DISABLE_COMPLETION, true);
    try {
      return reader.readLine(prompt, mask);
    } catch (UserInterruptException | EndOfFileException e) {
      return "";
    } finally {
      reader.setVariable(LineReader.DISABLE_HISTORY, false);
      reader.setVariable(LineReader.DISABLE_COMPLETION, false);
    }
  }

  @Override
  public boolean isInteractive() {
    return true;
  }

  @Override
  public Streams above(Streams streams) {
    PrintWriter above = new PrintWriter(new LineWriter(reader::printAbove), true);
    return new Streams(above, streams.bytes(), above, false, streams.unicode());
  }

  @Override
  public void onInterrupt(Runnable action) {
    terminal.handle(Signal.INT, signal -> action.run());
  }

  @Override
  public void close() throws IOException {
    terminal.close();
  }
}
