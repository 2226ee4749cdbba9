package dev.shoal.peer.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;

/** Writes records as JSON, one line each; what is null is left out. */
final class Json {
  private Json() {}

  // Gson is immutable.
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  /** The object in one line, without its end. */
  static String line(Object value) {
    return GSON.toJson(value);
  }
}
