package dev.shoal.peer.service;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import com.google.gson.Strictness;
import java.util.List;

/**
 * The records of this package, and others made likewise, as JSON: member by member, enums in lower
 * case with {@code -} between words, and what is null left out. Reading is the opposite: what is
 * not marked as nullable must be there.
 */
public final class ServiceJson {
  private ServiceJson() {}

  // Gson is immutable.
  private static final Gson GSON = builder().disableHtmlEscaping().create();
  private static final Gson FOR_WEB = builder().serializeNulls().create();

  private static GsonBuilder builder() {
    return new GsonBuilder()
        .setStrictness(Strictness.STRICT)
        .registerTypeHierarchyAdapter(
            Enum.class,
            (JsonSerializer<Enum<?>>) (value, type, context) -> new JsonPrimitive(word(value)));
  }

  /** A record, a list or a map in one line. */
  public static String write(Object value) {
    return GSON.toJson(value);
  }

  /**
   * The same for pages: what is null is there, and the text may stand anywhere, also in a script,
   * as {@code <}, {@code >}, {@code &}, U+2028 and U+2029 are escaped.
   */
  public static String writeForWeb(Object value) {
    return FOR_WEB.toJson(value);
  }

  /**
   * Reads what a node said; members that are not known are passed over.
   *
   * @throws IllegalArgumentException with a sentence that names the member which is missing or
   *     makes no sense
   */
  public static <T extends Record> T read(String json, Class<T> type) {
    return new RecordReader(false).read(parse(json), type);
  }

  /**
   * Reads what somebody asks for: a member that is not known is an error, so that a misspelt one is
   * noticed. Of {@link DownloadRequest} only {@code what} is needed, and of {@link ShareRequest}
   * only {@code path}; others have the defaults of these records.
   *
   * @throws IllegalArgumentException with a sentence that names the member which is missing,
   *     unknown, or makes no sense
   */
  public static <T extends Record> T readRequest(String json, Class<T> type) {
    return new RecordReader(true).read(parse(json), type);
  }

  /**
   * The same for a request of another kind.
   *
   * @param defaults what is taken for what is not said
   * @param needed members that have to be said, and not as empty text
   * @throws IllegalArgumentException likewise
   */
  public static <T extends Record> T readRequest(
      String json, Class<T> type, T defaults, String... needed) {
    return new RecordReader(defaults, List.of(needed)).read(parse(json), type);
  }

  /** How JSON names a value. */
  public static String word(Enum<?> value) {
    return RecordReader.word(value);
  }

  private static JsonElement parse(String json) {
    try {
      JsonElement element = GSON.fromJson(json, JsonElement.class);
      if (element == null) {
        throw new IllegalArgumentException("there is no JSON, but nothing at all");
      }
      return element;
    } catch (JsonParseException | NumberFormatException e) {
      throw new IllegalArgumentException("this is not JSON as it should be", e);
    }
  }
}
