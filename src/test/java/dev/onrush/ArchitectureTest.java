package dev.onrush;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import io.gatling.javaapi.core.Simulation;
import java.io.FileOutputStream;
import java.io.FileWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests the layers of the code: imports point only downwards. */
@AnalyzeClasses(packages = "dev.onrush", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  /** The layers from the top down; a layer may use the layers below it. */
  private static final List<List<String>> FLOORS =
      List.of(
          List.of("dev.onrush.junit"),
          List.of("dev.onrush"),
          List.of("dev.onrush.internal.cli.."),
          List.of("dev.onrush.internal.importing.."),
          List.of("dev.onrush.internal.launch.."),
          List.of(
              "dev.onrush.internal.report..",
              "dev.onrush.internal.live..",
              "dev.onrush.internal.export..",
              "dev.onrush.internal.event..",
              "dev.onrush.internal.cluster..",
              "dev.onrush.internal.project.."),
          List.of("dev.onrush.internal.page.."),
          List.of("dev.onrush.spi"),
          List.of("dev.onrush.internal.run.."),
          List.of("dev.onrush.internal.finding"),
          List.of("dev.onrush.internal.finding.cause"),
          List.of("dev.onrush.internal.finding.evidence"),
          List.of("dev.onrush.internal.capacity.."),
          List.of("dev.onrush.internal.verdict.."),
          List.of("dev.onrush.internal.baseline..", "dev.onrush.internal.duet.."),
          List.of("dev.onrush.dsl"),
          List.of("dev.onrush.internal.gatling.."),
          List.of("dev.onrush.internal.machine.."),
          List.of(
              "dev.onrush.internal.metrics..",
              "dev.onrush.internal.service..",
              "dev.onrush.internal.trace.."),
          List.of("dev.onrush.internal.control..", "dev.onrush.internal.exchange.."),
          List.of("dev.onrush.result"),
          List.of("dev.onrush.plan"),
          List.of("dev.onrush.profile"),
          List.of("dev.onrush.threshold"),
          List.of("dev.onrush.internal.settings.."),
          List.of("dev.onrush.units", "dev.onrush.internal.concurrent.."),
          List.of(
              "dev.onrush.internal.http..",
              "dev.onrush.internal.text..",
              "dev.onrush.internal.proc..",
              "dev.onrush.internal.library.."));

  @ArchTest
  static void imports_point_down_only(JavaClasses classes) {
    LayeredArchitecture house =
        layeredArchitecture().consideringOnlyDependenciesInAnyPackage("dev.onrush..");
    for (List<String> floor : FLOORS) {
      for (String room : floor) {
        house = house.layer(room).definedBy(room);
      }
    }
    List<String> above = new ArrayList<>();
    for (List<String> floor : FLOORS) {
      for (String room : floor) {
        house =
            above.isEmpty()
                ? house.whereLayer(room).mayNotBeAccessedByAnyLayer()
                : house.whereLayer(room).mayOnlyBeAccessedByLayers(above.toArray(String[]::new));
      }
      above.addAll(floor);
    }
    house
        .because("a floor stands on those below, so that each is understood without those above")
        .check(classes);
  }

  @ArchTest
  static final ArchRule rooms_of_one_floor_know_nothing_of_each_other =
      slices()
          .matching("dev.onrush.internal.(report|live|export|event|cluster)..")
          .should()
          .notDependOnEachOther()
          .because("one of them is changed, or left out, without the others");

  @ArchTest
  static final ArchRule packages_depend_on_each_other_in_one_direction =
      slices()
          .matching("dev.onrush.(**)")
          .should()
          .beFreeOfCycles()
          .because("a room is understood with those that it uses, and without those that use it");

  @ArchTest
  static void files_depend_on_each_other_in_one_direction(JavaClasses classes) {
    Map<String, Set<String>> used = new TreeMap<>();
    for (JavaClass type : classes) {
      if (isOfTheHouse(type)) {
        Set<String> others = used.computeIfAbsent(file(type), name -> new TreeSet<>());
        type.getDirectDependenciesFromSelf().stream()
            .map(dependency -> dependency.getTargetClass().getBaseComponentType())
            .filter(ArchitectureTest::isOfTheHouse)
            .map(ArchitectureTest::file)
            .filter(other -> !other.equals(file(type)))
            .forEach(others::add);
      }
    }

    assertThat(circles(used))
        .as(
            "Circles of files. Each file of a circle can only be understood with all others. What two"
                + " files share belongs into a third, and a sealed type and its cases into one.")
        .isEmpty();
  }

  @ArchTest
  static final ArchRule GATLINGS_PLUGINS_FIND_SIMULATIONS_OF_USERS_ALONE =
      classes()
          .that()
          .areAssignableTo(Simulation.class)
          .should()
          .haveModifier(JavaModifier.ABSTRACT)
          .because(
              "Gatling's plugins look through all jars, and ask which one to run if there are two");

  /**
   * Surefire searches only below dev/onrush; elsewhere, SpikeTest and similar classes are
   * simulations.
   */
  @Test
  void each_test_is_where_maven_looks_for_it() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      assertThat(files.map(Path::toString).filter(file -> file.endsWith("Test.java")))
          .isNotEmpty()
          .allMatch(file -> file.startsWith("src/test/java/dev/onrush/"));
    }
  }

  @Test
  void a_circle_is_found_with_all_its_files() {
    Map<String, Set<String>> used =
        Map.of(
            "plan.A", Set.of("plan.B", "plan.D"),
            "plan.B", Set.of("plan.C"),
            "plan.C", Set.of("plan.A"),
            "plan.D", Set.of());

    assertThat(circles(used)).containsExactly(Set.of("plan.A", "plan.B", "plan.C"));
  }

  /** Returns the sets of files that depend on each other in a cycle. */
  private static Set<Set<String>> circles(Map<String, Set<String>> used) {
    Map<String, Set<String>> reached = new TreeMap<>();
    used.keySet().forEach(file -> reached.put(file, reached(file, used)));
    Set<Set<String>> circles = new LinkedHashSet<>();
    reached.forEach(
        (file, others) -> {
          Set<String> circle = new TreeSet<>(others);
          circle.removeIf(other -> !reached.getOrDefault(other, Set.of()).contains(file));
          if (!circle.isEmpty()) {
            circles.add(circle);
          }
        });
    return circles;
  }

  private static Set<String> reached(String file, Map<String, Set<String>> used) {
    Set<String> reached = new HashSet<>();
    Deque<String> next = new ArrayDeque<>(used.get(file));
    while (!next.isEmpty()) {
      String other = next.remove();
      if (reached.add(other)) {
        next.addAll(used.getOrDefault(other, Set.of()));
      }
    }
    return reached;
  }

  private static boolean isOfTheHouse(JavaClass type) {
    return type.getPackageName().matches("dev\\.onrush(\\.(?!reference|bench).*)?");
  }

  /**
   * Returns the outermost class, such as {@code plan.Stage}, without the common part of its name.
   */
  private static String file(JavaClass type) {
    return type.getName().replaceFirst("\\$.*", "").replaceFirst("^dev\\.onrush\\.", "");
  }

  private static final DescribedPredicate<JavaClass> INTERNAL =
      JavaClass.Predicates.resideInAPackage("dev.onrush.internal..");

  @ArchTest
  static final ArchRule no_public_type_mentions_an_internal_one =
      classes()
          .that()
          .resideInAPackage("dev.onrush..")
          .and()
          .resideOutsideOfPackages(
              "dev.onrush.internal..", "dev.onrush.reference..", "dev.onrush.bench..")
          .and()
          .areNotPrivate()
          .and()
          .areNotPackagePrivate()
          .should(mentionNone(INTERNAL))
          .because("what a user compiles against is a promise; what is internal may change");

  @ArchTest
  static final ArchRule every_type_is_public_or_internal =
      classes()
          .that()
          .resideOutsideOfPackages("dev.onrush.reference..", "dev.onrush.bench..")
          .should()
          .resideInAnyPackage(
              "dev.onrush",
              "dev.onrush.junit",
              "dev.onrush.dsl",
              "dev.onrush.plan",
              "dev.onrush.profile",
              "dev.onrush.threshold",
              "dev.onrush.units",
              "dev.onrush.result",
              "dev.onrush.spi",
              "dev.onrush.internal..")
          .because("a reader of the tree sees what may be touched");

  /**
   * Checks signatures that users see: supertypes, public and protected methods, constructors,
   * fields.
   */
  private static ArchCondition<JavaClass> mentionNone(DescribedPredicate<JavaClass> hidden) {
    return new ArchCondition<>("mention none in a public or protected signature") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        if (!isSeen(type)) {
          return;
        }
        List<JavaType> mentioned = new ArrayList<>(type.getInterfaces());
        type.getSuperclass().ifPresent(mentioned::add);
        for (JavaCodeUnit unit : type.getCodeUnits()) {
          if (isSeen(unit.getModifiers())) {
            mentioned.add(unit.getReturnType());
            mentioned.addAll(unit.getParameterTypes());
          }
        }
        for (JavaField field : type.getFields()) {
          if (isSeen(field.getModifiers())) {
            mentioned.add(field.getType());
          }
        }
        mentioned.stream()
            .flatMap(each -> each.getAllInvolvedRawTypes().stream())
            .filter(hidden)
            .distinct()
            .forEach(
                internal ->
                    events.add(
                        SimpleConditionEvent.violated(
                            type, type.getName() + " mentions " + internal.getName())));
      }

      private boolean isSeen(JavaClass type) {
        return isSeen(type.getModifiers())
            && type.getEnclosingClass().map(this::isSeen).orElse(true);
      }

      private boolean isSeen(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC)
            || modifiers.contains(JavaModifier.PROTECTED);
      }
    };
  }

  @ArchTest
  static final ArchRule only_the_seam_knows_gatlings_internals =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.onrush.internal.gatling..")
          .and()
          // Its params(…) is the only method that Gatling calls on a simulation.
          .doNotBelongToAnyOf(MeteredSimulation.class)
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
              "dev.onrush.result..",
              "dev.onrush.spi..",
              "dev.onrush.internal.machine..",
              "dev.onrush.internal.proc..",
              "dev.onrush.internal.metrics..",
              "dev.onrush.internal.exchange..",
              "dev.onrush.internal.trace..",
              "dev.onrush.internal.verdict..",
              "dev.onrush.internal.baseline..",
              "dev.onrush.internal.duet..",
              "dev.onrush.threshold..",
              "dev.onrush.internal.service..",
              "dev.onrush.internal.finding..",
              "dev.onrush.internal.run..",
              "dev.onrush.internal.report..",
              "dev.onrush.internal.page..",
              "dev.onrush.internal.control..",
              "dev.onrush.internal.export..",
              "dev.onrush.internal.event..",
              "dev.onrush.internal.capacity..",
              "dev.onrush.internal.cluster..",
              "dev.onrush.internal.live..",
              "dev.onrush.internal.concurrent..",
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
          .haveNameNotMatching(
              "dev\\.onrush\\.internal\\.(export\\.(Prometheus|Otlp)|trace\\.OtlpProtobuf)\\w*(\\$\\w+)*")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.prometheus..", "io.opentelemetry..", "com.google.protobuf..")
          .because("these libraries are optional: their users are loaded only when asked for");

  @ArchTest
  static final ArchRule a_user_who_has_one_injector_needs_no_library_for_several =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.onrush.internal.cluster.hazelcast")
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
          // Exceptions: AtomicFile itself, files that are written during a run, files that belong
          // to others, files with which a process is started (it does not start if writing fails),
          // and files whose space is reserved from the start.
          .haveNameNotMatching(
              "dev\\.onrush\\.internal\\.(run\\.(file\\.AtomicFile|file\\.RunFolder|log\\.LogFile|log\\.IntervalLog|log\\.ServiceLog)|report\\.GitHubAnnotations|exchange\\.JsonLinesFile|machine\\.ArgumentFile|launch\\.process\\.FolderNotice)"
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
