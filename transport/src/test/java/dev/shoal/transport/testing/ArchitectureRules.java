package dev.shoal.transport.testing;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;

/**
 * The house rules of dependencies, the same for every module: call {@link #check} in a test of each
 * of them.
 *
 * <pre>
 *   protocol  &lt;-  transport  &lt;-  tracker
 *                     ^
 *                     +-------  peer            benchmarks -&gt; everything
 * </pre>
 */
@SuppressWarnings("ImmutableEnumChecker") // the list is made by List.of
public enum ArchitectureRules {
  /** {@code dev.shoal.protocol}. */
  PROTOCOL("protocol"),
  /** {@code dev.shoal.transport}. */
  TRANSPORT("transport", "protocol"),
  /** {@code dev.shoal.tracker}. */
  TRACKER("tracker", "protocol", "transport"),
  /** {@code dev.shoal.peer}, whose command line may start a tracker for its demonstration. */
  PEER("peer", "protocol", "transport"),
  /** {@code dev.shoal.benchmarks}. */
  BENCHMARKS("benchmarks", "protocol", "transport", "tracker", "peer");

  private static final String ROOT = "dev.shoal.";

  private final String name;
  private final List<String> allowed;

  ArchitectureRules(String name, String... allowed) {
    this.name = name;
    this.allowed = List.of(allowed);
  }

  /**
   * Checks this module's classes on the class path, tests aside.
   *
   * @throws AssertionError that names every line which breaks a rule
   */
  public void check() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT + name);
    arrowsPointOneWay(classes);
    internalsStayInternal(classes);
    packagesHaveNoCycles(classes);
    librariesKnowNoProgram(classes);
    onlyProgramsPrint(classes);
  }

  private void arrowsPointOneWay(JavaClasses classes) {
    String[] others =
        Arrays.stream(values())
            .filter(module -> module != this && !allowed.contains(module.name))
            .map(ArchitectureRules::packages)
            .toArray(String[]::new);
    if (others.length > 0) {
      noClasses()
          .that(describe("belong to " + name, type -> this != PEER || !isIn(type, "cli")))
          .should()
          .dependOnClassesThat(resideInAnyPackage(others))
          .because("dependencies between modules point one way")
          .check(classes);
    }
  }

  private void internalsStayInternal(JavaClasses classes) {
    DescribedPredicate<JavaClass> foreignInternals =
        resideInAPackage(ROOT + "*..internal..")
            .and(DescribedPredicate.not(resideInAPackage(packages())))
            .as("are internals of another module");
    noClasses().should().dependOnClassesThat(foreignInternals).check(classes);
  }

  /** The top package aside: it is the API in front of the rest, which in turn implements it. */
  private void packagesHaveNoCycles(JavaClasses classes) {
    slices()
        .matching(ROOT + name + ".(**)")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(classes);
  }

  /** Embedders must not inherit what only the command line or the console needs. */
  private void librariesKnowNoProgram(JavaClasses classes) {
    noClasses()
        .that(describe("belong to the library", type -> !isIn(type, "cli", "console")))
        .should()
        .dependOnClassesThat(describe("belong to a program", type -> isIn(type, "cli", "console")))
        .check(classes);
  }

  private void onlyProgramsPrint(JavaClasses classes) {
    if (this != BENCHMARKS) {
      noClasses()
          .that(describe("are no command line", type -> !isIn(type, "cli")))
          .should(ACCESS_STANDARD_STREAMS)
          .because("a library does not print")
          .check(classes);
    }
  }

  private String packages() {
    return ROOT + name + "..";
  }

  private boolean isIn(JavaClass type, String... subpackages) {
    return Arrays.stream(subpackages)
        .map(subpackage -> ROOT + name + "." + subpackage)
        .anyMatch(top -> (type.getPackageName() + ".").startsWith(top + "."));
  }
}
