package dev.shoal.peer.service;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.annotations.SerializedName;
import dev.shoal.protocol.PlainText;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes records of JSON, and says in words what is wrong with it. Immutable. */
final class RecordReader {
  private static final List<RequestDefaults> DEFAULTS =
      List.of(
          new RequestDefaults(DownloadRequest.of(""), List.of("what")),
          new RequestDefaults(ShareRequest.of(""), List.of("path")));

  private final boolean strict;
  private final List<RequestDefaults> defaults;

  /**
   * What is taken for members of a request that are absent.
   *
   * @param values a request with all defaults
   * @param needed members that must be there
   */
  private record RequestDefaults(Record values, List<String> needed) {}

  /**
   * @param strict whether a member that is not known is an error
   */
  RecordReader(boolean strict) {
    this.strict = strict;
    this.defaults = DEFAULTS;
  }

  /**
   * One that reads a request of any kind.
   *
   * @param values what is taken for members that are absent
   * @param needed members that must be there, and not as empty text
   */
  RecordReader(Record values, List<String> needed) {
    this.strict = true;
    this.defaults = List.of(new RequestDefaults(values, needed));
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  <T extends Record> T read(JsonElement json, Class<T> type) {
    return type.cast(record(json, type, ""));
  }

  private Object record(JsonElement json, Class<?> type, String where) {
    JsonObject object = object(json, where);
    RecordComponent[] components = type.getRecordComponents();
    if (strict) {
      requireKnown(object, components, where);
    }
    @Nullable Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      values[i] = member(object.get(name(components[i])), components[i], where);
    }
    return construct(type, components, values);
  }

  private static JsonObject object(JsonElement json, String where) {
    if (!json.isJsonObject()) {
      throw new IllegalArgumentException(subject(where) + " must be an object");
    }
    return json.getAsJsonObject();
  }

  private static String subject(String where) {
    return where.isEmpty() ? "the JSON" : "the member " + where;
  }

  private static void requireKnown(JsonObject object, RecordComponent[] known, String where) {
    for (String name : object.keySet()) {
      if (Arrays.stream(known).noneMatch(component -> name(component).equals(name))) {
        throw new IllegalArgumentException(
            "there is no member "
                + path(where, PlainText.of(name))
                + "; known are "
                + names(known));
      }
    }
  }

  /** In JSON, where words may stand that are none for Java. */
  private static String name(RecordComponent component) {
    SerializedName given = component.getAccessor().getAnnotation(SerializedName.class);
    return given == null ? component.getName() : given.value();
  }

  private static String names(RecordComponent[] components) {
    return Arrays.stream(components).map(RecordReader::name).collect(Collectors.joining(", "));
  }

  private static String path(String where, String name) {
    return where.isEmpty() ? name : where + "." + name;
  }

  private @Nullable Object member(
      @Nullable JsonElement json, RecordComponent component, String where) {
    String name = name(component);
    RequestDefaults request = defaults(component);
    boolean needed = request != null && request.needed().contains(name);
    if (json != null && !json.isJsonNull() && !(needed && isEmptyText(json))) {
      return value(json, component.getGenericType(), path(where, name));
    }
    if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
      return null;
    }
    if (request == null || needed) {
      throw new IllegalArgumentException("the member " + path(where, name) + " is missing");
    }
    return defaultOf(component, request.values());
  }

  private @Nullable RequestDefaults defaults(RecordComponent component) {
    return defaults.stream()
        .filter(request -> request.values().getClass() == component.getDeclaringRecord())
        .findFirst()
        .orElse(null);
  }

  private static boolean isEmptyText(JsonElement json) {
    return json instanceof JsonPrimitive primitive
        && primitive.isString()
        && primitive.getAsString().isEmpty();
  }

  private static Object defaultOf(RecordComponent component, Record values) {
    try {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(values.getClass() + " can't be read", e);
    }
  }

  private Object value(JsonElement json, Type type, String where) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      return list(json, list.getActualTypeArguments()[0], where);
    }
    if (!(type instanceof Class<?> plain)) {
      throw new IllegalStateException("no type for JSON: " + type);
    }
    if (plain.isRecord()) {
      return record(json, plain, where);
    }
    JsonPrimitive primitive = primitive(json, plain, where);
    if (plain == String.class) {
      return primitive.getAsString();
    }
    if (plain == boolean.class) {
      return primitive.getAsBoolean();
    }
    if (plain.isEnum()) {
      return constant(primitive.getAsString(), plain, where);
    }
    return number(primitive, plain, where);
  }

  private List<Object> list(JsonElement json, Type type, String where) {
    if (!json.isJsonArray()) {
      throw new IllegalArgumentException(subject(where) + " must be an array");
    }
    JsonArray array = json.getAsJsonArray();
    List<Object> list = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      list.add(value(array.get(i), type, where + "[" + i + "]"));
    }
    return list;
  }

  private static JsonPrimitive primitive(JsonElement json, Class<?> type, String where) {
    boolean text = type == String.class || type.isEnum();
    boolean truth = type == boolean.class;
    if (json instanceof JsonPrimitive primitive
        && primitive.isString() == text
        && primitive.isBoolean() == truth) {
      return primitive;
    }
    throw new IllegalArgumentException(
        subject(where)
            + (text
                ? " must be a string"
                : truth ? " must be true or false" : " must be a number"));
  }

  private static Object constant(String word, Class<?> type, String where) {
    Object[] all = type.getEnumConstants();
    for (Object constant : all) {
      if (word((Enum<?>) constant).equals(word)) {
        return constant;
      }
    }
    String known =
        Arrays.stream(all).map(one -> word((Enum<?>) one)).collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        subject(where) + " is one of " + known + ", not " + PlainText.of(word));
  }

  private static Object number(JsonPrimitive json, Class<?> type, String where) {
    try {
      BigDecimal number = json.getAsBigDecimal();
      if (type == double.class) {
        return number.doubleValue();
      }
      if (number.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
        throw new ArithmeticException("out of range");
      }
      if (type == long.class) {
        return number.longValueExact();
      }
      if (type == int.class) {
        return number.intValueExact();
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(subject(where) + " must be a whole number in range", e);
    }
    throw new IllegalStateException("no type for JSON: " + type);
  }

  /** What the record itself refuses is told in its own words. */
  private static Object construct(
      Class<?> type, RecordComponent[] components, @Nullable Object[] values) {
    try {
      Constructor<?> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof IllegalArgumentException refused
          ? refused
          : new IllegalArgumentException(String.valueOf(e.getCause()), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " can't be made", e);
    }
  }
}
