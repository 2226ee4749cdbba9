package dev.shoal.peer.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.annotations.SerializedName;
import dev.shoal.peer.service.ServiceJson;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The description says of every route what the code does, and of every record what it has. */
class OpenApiTest {
  private static final String REFERENCE = "#/components/schemas/";

  /** What is not told by routes. */
  private static final List<Class<?>> MORE =
      List.of(Answers.Hello.class, Answers.Gone.class, Answers.Proof.class, Answers.Refusal.class);

  private final JsonObject description = description();
  private final JsonObject paths = description.getAsJsonObject("paths");
  private final JsonObject schemas =
      description.getAsJsonObject("components").getAsJsonObject("schemas");
  private final List<Route> routes = Api.routes(new FakeBacking(Path.of(".")));

  private static JsonObject description() {
    try (InputStream in =
        Objects.requireNonNull(ConsoleServer.class.getResourceAsStream("openapi.json"))) {
      return JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .getAsJsonObject();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<RawRoute> rawRoutes() {
    FakeBacking node = new FakeBacking(Path.of("."));
    return ConsoleServer.rawRoutes(
        new Uploads(node.service(), Runnable::run, 0),
        new EventHub(node, ImmediateEventExecutor.INSTANCE),
        new Proofs(Token.random()));
  }

  private static String path(Route route) {
    return route.template().replace("*}", "}");
  }

  @Test
  void shouldDescribeAllRoutesAndNoOthers() {
    Set<String> described = new TreeSet<>();
    paths
        .entrySet()
        .forEach(
            path ->
                path.getValue()
                    .getAsJsonObject()
                    .keySet()
                    .forEach(
                        method ->
                            described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    Set<String> there = new TreeSet<>();
    routes.forEach(route -> there.add(route.method() + " " + path(route)));
    rawRoutes().forEach(route -> there.add(route.method() + " " + route.path()));

    assertThat(described).isEqualTo(there);
  }

  @Test
  void shouldDescribeBodiesAnswersAndParameters() {
    for (Route route : routes) {
      JsonObject operation =
          paths
              .getAsJsonObject(path(route))
              .getAsJsonObject(route.method().toLowerCase(Locale.ROOT));
      assertThat(schema(operation.getAsJsonObject("responses").get("" + route.status())))
          .as(route.method() + route.template())
          .isEqualTo(REFERENCE + route.answer().getSimpleName());
      assertThat(operation.has("requestBody")).isEqualTo(route.body() != null);
      if (route.body() != null) {
        assertThat(schema(operation.get("requestBody")))
            .isEqualTo(REFERENCE + route.body().getSimpleName());
      }
      assertThat(parameters(operation)).as(route.template()).isEqualTo(inTemplate(route));
    }
  }

  private static String schema(JsonElement content) {
    return content
        .getAsJsonObject()
        .getAsJsonObject("content")
        .getAsJsonObject(ApiJson.TYPE)
        .getAsJsonObject("schema")
        .get("$ref")
        .getAsString();
  }

  private static Set<String> parameters(JsonObject operation) {
    Set<String> names = new TreeSet<>();
    JsonArray parameters = operation.getAsJsonArray("parameters");
    if (parameters != null) {
      for (JsonElement parameter : parameters) {
        if (parameter.getAsJsonObject().get("in").getAsString().equals("path")) {
          names.add(parameter.getAsJsonObject().get("name").getAsString());
        }
      }
    }
    return names;
  }

  private static Set<String> inTemplate(Route route) {
    Set<String> names = new TreeSet<>();
    for (String part : route.template().split("/", -1)) {
      if (part.startsWith("{")) {
        names.add(part.replaceAll("[{*}]", ""));
      }
    }
    return names;
  }

  @Test
  void shouldDescribeEveryMemberOfEveryRecord() {
    Set<String> names = new TreeSet<>();
    for (Class<?> type : records()) {
      names.add(type.getSimpleName());
      JsonObject schema = schemas.getAsJsonObject(type.getSimpleName());
      assertThat(schema).as(type.getSimpleName()).isNotNull();
      JsonObject properties = schema.getAsJsonObject("properties");
      assertThat(properties.keySet())
          .as(type.getSimpleName())
          .isEqualTo(
              new LinkedHashSet<>(
                  Arrays.stream(type.getRecordComponents()).map(OpenApiTest::member).toList()));
      for (RecordComponent component : type.getRecordComponents()) {
        assertType(properties.getAsJsonObject(member(component)), component);
      }
    }
    assertThat(schemas.keySet()).isEqualTo(names);
  }

  private void assertType(JsonObject property, RecordComponent component) {
    boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    String text = property.toString();
    assertThat(text.contains("\"null\"")).as(component + ": " + text).isEqualTo(nullable);
    assertThat(text).as(component.toString()).contains(expected(component.getGenericType()));
  }

  private static String expected(Type type) {
    if (type instanceof ParameterizedType list) {
      return expected(list.getActualTypeArguments()[0]);
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord()) {
      return "\"" + REFERENCE + plain.getSimpleName() + "\"";
    }
    if (plain.isEnum()) {
      return "\"enum\":"
          + ServiceJson.write(
              Arrays.stream(plain.getEnumConstants())
                  .map(constant -> ServiceJson.word((Enum<?>) constant))
                  .toList());
    }
    return plain == String.class
        ? "\"string\""
        : plain == boolean.class ? "\"boolean\"" : plain == int.class ? "\"int32\"" : "\"int64\"";
  }

  private static String member(RecordComponent component) {
    SerializedName named = component.getAccessor().getAnnotation(SerializedName.class);
    return named == null ? component.getName() : named.value();
  }

  /** Those of routes, and those that are in them. */
  private Set<Class<?>> records() {
    Deque<Class<?>> left = new ArrayDeque<>(MORE);
    for (Route route : routes) {
      left.add(route.answer());
      if (route.body() != null) {
        left.add(route.body());
      }
    }
    Set<Class<?>> found = new LinkedHashSet<>();
    while (!left.isEmpty()) {
      Class<?> type = left.remove();
      if (found.add(type)) {
        left.addAll(members(type));
      }
    }
    return found;
  }

  private static List<Class<?>> members(Class<?> type) {
    List<Class<?>> records = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Type member = component.getGenericType();
      Type inner =
          member instanceof ParameterizedType list ? list.getActualTypeArguments()[0] : member;
      if (inner instanceof Class<?> plain && plain.isRecord()) {
        records.add(plain);
      }
    }
    return records;
  }
}
