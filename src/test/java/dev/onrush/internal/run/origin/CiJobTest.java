package dev.onrush.internal.run.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CiJobTest {

  @Test
  void github_gitlab_and_jenkins_say_where_their_jobs_are() {
    Map<String, String> gitHub =
        Map.of(
            "GITHUB_SERVER_URL", "https://github.com",
            "GITHUB_REPOSITORY", "shop/service",
            "GITHUB_RUN_ID", "71");

    assertThat(CiJob.of(gitHub)).hasValue("https://github.com/shop/service/actions/runs/71");
    assertThat(CiJob.files("https://github.com/shop/service/actions/runs/71"))
        .isEqualTo("https://github.com/shop/service/actions/runs/71#artifacts");
    assertThat(CiJob.of(Map.of("CI_JOB_URL", "https://gitlab.example/shop/service/-/jobs/9")))
        .hasValue("https://gitlab.example/shop/service/-/jobs/9");
    assertThat(CiJob.files("https://gitlab.example/shop/service/-/jobs/9"))
        .isEqualTo("https://gitlab.example/shop/service/-/jobs/9/artifacts/browse");
    assertThat(CiJob.of(Map.of("BUILD_URL", "http://ci:8080/job/load/3/")))
        .hasValue("http://ci:8080/job/load/3/");
    assertThat(CiJob.files("http://ci:8080/job/load/3/"))
        .isEqualTo("http://ci:8080/job/load/3/artifact/");
  }

  @Test
  void outside_of_ci_and_of_what_is_no_address_there_is_none() {
    assertThat(CiJob.of(Map.of())).isEmpty();
    assertThat(CiJob.of(Map.of("CI_JOB_URL", ""))).isEmpty();
    assertThat(CiJob.of(Map.of("CI_JOB_URL", "javascript:alert(1)"))).isEmpty();
    assertThat(CiJob.of(Map.of("BUILD_URL", "http://ci/a) [b](http://evil/"))).isEmpty();
    assertThat(CiJob.of(Map.of("GITHUB_SERVER_URL", "https://github.com"))).isEmpty();
  }
}
