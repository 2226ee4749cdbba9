package dev.shoal.peer.console;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import dev.shoal.protocol.PlainText;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns records into the API's JSON, member by member, and small bodies back into records.
 *
 * <p>What is written may stand anywhere, also in a script of a page: {@code <}, {@code >}, {@code
 * &}, U+2028 and U+2029 are escaped.
 */
final class ApiJson {
  private ApiJson() {}

  /** How the type is called in headers. */
  static final String TYPE = "application/json";

  private static final String NO_JSON = "this is not JSON as it should be";
  private static final Pattern PLACE = Pattern.compile("path \\$\\.(\\w+)");

  // Gson is immutable.
  private static final Gson GSON =
      new GsonBuilder()
          .serializeNulls()
          .setStrictness(Strictness.STRICT)
          .registerTypeAdapterFactory(new EnumWords())
          .create();

  /** The object as JSON. */
  static String write(Object value) {
    return GSON.toJson(value);
  }

  /** The object as JSON, in UTF-8. */
  static byte[] bytes(Object value) {
    return write(value).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * What a caller asks for: the defaults, with what the text says in their place.
   *
   * @param text empty: nothing is said
   * @param needed members that have to be said, and not as empty text
   * @throws IllegalArgumentException with a sentence, if it is no JSON object, lacks such a member,
   *     has one that the record has not, or a value that does not fit
   */
  static <T extends Record> T read(String text, Class<T> type, T defaults, String... needed) {
    try {
      JsonObject said = object(text);
      for (String member : needed) {
        if (!said.has(member) || isNothing(said.get(member))) {
          throw new IllegalArgumentException("the member " + member + " is missing");
        }
      }
      return GSON.fromJson(merged(GSON.toJsonTree(defaults, type).getAsJsonObject(), said), type);
    } catch (JsonParseException e) {
      throw new IllegalArgumentException(sentence(String.valueOf(e.getMessage())), e);
    }
  }

  private static JsonObject object(String text) {
    if (text.isBlank()) {
      return new JsonObject();
    }
    JsonElement element = parsed(text);
    if (element == null || !element.isJsonObject()) {
      throw new IllegalArgumentException("a JSON object is expected");
    }
    return element.getAsJsonObject();
  }

  private static @Nullable JsonElement parsed(String text) {
    try {
      return GSON.fromJson(text, JsonElement.class);
    } catch (JsonParseException e) {
      throw new IllegalArgumentException(NO_JSON, e);
    }
  }

  private static boolean isNothing(JsonElement element) {
    return element.isJsonNull() || (element.isJsonPrimitive() && element.getAsString().isEmpty());
  }

  private static JsonObject merged(JsonObject defaults, JsonObject said) {
    for (Map.Entry<String, JsonElement> member : said.entrySet()) {
      if (!defaults.has(member.getKey())) {
        throw new IllegalArgumentException(
            "there is no member "
                + PlainText.of(member.getKey())
                + "; known are "
                + String.join(", ", defaults.keySet()));
      }
      if (!member.getValue().isJsonNull()) {
        defaults.add(member.getKey(), member.getValue());
      }
    }
    return defaults;
  }

  /** Gson's own words are of its insides; only where it was is of use to a person. */
  private static String sentence(String failure) {
    if (failure.startsWith(EnumWords.EXPECTED)) {
      return failure;
    }
    Matcher place = PLACE.matcher(failure);
    return place.find()
        ? "the member " + place.group(1) + " has a value that does not fit"
        : NO_JSON;
  }
}
