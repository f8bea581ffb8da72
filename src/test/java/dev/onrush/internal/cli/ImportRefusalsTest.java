package dev.onrush.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the command import refuses, and how it says so. */
class ImportRefusalsTest extends ImportFixture {

  @Test
  void a_file_that_cannot_be_read_is_named() throws IOException {
    Path unreadable = Path.of("/proc/self/mem");
    assumeTrue(Files.isReadable(unreadable));
    String log = file("a", line("10.0.0.1", 0, "GET /a", "x")).toString();

    assertThat(imported(log, unreadable.toString())).isNotZero();

    assertThat(complained()).contains("/proc/self/mem cannot be read: Input/output error");
    nothingIsWritten();
  }

  @Test
  void a_folder_in_the_place_of_a_file_is_told_before_any_file_is_replaced() throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      log.append(line("10.0.0.1", i, "GET /a/" + i, "x"));
      log.append(line("10.0.0.1", i, "GET /b/" + i, "x"));
    }
    String input = file("a", log.toString()).toString();
    assertThat(imported(input)).isZero();
    List<Path> others = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder.resolve("to"))) {
      files.filter(Files::isRegularFile).forEach(others::add);
    }
    for (String name : List.of("getAByAId.csv", "getBByBId.csv")) {
      Path one = folder.resolve("to/imported/" + name);
      assertThat(others).contains(one);
      for (Path file : others) {
        Files.writeString(file, "old");
      }
      Files.delete(one);
      Files.createDirectories(one.resolve("mine"));
      err.reset();

      assertThat(imported(input, "--force")).isEqualTo(1);

      assertThat(complained())
          .isEqualTo(
              "onrush: FOLDER/to/imported/"
                  + name
                  + " is a folder, but a file is to be written there; nothing was changed; use another"
                  + " --name or --to, or move the folder\n");
      assertThat(others)
          .filteredOn(file -> !file.equals(one))
          .isNotEmpty()
          .allSatisfy(file -> assertThat(file).hasContent("old"));
      Files.delete(one.resolve("mine"));
      Files.delete(one);
    }
  }

  @Test
  void a_file_that_is_no_input_is_refused_and_nothing_is_written() throws IOException {
    refused(
        folder.resolve("none").toString(),
        "FOLDER/none does not exist; write the name of an access log, traces, a HAR or an OpenAPI document");
    refused(
        folder.toString(),
        "FOLDER is a folder; write the names of the files in it: FOLDER/access.log");
    refused(
        file("empty", "\n").toString(),
        "FOLDER/empty is empty; write the name of an access log, traces, a HAR or an OpenAPI document");
    Path binary = folder.resolve("binary");
    byte[] bytes = new byte[10_000];
    new SplittableRandom(1).nextBytes(bytes);
    Files.write(binary, bytes);
    refused(
        binary.toString(),
        "FOLDER/binary was not recognised as combined, alb, json, otlp, har or openapi from its first lines;"
            + " if it has one of these formats, name it: --format combined");
  }

  @Test
  void a_log_without_a_request_that_can_be_used_is_refused() throws IOException {
    err.reset();
    assertThat(imported(file("a", "{\"x\": 1}\n").toString())).isEqualTo(1);

    assertThat(complained())
        .isEqualTo(
            "onrush: FOLDER/a has no usable request in 1 line read as JSON lines; try another format with"
                + " --format, or the fields of JSON with --field; the first line is: a line 1: {\"x\":"
                + " 1}\n");
    nothingIsWritten();
  }

  @Test
  void options_that_are_not_right_are_refused() throws IOException {
    String log = file("a", line("10.0.0.1", 0, "GET /a", "x")).toString();

    misused(
        log, "--name was \"a b\"; write letters and digits, a letter first: Shop", "--name", "a b");
    misused(
        log,
        "--session-by was \"cookie\"; write agent, client, cookie:NAME, field:NAME, header:NAME or query:NAME",
        "--session-by",
        "cookie");
    misused(
        log, "--gap was \"0 s\"; write a time of at least 1 s, such as \"30 min\"", "--gap", "0 s");
    misused(
        log, "--hours was \"0\"; write a number from 0.01 to 24,000, such as 1.5", "--hours", "0");
    misused(
        log,
        "--hours was \"1h\"; write a number from 0.01 to 24,000, such as 1.5",
        "--hours",
        "1h");
    misused(
        log,
        "--until was \"2026-03-02T08:00\", which is not after --from \"2026-03-02T08:00Z\"; write a"
            + " later --until, or an earlier --from",
        "--from",
        "2026-03-02T08:00Z",
        "--until",
        "2026-03-02T08:00");
    misused(
        log,
        "--from was \"+999999-01-01T00:00\"; write a date and a time such as 2026-11-28T08:00, or with"
            + " a zone 2026-11-28T08:00+01:00",
        "--from",
        "+999999-01-01T00:00");
    misused(log, "--field was \"time\"; write KIND=NAME", "--field", "time");
    misused(
        log,
        "--from was \"8:00\"; write a date and a time such as 2026-11-28T08:00, or with a zone"
            + " 2026-11-28T08:00+01:00",
        "--from",
        "8:00");
    misused(
        log,
        "--field was when=ts; write one of time, method, path, query, request, status, client, agent,"
            + " cookies, duration, and its name in the log: time=ts",
        "--format",
        "json",
        "--field",
        "when=ts");
    refused(
        log,
        "--to was "
            + log.replace(folder.toString(), "FOLDER")
            + ", which is a file; write the name of a folder",
        "--to",
        log);
  }

  @Test
  void an_option_that_does_not_apply_to_the_input_is_refused() throws IOException {
    String log = file("a.log", line("10.0.0.1", 0, "GET /a", "x")).toString();
    String har = INPUTS.resolve("shop.har").toString();
    String api = INPUTS.resolve("books.yaml").toString();

    misused(
        log,
        "--service applies only to otlp, but FOLDER/a.log was recognised as combined; leave --service"
            + " out",
        "--service",
        "shop");
    misused(
        log,
        "--host applies only to har, but FOLDER/a.log was recognised as combined; leave --host out",
        "--host",
        "shop");
    misused(
        log,
        "--writes applies only to openapi, but FOLDER/a.log was recognised as combined; leave --writes"
            + " out",
        "--writes");
    misused(
        log,
        "--field applies only to json, but FOLDER/a.log is read as alb; leave --field out",
        "--format",
        "alb",
        "--field",
        "time=ts");
    for (String option : List.of("--gap=1 min", "--stages")) {
      String name = option.split("=", 2)[0];
      misused(
          har,
          name
              + " applies only to combined, alb, json, otlp, but "
              + har
              + " was recognised as har; leave "
              + name
              + " out",
          option);
    }
    for (String option :
        List.of(
            "--session-by=agent",
            "--static",
            "--secret=x",
            "--from=2026-03-02T08:00",
            "--until=2026-03-02T08:00")) {
      String name = option.split("=", 2)[0];
      misused(
          api,
          name
              + " applies only to combined, alb, json, otlp, har, but "
              + api
              + " was recognised as openapi; leave "
              + name
              + " out",
          option);
    }
  }

  @Test
  void a_period_without_a_request_is_told_with_the_times_of_the_log() throws IOException {
    String one = file("one.log", line("10.0.0.1", 0, "GET /a", "x")).toString();
    String two =
        file(
                "two.log",
                line("10.0.0.1", 0, "GET /a", "x") + line("10.0.0.1", 70, "GET /a.png", "x"))
            .toString();

    refused(
        one,
        "FOLDER/one.log has 1 request at 2026-03-02T08:00:00Z, which is not in the period of --until"
            + " 2026-03-01T00:00:00Z; choose a period with requests",
        "--until",
        "2026-03-01T00:00");
    refused(
        two,
        "FOLDER/two.log has 2 requests from 2026-03-02T08:00:00Z to 2026-03-02T08:01:10Z, none of them in"
            + " the period of --from 2026-12-01T00:00:00Z --until 2026-12-02T00:00:00Z; choose a"
            + " period with requests",
        "--from",
        "2026-12-01T00:00",
        "--until",
        "2026-12-02T00:00");
    refused(
        two,
        "FOLDER/two.log has no usable request in 2 lines read as combined (Apache, nginx): 1 outside the"
            + " period of --from and --until, 1 for images, scripts and styles (--static keeps them);"
            + " import a log with other requests",
        "--from",
        "2026-03-02T08:01");
    String har = INPUTS.resolve("shop.har").toString();
    refused(
        har,
        har
            + " has 18 requests from 2026-03-02T08:00:00Z to 2026-03-02T08:00:17Z, none of them"
            + " in the period of --from 2026-12-01T00:00:00Z; choose a period with requests",
        "--from",
        "2026-12-01T00:00");
  }

  @Test
  void a_format_that_there_is_not_is_told_with_those_there_are() {
    assertThat(imported("a", "--format", "csv")).isEqualTo(64);

    assertThat(complained())
        .isEqualTo(
            "onrush: --format was \"csv\"; write one of combined, alb, json, otlp, har, openapi\n"
                + "Try: onrush import --help\n");
    nothingIsWritten();
  }

  @Test
  void what_tells_users_apart_has_to_be_in_the_log() throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      log.append(line("10.0.0." + i % 5, i, "GET /a" + (i < 10 ? "?user=" + i : ""), "x"));
    }
    String input = file("a", log.toString()).toString();

    for (String by : List.of("cookie:SID", "field:user", "header:X-User", "query:session")) {
      refused(
          input,
          "--session-by was "
              + by
              + ", which occurs in no request; name what tells users apart, or leave --session-by out",
          "--session-by",
          by);
    }
    assertThat(imported(input, "--session-by", "query:user")).isZero();

    assertThat(told())
        .contains(
            "40 of 50 requests had no query:user; their users are told apart by address and"
                + " browser.\n");
  }

  @Test
  void a_log_with_a_time_that_is_wrong_by_years_is_refused() throws IOException {
    String log =
        line("10.0.0.1", 0, "GET /a", "x").replace("2026", "1970")
            + line("10.0.0.1", 1, "GET /a", "x");
    String input = file("a", log).toString();

    refused(
        input,
        "there are requests from 1970-03-02T08:00:00Z to 2026-03-02T08:00:02Z, which is longer than"
            + " 1,000 days; select the period to read with --from and --until");
    assertThat(imported(input, "--from", "2026-03-02T08:00")).isZero();
  }
}
