package dev.onrush.internal.run.origin;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The job of a CI server in which a run was executed, and the address of its files. */
public final class CiJob {

  /** The name of the fact that contains the address of the job. */
  public static final String FACT = "ci job";

  /** Matches addresses without any character that could end a link in Markdown or HTML. */
  private static final Pattern ADDRESS = Pattern.compile("https?://[\\w.~:/?#@!&*+,;=%-]+");

  private CiJob() {}

  /** The address of the job; empty outside of GitHub Actions, GitLab CI and Jenkins. */
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

  /** The address of the job's files, if the job keeps the run's folder as the CI templates do. */
  public static String files(String job) {
    if (job.contains("/actions/runs/")) {
      return job + "#artifacts";
    }
    return job.contains("/-/jobs/")
        ? job + "/artifacts/browse"
        : job + (job.endsWith("/") ? "" : "/") + "artifact/";
  }

  /** Whether the value of the fact is an address, and not a replacement for it. */
  public static boolean isAddress(String fact) {
    return ADDRESS.matcher(fact).matches();
  }
}
