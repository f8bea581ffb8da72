package dev.onrush;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.FileOutputStream;
import java.io.FileWriter;
import java.io.RandomAccessFile;
import java.nio.file.Files;

/** The floors of the house: imports point down only. */
@AnalyzeClasses(packages = "dev.onrush", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule imports_point_down_only =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("dev.onrush..")
          .layer("door")
          .definedBy("dev.onrush")
          .layer("report")
          .definedBy("dev.onrush.internal.report..")
          .layer("live")
          .definedBy("dev.onrush.internal.live..")
          .layer("export")
          .definedBy("dev.onrush.internal.export..")
          .layer("event")
          .definedBy("dev.onrush.internal.event..")
          .layer("cluster")
          .definedBy("dev.onrush.internal.cluster..")
          .layer("page")
          .definedBy("dev.onrush.internal.page..")
          .layer("run")
          .definedBy("dev.onrush.internal.run..")
          .layer("dsl")
          .definedBy("dev.onrush.dsl..")
          .layer("gatling")
          .definedBy("dev.onrush.internal.gatling..")
          .layer("capacity")
          .definedBy("dev.onrush.internal.capacity..")
          .layer("verdict")
          .definedBy("dev.onrush.internal.verdict..")
          .layer("baseline")
          .definedBy("dev.onrush.internal.baseline..")
          .layer("service")
          .definedBy("dev.onrush.internal.service..")
          .layer("metrics")
          .definedBy("dev.onrush.internal.metrics..")
          .layer("control")
          .definedBy("dev.onrush.internal.control..")
          .layer("plan")
          .definedBy("dev.onrush.plan..")
          .layer("threshold")
          .definedBy("dev.onrush.threshold..")
          .layer("settings")
          .definedBy("dev.onrush.internal.settings..")
          .layer("units")
          .definedBy("dev.onrush.units..")
          .layer("http")
          .definedBy("dev.onrush.internal.http..")
          .layer("text")
          .definedBy("dev.onrush.internal.text..")
          .whereLayer("door")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("report")
          .mayOnlyBeAccessedByLayers("door")
          .whereLayer("live")
          .mayOnlyBeAccessedByLayers("door")
          .whereLayer("export")
          .mayOnlyBeAccessedByLayers("door")
          .whereLayer("event")
          .mayOnlyBeAccessedByLayers("door")
          .whereLayer("cluster")
          .mayOnlyBeAccessedByLayers("door")
          .whereLayer("page")
          .mayOnlyBeAccessedByLayers("report", "live")
          .whereLayer("run")
          .mayOnlyBeAccessedByLayers("door", "report", "live", "export", "event", "cluster")
          .whereLayer("dsl")
          .mayOnlyBeAccessedByLayers("door")
          .whereLayer("gatling")
          .mayOnlyBeAccessedByLayers("door", "dsl")
          .whereLayer("capacity")
          .mayOnlyBeAccessedByLayers("report", "live", "run")
          .whereLayer("verdict")
          .mayOnlyBeAccessedByLayers(
              "door", "report", "live", "page", "export", "event", "run", "capacity")
          .whereLayer("baseline")
          .mayOnlyBeAccessedByLayers("door", "report", "live", "run", "verdict")
          .whereLayer("service")
          .mayOnlyBeAccessedByLayers("door", "run")
          .whereLayer("metrics")
          .mayOnlyBeAccessedByLayers(
              "door",
              "report",
              "live",
              "export",
              "event",
              "cluster",
              "page",
              "run",
              "gatling",
              "capacity",
              "verdict",
              "baseline")
          .whereLayer("control")
          .mayOnlyBeAccessedByLayers(
              "door", "report", "live", "export", "event", "cluster", "run", "gatling", "capacity")
          .whereLayer("plan")
          .mayOnlyBeAccessedByLayers(
              "door",
              "report",
              "live",
              "export",
              "event",
              "cluster",
              "page",
              "run",
              "dsl",
              "gatling",
              "capacity",
              "verdict",
              "baseline",
              "metrics",
              "control")
          .whereLayer("http")
          .mayOnlyBeAccessedByLayers("live", "export")
          .whereLayer("text")
          .mayOnlyBeAccessedByLayers("door", "report", "live", "gatling")
          .whereLayer("settings")
          .mayOnlyBeAccessedByLayers("door")
          .because(
              "a floor stands on those below it, so that each can be understood without those"
                  + " above");

  @ArchTest
  static final ArchRule only_the_seam_knows_gatlings_internals =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.onrush.internal.gatling..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "scala..",
              "io.netty..",
              "io.gatling.app..",
              "io.gatling.commons..",
              "io.gatling.core..",
              "io.gatling.http..")
          .because(
              "an upgrade of Gatling must touch one package, whose contract test says what broke");

  @ArchTest
  static final ArchRule measuring_and_judging_do_not_know_gatling =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.onrush.units..",
              "dev.onrush.internal.metrics..",
              "dev.onrush.internal.verdict..",
              "dev.onrush.internal.baseline..",
              "dev.onrush.threshold..",
              "dev.onrush.internal.service..",
              "dev.onrush.internal.run..",
              "dev.onrush.internal.report..",
              "dev.onrush.internal.page..",
              "dev.onrush.internal.control..",
              "dev.onrush.internal.export..",
              "dev.onrush.internal.event..",
              "dev.onrush.internal.capacity..",
              "dev.onrush.internal.cluster..",
              "dev.onrush.internal.live..",
              "dev.onrush.internal.http..",
              "dev.onrush.internal.text..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.gatling..")
          .because("figures and verdicts mean the same whatever engine sent the requests");

  @ArchTest
  static final ArchRule a_user_who_does_not_export_needs_no_library_for_it =
      noClasses()
          .that()
          .haveNameNotMatching("dev\\.onrush\\.internal\\.export\\.(Prometheus|Otlp)\\w+(\\$\\w+)*")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.prometheus..", "io.opentelemetry..")
          .because("these libraries are optional: their users are loaded only when asked for");

  @ArchTest
  static final ArchRule a_user_who_has_one_injector_needs_no_library_for_several =
      noClasses()
          .that()
          .haveNameNotMatching("dev\\.onrush\\.internal\\.cluster\\.Hazelcast\\w+(\\$\\w+)*")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.hazelcast..")
          .because("the library is optional: its users are loaded only when asked for");

  @ArchTest
  static final ArchRule files_appear_under_their_names_only_when_they_are_whole =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.onrush.reference..", "dev.onrush.bench..")
          .and()
          // AtomicFile itself, what is written while a run goes on, and what belongs to others
          .haveNameNotMatching(
              "dev\\.onrush\\.(run\\.(AtomicFile|LogFile|IntervalLog|RunFolder)|report\\.GitHubAnnotations)"
                  + "(\\$\\w+)*")
          .should()
          .callMethodWhere(
              target(owner(assignableTo(Files.class)))
                  .and(
                      target(
                          nameMatching(
                              "write|writeString|newOutputStream|newBufferedWriter|copy"))))
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(FileOutputStream.class, FileWriter.class, RandomAccessFile.class)
          .because("a full disk must not leave half a file; AtomicFile has it whole or not at all");
}
