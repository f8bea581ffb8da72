package dev.onrush.internal.cli;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.onrush.internal.capacity.SearchedFlow;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunLoad;
import dev.onrush.internal.verdict.generator.GeneratorLimits;
import dev.onrush.internal.verdict.probe.PlannedRequests;
import dev.onrush.plan.CapacitySearch;
import dev.onrush.plan.FlowLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {

  private static final CapacitySearch SEARCH = capacitySearch().from(10).upTo(100);

  @TempDir Path reports;

  /** Returns the folder of a search that was killed within its first second. */
  private Path search(String name) throws IOException {
    Path folder = Files.createDirectory(reports.resolve(name));
    IntervalLog.create(
            folder,
            new RunInfo(
                "SearchTest",
                "Search",
                Instant.EPOCH,
                RunLoad.of(
                    List.of(FlowLoad.only(SEARCH.opening())),
                    Optional.of(SearchedFlow.only(SEARCH))),
                42,
                PlannedRequests.of(List.of("r")),
                List.of(p95().below(ofMillis(200))),
                GeneratorLimits.DEFAULT,
                Map.of("profile", "search"),
                Map.of()))
        .close();
    return folder;
  }

  @Test
  void searches_of_one_plan_are_not_compared() throws IOException {
    Path one = search("a");
    Path other = search("b");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunFolders.compare(List.of(one, other)))
        .withMessage(
            one
                + " was a capacity search, which chooses its own levels; only runs that follow a"
                + " load profile against one service can be compared and saved");
  }
}
