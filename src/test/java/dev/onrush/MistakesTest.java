package dev.onrush;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import mistakes.Mistakes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's mistake results in one line and exit code 5, regardless of where it is thrown. */
@Tag("load")
@Tag("long")
class MistakesTest {

  @TempDir Path folder;

  private final CountingServer server = new CountingServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void each_is_told_in_one_line_with_the_users_own_line_before_anything_is_sent() {
    Map<Class<?>, String> lines = new LinkedHashMap<>();
    lines.put(
        Mistakes.NoUsers.class,
        "plan \"Mistaken\" has a profile in which no user starts: its peak is 0, at"
            + " mistakes.Mistakes.plan(Mistakes.java:_); raise a level");
    lines.put(
        Mistakes.Endless.class,
        "duration of phase \"steady\" was 9223372036854775807 s, at"
            + " mistakes.Mistakes$Endless.plan(Mistakes.java:_); at most 1,000 days are allowed");
    lines.put(Mistakes.NoPlan.class, "plan() of NoPlan was null; give a value");
    lines.put(
        Mistakes.FailingPlan.class,
        "the simulation's code threw IllegalStateException: no accounts in accounts.csv, at"
            + " mistakes.Mistakes$FailingPlan.plan(Mistakes.java:_)");
    lines.put(
        Mistakes.FailingField.class,
        "the simulation's code threw NumberFormatException: For input string: \"many\", at"
            + " mistakes.Mistakes$FailingField.<init>(Mistakes.java:_)");
    lines.put(
        Mistakes.FailingClass.class,
        "the simulation's code threw ArrayIndexOutOfBoundsException: Index 0 out of bounds for"
            + " length 0, at mistakes.Mistakes$FailingClass.<clinit>(Mistakes.java:_)");
    lines.put(
        Mistakes.FailingThresholds.class,
        "bound of threshold \"p95\" was null, at"
            + " mistakes.Mistakes$FailingThresholds.thresholds(Mistakes.java:_); give a value");

    // In parallel, because a JVM spends most of this time on its start.
    Map<Class<?>, ForkedGatling> started =
        lines.keySet().stream()
            .collect(
                Collectors.toMap(
                    type -> type,
                    type ->
                        ForkedGatling.start(
                            type,
                            folder.resolve(type.getSimpleName()),
                            "-Dtarget=" + server.uri(),
                            "-Dlogback.configurationFile=logback-test.xml")));

    lines.forEach(
        (type, line) -> {
          ForkedGatling gatling = started.get(type);
          assertThat(gatling.exitStatus()).as(gatling.output()).isEqualTo(5);
          assertThat(gatling.output().strip().lines().toList())
              .last()
              .asString()
              .satisfies(
                  last ->
                      assertThat(last.replaceAll(":\\d+\\)", ":_)"))
                          .isEqualTo("onrush: REFUSED: " + line));
          assertThat(gatling.output()).doesNotContain("\tat ").doesNotContain("Run crashed");
        });
    assertThat(server.counts()).isEmpty();
  }
}
