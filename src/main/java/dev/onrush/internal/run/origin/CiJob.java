package dev.onrush.internal.run.origin;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The job of a CI server that a run is part of: where a reader finds its files. */
public final class CiJob {

  /** The fact of a run that has the address of the job. */
  public static final String FACT = "ci job";

  /** Nothing that could end a link in Markdown or HTML. */
  private static final Pattern ADDRESS = Pattern.compile("https?://[\\w.~:/?#@!&*+,;=%-]+");

  private CiJob() {}

  /** Its address; empty outside of GitHub Actions, GitLab CI and Jenkins. */
  public static Optional<String> of(Map<String, String> environment) {
    String server = environment.getOrDefault("GITHUB_SERVER_URL", "");
    String repository = environment.getOrDefault("GITHUB_REPOSITORY", "");
    String run = environment.getOrDefault("GITHUB_RUN_ID", "");
    String gitHub =
        server.isEmpty() || repository.isEmpty() || run.isEmpty()
            ? ""
            : server + "/" + repository + "/actions/runs/" + run;
    String gitLab = environment.getOrDefault("CI_JOB_URL", "");
    String jenkins = environment.getOrDefault("BUILD_URL", "");
    String address = !gitHub.isEmpty() ? gitHub : !gitLab.isEmpty() ? gitLab : jenkins;
    return Optional.of(address.strip()).filter(a -> ADDRESS.matcher(a).matches());
  }

  /** Where the job's files are, of a job that keeps the run's folder as the templates do. */
  public static String files(String job) {
    if (job.contains("/actions/runs/")) {
      return job + "#artifacts";
    }
    return job.contains("/-/jobs/")
        ? job + "/artifacts/browse"
        : job + (job.endsWith("/") ? "" : "/") + "artifact/";
  }

  /** Whether a fact is an address, and not something that stands in its place. */
  public static boolean isAddress(String fact) {
    return ADDRESS.matcher(fact).matches();
  }
}
