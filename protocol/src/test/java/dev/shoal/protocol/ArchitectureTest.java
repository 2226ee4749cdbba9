package dev.shoal.protocol;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("any-jdk")
class ArchitectureTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.shoal.protocol");

  private static final Pattern LANES =
      Pattern.compile(
          "dev\\.shoal\\.protocol\\.internal\\.hash\\.(VectorLanes|LaneHasher|Sha256Lanes)");

  @Test
  void shouldDependOnNothingButTheJdkAndProtobuf() {
    classes()
        .that(areNotLanes())
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.shoal.protocol..", "java..", "com.google.protobuf..", "org.jspecify..")
        .check(MAIN);
  }

  /** Or Java would look for the Vector API also where it isn't. */
  @Test
  void shouldReachLanesByNameOnly() {
    noClasses()
        .that(areNotLanes())
        .should()
        .dependOnClassesThat(areNotLanes().negate())
        .check(MAIN);
    classes()
        .that(areNotLanes().negate())
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.shoal.protocol.internal.hash", "java..", "jdk.incubator.vector")
        .check(MAIN);
  }

  @Test
  void shouldKnowNothingOfDisksChannelsAndThreads() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.util.concurrent..")
        .check(MAIN);
  }

  /** What isn't compiled from src/main/lanes/java. */
  private static DescribedPredicate<JavaClass> areNotLanes() {
    return DescribedPredicate.describe(
        "are not lanes", type -> !LANES.matcher(type.getName()).matches());
  }
}
