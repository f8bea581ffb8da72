package dev.onrush.internal.report;

import static dev.onrush.dsl.OnrushDsl.*;
import static dev.onrush.internal.report.ExportsTest.hostile;
import static dev.onrush.internal.report.ExportsTest.sample;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.Golden;
import dev.onrush.internal.report.markdown.GitHubAnnotations;
import dev.onrush.internal.report.markdown.PullRequestMarkdown;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.run.record.SampleRecord;
import dev.onrush.result.RunEnd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitHubAnnotationsTest {

  @TempDir Path folder;

  @Test
  void the_annotations_are_as_they_were_looked_at() {
    Golden.matches(
        "/dev/onrush/internal/report/github-annotations.txt",
        Golden.inGerman(
            () ->
                String.join("\n", GitHubAnnotations.commands(ReportTest.sample().result()))
                    + "\n"));
  }

  @Test
  void names_are_text_in_annotations() {
    List<String> commands = GitHubAnnotations.commands(hostile().result());

    assertThat(commands).hasSize(4);
    assertThat(commands).allSatisfy(c -> assertThat(c).doesNotContain("\n").doesNotContain("\r"));
    assertThat(commands.subList(0, 3)).allMatch(c -> c.startsWith("::error title=FAIL%3A p95 of "));
    assertThat(commands.get(3))
        .isEqualTo(
            "::warning title=WARN%3A error rate of =<script>alert(\"x\")</script>%2C | `a` *b* ~~c~~"
                + " & 'd' \\ #1 50%25 @team %3A%3Aerror%3A%3A \ud83d\udca5%0Aline two < 1 %25"
                + "::error rate of =<script>alert(\"x\")</script>, | `a` *b* ~~c~~"
                + " & 'd' \\ #1 50%25 @team ::error:: \ud83d\udca5%0Aline two was 2.00 %25"
                + " (limit 1 %25), 200 requests");
  }

  @Test
  void an_invalid_run_is_an_error_and_one_that_passed_is_nothing() {
    RunRecord passed = sample(List.of("A"), List.of(p95().below(ofSeconds(1)))).result();
    RunRecord killed =
        SampleRecord.of(passed)
            .ended(new RunEnd(RunEnd.How.INTERRUPTED, "the run was killed after 00:02"))
            .record();

    assertThat(GitHubAnnotations.commands(passed)).isEmpty();
    assertThat(GitHubAnnotations.commands(killed))
        .containsExactly("::error title=INVALID%3A HostileTest::the run was killed after 00:02");
  }

  @Test
  void a_job_of_github_gets_annotations_and_the_summary_after_what_is_there() throws IOException {
    RunRecord result = hostile().result();
    Path summary = folder.resolve("summary");
    Files.writeString(summary, "before\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream console = new PrintStream(out, false, StandardCharsets.UTF_8);

    new GitHubAnnotations(console, Optional.of(summary)).ended(result, folder);

    assertThat(out.toString(StandardCharsets.UTF_8).lines().toList())
        .isEqualTo(GitHubAnnotations.commands(result));
    assertThat(summary).hasContent("before\n" + PullRequestMarkdown.of(result) + "\n");
  }

  @Test
  void a_summary_of_github_never_grows_beyond_its_limit() throws IOException {
    Path summary = folder.resolve("summary");
    Files.write(summary, new byte[(1 << 20) - 100]);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream console = new PrintStream(out, false, StandardCharsets.UTF_8);

    new GitHubAnnotations(console, Optional.of(summary)).ended(hostile().result(), folder);

    assertThat(summary).hasSize((1 << 20) - 100);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .endsWith("The summary of this step is full; pull-request.md contains the rest.\n");
  }
}
