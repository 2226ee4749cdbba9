package dev.shoal.peer.console;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.shoal.peer.service.ServiceJson;
import dev.shoal.protocol.PlainText;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes constants as words: {@code RAREST_FIRST} is {@code "rarest-first"}. */
final class EnumWords implements TypeAdapterFactory {
  /** What the sentence about a word that is none begins with. */
  static final String EXPECTED = "one of ";

  @Override
  @SuppressWarnings("unchecked") // the adapter is for the very type that is asked for
  public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
    Class<? super T> raw = type.getRawType();
    return raw.isEnum() ? (TypeAdapter<T>) new Words((Enum<?>[]) raw.getEnumConstants()) : null;
  }

  private static final class Words extends TypeAdapter<@Nullable Enum<?>> {
    private final Enum<?>[] constants;

    Words(Enum<?>[] constants) {
      this.constants = constants;
    }

    @Override
    public void write(JsonWriter out, @Nullable Enum<?> value) throws IOException {
      out.value(value == null ? null : ServiceJson.word(value));
    }

    @Override
    public @Nullable Enum<?> read(JsonReader in) throws IOException {
      if (in.peek() == JsonToken.NULL) {
        in.nextNull();
        return null;
      }
      String text = in.nextString();
      return Arrays.stream(constants)
          .filter(constant -> ServiceJson.word(constant).equals(text))
          .findFirst()
          .orElseThrow(() -> new JsonParseException(refusal(text)));
    }

    private String refusal(String text) {
      return Arrays.stream(constants)
          .map(ServiceJson::word)
          .collect(Collectors.joining(", ", EXPECTED, " is expected, not " + PlainText.of(text)));
    }
  }
}
