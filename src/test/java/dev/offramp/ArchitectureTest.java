package dev.offramp;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

/** The direction of dependencies, and what the pure packages may not know. */
@AnalyzeClasses(packages = "dev.offramp", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] PURE = {
    "dev.offramp.kartra..",
    "dev.offramp.record..",
    "dev.offramp.plan..",
    "dev.offramp.audit..",
    "dev.offramp.job..",
    "dev.offramp.load..",
    "dev.offramp.throttle..",
    "dev.offramp.crm..",
    "dev.offramp.report.."
  };

  @ArchTest
  static final ArchRule pure_packages_know_no_cloud_and_no_framework =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "software.amazon..", "com.amazonaws..", "io.quarkus..", "dev.offramp.aws..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule pure_packages_start_no_thread =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(
              Thread.class,
              java.util.concurrent.Executors.class,
              java.util.concurrent.ThreadPoolExecutor.class,
              java.util.concurrent.ForkJoinPool.class)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule pure_packages_read_no_clock_of_their_own =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(Clock.class, "systemDefaultZone")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule records_know_nothing_else =
      noClasses()
          .that()
          .resideInAPackage("dev.offramp.record..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "dev.offramp.kartra..",
                  "dev.offramp.plan..",
                  "dev.offramp.audit..",
                  "dev.offramp.job..",
                  "dev.offramp.load..",
                  "dev.offramp.throttle..",
                  "dev.offramp.crm..",
                  "dev.offramp.report.."));

  @ArchTest
  static final ArchRule the_protocol_knows_no_vendor =
      noClasses()
          .that()
          .resideInAnyPackage("dev.offramp.load..", "dev.offramp.job..", "dev.offramp.plan..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.offramp.crm.*..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule no_cycles_between_packages =
      slices().matching("dev.offramp.(*)..").should().beFreeOfCycles();
}
