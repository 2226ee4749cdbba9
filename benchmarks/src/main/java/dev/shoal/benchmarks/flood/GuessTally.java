package dev.shoal.benchmarks.flood;

import com.google.gson.JsonObject;
import dev.shoal.protocol.ErrorCode;

/** Counts what became of guesses; on the guessers' loop. */
final class GuessTally {
  private long sent;
  private long denied;
  private long refused;
  private long lost;
  private long connected;
  private long notConnected;

  /** A guess was sent. */
  void sent() {
    sent++;
  }

  /** A guess has failed, or was lost with its connection. */
  void failed(ErrorCode code, boolean lostConnection) {
    if (lostConnection) {
      lost++;
    } else if (code == ErrorCode.DENIED) {
      denied++;
    } else {
      refused++;
    }
  }

  /** A connection was made. */
  void connected() {
    connected++;
  }

  /** A connection could not be made. */
  void notConnected() {
    notConnected++;
  }

  /** What was counted. */
  JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("sent", sent);
    json.addProperty("denied", denied);
    json.addProperty("refused", refused);
    json.addProperty("lost", lost);
    json.addProperty("connected", connected);
    json.addProperty("not_connected", notConnected);
    return json;
  }
}
