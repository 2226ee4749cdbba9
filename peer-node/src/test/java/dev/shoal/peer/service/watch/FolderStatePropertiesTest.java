package dev.shoal.peer.service.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;

class FolderStatePropertiesTest {
  private static final List<String> NAMES = List.of("a", "b", "d/a", "d/b", "e/a", "d/e/c");
  private static final List<String> PLACES = List.of("a", "b", "d/a", "d/b", "e/a", "d", "e");

  /** Something that happens, with words for it. */
  private record Step(String words, Consumer<SimulatedFolder> action) {
    @Override
    public String toString() {
      return words;
    }
  }

  @Property(tries = 400)
  void shouldShareWhatIsThereInTheEndWhateverHappens(
      @ForAll @Size(max = 60) List<@net.jqwik.api.From("steps") Step> steps) {
    SimulatedFolder folder = new SimulatedFolder();

    steps.forEach(step -> step.action().accept(folder)); // which checks each decision

    folder.settle();
  }

  @Property(tries = 100)
  void shouldHashNothingAgainWhenSharedFilesAreOnlyRenamed(
      @ForAll @Size(max = 20) List<@net.jqwik.api.From("renames") Step> renames) {
    SimulatedFolder folder = new SimulatedFolder();
    folder.write("a");
    folder.write("d/b");
    folder.settle();

    renames.forEach(step -> step.action().accept(folder));
    folder.settle();

    assertThat(folder.shares()).isEqualTo(2);
  }

  @Provide
  Arbitrary<Step> steps() {
    return Arbitraries.frequencyOf(
        Tuple.of(4, named("write", NAMES, SimulatedFolder::write)),
        Tuple.of(1, named("replace", NAMES, SimulatedFolder::replace)),
        Tuple.of(2, named("delete", NAMES, SimulatedFolder::delete)),
        Tuple.of(3, moves(PLACES)),
        Tuple.of(3, named("hint", PLACES, SimulatedFolder::look)),
        Tuple.of(1, named("unshare", NAMES, SimulatedFolder::unshare)),
        Tuple.of(1, named("lose", NAMES, SimulatedFolder::lose)),
        Tuple.of(2, Arbitraries.just(new Step("scan", SimulatedFolder::scan))),
        Tuple.of(4, times()),
        Tuple.of(3, Arbitraries.just(new Step("complete", folder -> folder.complete(true)))),
        Tuple.of(1, Arbitraries.just(new Step("fail", folder -> folder.complete(false)))));
  }

  /** To names that were never used, and each is seen in time. */
  @Provide
  Arbitrary<Step> renames() {
    return Combinators.combine(
            Arbitraries.of("a", "d/b", "d", "e", "f", "g"), Arbitraries.of("e", "f", "g"))
        .as(
            (from, to) ->
                new Step(
                    "rename " + from + " to " + to,
                    folder -> {
                      if (folder.isFree(to)) {
                        folder.rename(from, to);
                      }
                      folder.scan();
                      folder.after(500);
                      folder.complete(true);
                    }));
  }

  private static Arbitrary<Step> moves(List<String> places) {
    return Combinators.combine(Arbitraries.of(places), Arbitraries.of(places))
        .filter((from, to) -> !(to + '/').startsWith(from + '/'))
        .as((from, to) -> new Step("rename " + from + " to " + to, f -> f.rename(from, to)));
  }

  private static Arbitrary<Step> times() {
    return Arbitraries.of(100, 500, 1_000, 2_000, 5_000, 60_000)
        .map(millis -> new Step("after " + millis + " ms", folder -> folder.after(millis)));
  }

  private static Arbitrary<Step> named(
      String verb,
      List<String> names,
      java.util.function.BiConsumer<SimulatedFolder, String> does) {
    return Arbitraries.of(names)
        .map(name -> new Step(verb + ' ' + name, folder -> does.accept(folder, name)));
  }
}
