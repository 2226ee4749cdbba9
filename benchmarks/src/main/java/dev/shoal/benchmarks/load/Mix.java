package dev.shoal.benchmarks.load;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** How often each operation is asked for, as weights relative to each other. Immutable. */
final class Mix {
  private static final int MAX_WEIGHT = 1_000_000;

  private final Map<Operation, Integer> weights;
  private final Operation[] operations;
  private final int[] upTo; // running sums of the weights

  private Mix(Map<Operation, Integer> weights) {
    this.weights = weights;
    operations = weights.keySet().toArray(Operation[]::new);
    upTo = new int[operations.length];
    int sum = 0;
    for (int i = 0; i < upTo.length; i++) {
      sum += weights.getOrDefault(operations[i], 0);
      upTo[i] = sum;
    }
  }

  /**
   * Reads a text such as {@code query=9,register=1}; a name alone has the weight 1.
   *
   * @throws IllegalArgumentException with a sentence that says what is wrong with the text
   */
  static Mix parse(String text) {
    Map<Operation, Integer> weights = new EnumMap<>(Operation.class);
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      String name = (equals < 0 ? part : part.substring(0, equals)).trim();
      int weight = equals < 0 ? 1 : weight(part.substring(equals + 1).trim(), name);
      if (weights.put(operation(name), weight) != null) {
        throw new IllegalArgumentException("'" + name + "' is in the mix twice");
      }
    }
    weights.values().removeIf(weight -> weight == 0);
    if (weights.isEmpty()) {
      throw new IllegalArgumentException("a mix of nothing: one weight must be above 0");
    }
    return new Mix(weights);
  }

  /** Chooses at random, by weight. */
  Operation pick(SplittableRandom random) {
    if (operations.length == 1) {
      return operations[0];
    }
    int point = random.nextInt(upTo[upTo.length - 1]);
    int i = 0;
    while (point >= upTo[i]) {
      i++;
    }
    return operations[i];
  }

  /** The operations that occur. */
  List<Operation> operations() {
    return List.of(operations);
  }

  /** In the form that {@link #parse} reads. */
  @Override
  public String toString() {
    return weights.entrySet().stream()
        .map(entry -> entry.getKey().label() + "=" + entry.getValue())
        .collect(Collectors.joining(","));
  }

  private static Operation operation(String name) {
    List<String> known = new ArrayList<>();
    for (Operation operation : Operation.values()) {
      if (operation.label().equals(name.toLowerCase(Locale.ROOT))) {
        return operation;
      }
      known.add(operation.label());
    }
    throw new IllegalArgumentException(
        "'" + name + "' is no operation; there are " + String.join(", ", known));
  }

  private static int weight(String text, String name) {
    try {
      int weight = Integer.parseInt(text);
      if (weight >= 0 && weight <= MAX_WEIGHT) {
        return weight;
      }
    } catch (NumberFormatException e) {
      // Falls through: the sentence below says what is wanted.
    }
    throw new IllegalArgumentException(
        "the weight of '" + name + "' must be from 0 to " + MAX_WEIGHT + ", not '" + text + "'");
  }
}
