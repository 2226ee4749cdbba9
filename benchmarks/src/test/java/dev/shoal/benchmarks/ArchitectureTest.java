package dev.shoal.benchmarks;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the modules to their places; this one is the only one that sees them all. */
@Tag("any-jdk")
class ArchitectureTest {
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.shoal");

  @Test
  void shouldDependInOneDirectionOnly() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("protocol")
        .definedBy("dev.shoal.protocol..")
        .layer("transport")
        .definedBy("dev.shoal.transport..")
        .layer("tracker")
        .definedBy("dev.shoal.tracker..")
        .layer("peer")
        .definedBy("dev.shoal.peer..")
        .layer("benchmarks")
        .definedBy("dev.shoal.benchmarks..")
        .whereLayer("benchmarks")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("tracker")
        .mayOnlyBeAccessedByLayers("benchmarks")
        .whereLayer("peer")
        .mayOnlyBeAccessedByLayers("benchmarks")
        .whereLayer("transport")
        .mayOnlyBeAccessedByLayers("tracker", "peer", "benchmarks")
        // The command line's demo starts a tracker of its own; an optional dependency.
        .ignoreDependency(
            resideInAPackage("dev.shoal.peer.cli.."), resideInAPackage("dev.shoal.tracker"))
        .check(ALL);
  }

  /** The exception: what no public class shows by itself, and is measured. */
  @ParameterizedTest
  @ValueSource(strings = {"tracker", "transport", "peer"})
  void shouldKeepInternalsToTheirModuleAndWhatMeasuresThem(String module) {
    classes()
        .that()
        .resideInAPackage("dev.shoal." + module + ".internal..")
        .should()
        .onlyHaveDependentClassesThat()
        .resideInAnyPackage(
            "dev.shoal." + module + "..",
            "dev.shoal.benchmarks.micro..",
            "dev.shoal.benchmarks.scale..")
        .check(ALL);
  }
}
