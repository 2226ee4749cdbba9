package dev.shoal.benchmarks;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the modules to their places; this one is the only one that sees them all. */
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

  @ParameterizedTest
  @ValueSource(strings = {"tracker", "peer"})
  void shouldKeepInternalsToTheirModule(String module) {
    classes()
        .that()
        .resideInAPackage("dev.shoal." + module + ".internal..")
        .should()
        .onlyHaveDependentClassesThat()
        .resideInAPackage("dev.shoal." + module + "..")
        .check(ALL);
  }

  /** The exception: no public class encodes or decodes a single frame, and that is measured. */
  @Test
  void shouldKeepInternalsOfTransportToItselfAndTheMicroBenchmarks() {
    classes()
        .that()
        .resideInAPackage("dev.shoal.transport.internal..")
        .should()
        .onlyHaveDependentClassesThat()
        .resideInAnyPackage("dev.shoal.transport..", "dev.shoal.benchmarks.micro..")
        .check(ALL);
  }
}
