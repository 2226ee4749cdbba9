package dev.shoal.benchmarks.flood;

import com.google.gson.JsonObject;
import dev.shoal.benchmarks.programs.Child;
import dev.shoal.benchmarks.programs.HangsUp;
import dev.shoal.benchmarks.programs.JavaProgram;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The process of those who guess. */
final class Guessers implements HangsUp {
  private final Child child;

  private Guessers(Child child) {
    this.child = child;
  }

  /** Starts it at the lowest priority, and waits until it is ready. */
  static Guessers start(JavaProgram program, int port, int addresses, int pipeline)
      throws IOException {
    List<String> command = new ArrayList<>(Priority.lowest());
    command.addAll(
        program.command(
            List.of(
                "guessers",
                "--port=" + port,
                "--addresses=" + addresses,
                "--pipeline=" + pipeline)));
    Child child = Child.start("guessers", command);
    try {
      child.answer();
      return new Guessers(child);
    } catch (IOException e) {
      child.close();
      throw e;
    }
  }

  /** Lets them guess for so long; {@link #end} is to follow. */
  void begin(Flood flood, double seconds) throws IOException {
    JsonObject request = new JsonObject();
    request.addProperty("established", flood.established());
    request.addProperty("fresh", flood.fresh());
    request.addProperty("seconds", seconds);
    child.tell(request);
  }

  /** Waits for the end; what became of the guesses. */
  JsonObject end() throws IOException {
    return child.answer();
  }

  /** Processor time so far. */
  double cpuSeconds() throws IOException {
    return child.usage().cpuSeconds();
  }

  @Override
  public void hangUp() {
    child.hangUp();
  }

  @Override
  public void close() {
    child.close();
  }

  @Override
  public String toString() {
    return child.toString();
  }
}
