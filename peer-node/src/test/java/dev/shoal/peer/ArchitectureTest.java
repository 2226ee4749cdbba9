package dev.shoal.peer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.shoal.transport.testing.ArchitectureRules;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("any-jdk")
class ArchitectureTest {
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
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.shoal.peer"));
  }
}
