package dev.shoal.peer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.shoal.transport.testing.ArchitectureRules;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("any-jdk")
class ArchitectureTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.shoal.peer");

  @Test
  void shouldKeepTheHouseRules() {
    ArchitectureRules.PEER.check();
  }

  @Test
  void shouldNeedNothingOfTheProgramWhenEmbedded() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.shoal.peer.cli..", "dev.shoal.peer.console..", "dev.shoal.peer.service..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "picocli..", "com.google.gson..", "me.tongfei..", "org.jline..", "ch.qos.logback..")
        .because("these dependencies are optional, for the program and a node that stays running")
        .check(MAIN);
  }

  /** Whoever adds Micrometer has metrics; nobody has to. */
  @Test
  void shouldNeedMicrometerForMetricsOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.shoal.peer.metrics..")
        .and()
        .doNotHaveFullyQualifiedName("dev.shoal.peer.console.MetricsServer")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.micrometer..")
        .check(MAIN);
  }

  /** {@code cli -> console -> service -> dev.shoal.peer}. */
  @Test
  void shouldStackTheProgramOnThePublicApi() {
    noClasses()
        .that()
        .resideInAPackage("dev.shoal.peer.console..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.shoal.peer.cli..")
        .check(MAIN);
    noClasses()
        .that()
        .resideInAPackage("dev.shoal.peer.service..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.shoal.peer.cli..", "dev.shoal.peer.console..")
        .check(MAIN);
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.shoal.peer.cli..", "dev.shoal.peer.console..", "dev.shoal.peer.service..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.shoal.peer.service..")
        .because("a node knows nothing of who keeps it running")
        .check(MAIN);
    noClasses()
        .that()
        .resideInAnyPackage("dev.shoal.peer.console..", "dev.shoal.peer.service..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.shoal.peer.internal..")
        .because("what embedders can do is enough for them")
        .check(MAIN);
  }
}
