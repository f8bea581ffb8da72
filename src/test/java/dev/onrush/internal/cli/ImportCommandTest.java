package dev.onrush.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.onrush.Golden;
import dev.onrush.units.Quantity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportCommandTest extends ImportFixture {

  @ParameterizedTest
  @ValueSource(strings = {"combined.log", "alb.log", "lines.json", "traces.json"})
  void an_import_of_each_kind_of_log_is_as_it_was_looked_at_and_compiles(String name)
      throws IOException {
    int exit =
        imported(INPUTS.resolve(name).toString(), "--name", "shop", "--target", "http://shop:80");

    assertThat(complained()).isEmpty();
    assertThat(exit).isZero();
    Golden.matches("/dev/onrush/internal/importing/" + name + ".golden", all("ShopTest.java"));
    compiles("ShopTest.java");
  }

  @Test
  void traces_in_any_layout_are_read_as_those_with_an_export_in_each_line() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectWriter pretty = mapper.writerWithDefaultPrettyPrinter();
    List<String> objects = new ArrayList<>();
    for (String line : Files.readAllLines(INPUTS.resolve("traces.json"))) {
      objects.add(pretty.writeValueAsString(mapper.readTree(line)));
    }
    assertThat(imported(INPUTS.resolve("traces.json").toString())).isZero();
    String expected = Files.readString(folder.resolve("to/ImportedTest.java"));

    for (String text :
        List.of(
            String.join("\n", objects),
            "[" + String.join(",", objects) + "]",
            "\n" + String.join("", objects))) {
      assertThat(imported(file("pretty.json", text).toString(), "--force")).isZero();
      assertThat(folder.resolve("to/ImportedTest.java")).hasContent(expected);
    }
    assertThat(complained()).isEmpty();
  }

  @Test
  void traces_that_are_cut_off_are_read_to_where_they_end() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    String line = Files.readAllLines(INPUTS.resolve("traces.json")).get(0);
    String whole =
        mapper.writerWithDefaultPrettyPrinter().writeValueAsString(mapper.readTree(line));
    long lines = whole.lines().count();
    Path cut = file("cut.json", whole + "\n" + whole.substring(0, whole.length() / 2));

    assertThat(imported(cut.toString())).isZero();

    assertThat(told())
        .contains("\n1 line cannot be read:\n  cut.json line ")
        .contains(": not JSON; nothing is read from here on\n");
    assertThat(told().split(" lines?, ", 2)[0])
        .isEqualTo(Quantity.count(lines + whole.substring(0, whole.length() / 2).lines().count()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void of_traces_of_several_services_those_of_one_are_the_requests_of_users(boolean lines)
      throws IOException {
    String export =
        "{\"resourceSpans\": [%s, %s, %s]}"
            .formatted(
                spans("gateway", "/checkout", "/cart"),
                spans("orders", "/orders/7"),
                spans("", "/x"));
    String traces = file("t.json", lines ? export : export.replace(",", ",\n")).toString();

    refused(
        traces,
        "there are requests to a service without a name (1), to gateway (2), to orders (1); requests"
            + " between services are not requests of users: name the service that users"
            + " call with --service NAME");
    refused(
        traces,
        "--service was shop, to which there is no request; there are requests to a service without a name"
            + " (1), to gateway (2), to orders (1)",
        "--service",
        "shop");
    assertThat(imported(traces, "--service", "gateway")).isZero();

    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")))
        .contains("http(\"GET /checkout\")", "http(\"GET /cart\")")
        .doesNotContain("/orders")
        .doesNotContain("/x");
  }

  private static String spans(String service, String... paths) {
    String span =
        "{\"kind\": 2, \"startTimeUnixNano\": \"1772438400000000000\", \"endTimeUnixNano\":"
            + " \"1772438400100000000\", \"attributes\": [{\"key\": \"http.request.method\", \"value\":"
            + " {\"stringValue\": \"GET\"}}, {\"key\": \"url.path\", \"value\": {\"stringValue\": \"%s\"}}]}";
    String resource =
        "\"resource\": {\"attributes\": [{\"key\": \"service.name\", \"value\": {\"stringValue\":"
            + " \"%s\"}}]}, ";
    return "{"
        + (service.isEmpty() ? "" : resource.formatted(service))
        + "\"scopeSpans\": [{\"spans\": ["
        + Stream.of(paths).map(span::formatted).collect(Collectors.joining(", "))
        + "]}]}";
  }

  @Test
  void a_log_with_broken_lines_of_all_kinds_is_read_and_they_are_shown() throws IOException {
    StringBuilder log = new StringBuilder("#Fields: a comment\n\n");
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 200; i++) {
      String client = i % 3 == 0 ? "2001:db8::" + i : "10.0.0." + i;
      log.append(line(client, i, "GET /items/" + random.nextInt(50), "Agent \\\"x\\\" \\\\"));
    }
    log.append("\u0000\u001b[31mgarbage\n10.0.0.1 - - [half\n\"\"\"\"\n");
    log.append(line("10.0.0.1", 200, "GET /" + "x".repeat(1 << 20), "y"));
    Path packed = folder.resolve("access.log.gz");
    Files.write(packed, packed(log.toString()));

    assertThat(imported(packed.toString())).isZero();

    assertThat(told())
        .startsWith(
            "204 lines, 200 requests in 00:03:20 from 2026-03-02T08:00:00Z.\n"
                .replace("00:03:20", "03:20"))
        .contains(
            "3 lines cannot be read:\n"
                + "  access.log.gz line 203: \\x00\\x1b[31mgarbage\n"
                + "  access.log.gz line 204: 10.0.0.1 - - [half\n"
                + "  access.log.gz line 205: \"\"\"\"\n"
                + "Left out: 1 request for paths that were never found, or are too long.\n");
    compiles("ImportedTest.java");
  }

  @Test
  void a_packed_log_that_is_cut_off_is_read_to_where_it_ends() throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      log.append(line("10.0.0." + i % 200, i, "GET /items/" + i, "x"));
    }
    byte[] packed = packed(log.toString());
    Path whole = file("a.log", line("10.0.0.1", 0, "GET /a", "x"));
    Path cut = folder.resolve("b.log.gz");
    Files.write(cut, Arrays.copyOf(packed, packed.length / 2));
    Path header = folder.resolve("c.log.gz");
    Files.write(header, Arrays.copyOf(packed, 5));

    assertThat(imported(whole.toString(), cut.toString(), header.toString())).isZero();

    assertThat(told())
        .contains("\n2 lines cannot be read:\n  b.log.gz line ")
        .contains(": the compressed file is cut off or damaged; nothing is read from here on\n")
        .contains("\n  c.log.gz line 1: the compressed file is cut off");
    compiles("ImportedTest.java");
  }

  private static byte[] packed(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return packed.toByteArray();
  }

  @Test
  void methods_do_not_hide_those_that_a_simulation_inherits() throws IOException {
    String log =
        line("10.0.0.1", 0, "GET /class", "x")
            + line("10.0.0.1", 1, "POST /class", "x")
            + line("10.0.0.1", 2, "GET /a", "x");

    assertThat(imported(file("a", log).toString())).isZero();

    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")))
        .contains("private static ChainBuilder getClass2() {");
    compiles("ImportedTest.java");
  }

  @Test
  void several_logs_are_read_in_the_order_of_their_times() throws IOException {
    StringBuilder older = new StringBuilder("garbage\n");
    StringBuilder newer = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      (i < 100 ? older : newer)
          .append(line("10.0.0." + i % 7, 15 * i, "GET /" + "ab".charAt(i % 2), "x"));
    }
    String first = file("access.log.1", older.toString()).toString();
    String second = file("access.log", newer.toString()).toString();
    assertThat(imported(first, second, "--gap", "3 min")).isZero();
    String told = told();
    String written = all("ImportedTest.java").substring(told.length());

    assertThat(imported(second, first, "--gap", "3 min", "--force")).isZero();

    assertThat(told()).isEqualTo(told + told);
    assertThat(all("ImportedTest.java")).isEqualTo(told + told + written);
    assertThat(told()).doesNotContain("older than an earlier line");
  }

  @Test
  void lines_that_are_a_little_out_of_order_are_put_in_order() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      lines.add(line("10.0.0." + i % 7, 7 * i, "GET /" + "ab".charAt(i % 2), "x"));
    }
    assertThat(imported(file("a", String.join("", lines)).toString())).isZero();
    String sorted = all("ImportedTest.java");
    for (int i = 0; i + 30 <= lines.size(); i += 30) {
      Collections.reverse(lines.subList(i, i + 30)); // 210 s
    }
    out.reset();

    assertThat(imported(file("a", String.join("", lines)).toString(), "--force")).isZero();

    assertThat(all("ImportedTest.java")).isEqualTo(sorted);
  }

  @Test
  void a_line_that_is_far_from_its_place_in_the_order_of_times_is_told() throws IOException {
    String log =
        line("10.0.0.1", 2_000, "GET /a", "x")
            + line("10.0.0.1", 2_000, "GET /a.png", "x").repeat(20_000)
            + line("10.0.0.1", 199, "GET /a", "x");

    assertThat(imported(file("a", log).toString())).isZero();

    assertThat(told())
        .contains(
            "\n1 request is older than an earlier line by more than --gap, so sessions and pauses are wrong;"
                + " sort the lines by time, and merge the logs of several servers into one.\n");
  }

  @Test
  void parameters_do_not_have_the_names_of_columns_of_the_simulation_itself() throws IOException {
    StringBuilder log = new StringBuilder();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 300; i++) {
      String client = "10.0.0." + random.nextInt(100);
      log.append(line(client, i, "GET /a?requests=" + i + "&pauseMillis=" + i, "x"));
    }

    assertThat(imported(file("a", log.toString()).toString())).isZero();

    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")))
        .contains("repeat(\"#{requests}\")")
        .contains("\"/a?requests=#{requests2}&pauseMillis=#{pauseMillis2}\"");
    compiles("ImportedTest.java");
  }

  @Test
  void one_single_line_makes_a_plan() throws IOException {
    Path log = file("access.log", line("10.0.0.1", 0, "GET /a", "x"));

    assertThat(imported(log.toString())).isZero();

    assertThat(told()).startsWith("1 line, 1 request in 00:01 from 2026-03-02T08:00:00Z.\n");
    compiles("ImportedTest.java");
  }

  @Test
  void the_profile_may_be_stages_of_another_length() throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      log.append(line("10.0." + i / 250 + "." + i % 250, i, "GET /a", "x"));
    }

    assertThat(imported(file("a", log.toString()).toString(), "--stages", "--hours", "0.5"))
        .isZero();

    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")))
        .contains("arrivalRate()", ".rampTo(perSecond(", ".poisson()")
        .contains("by {@code onrush import}; the plan lasts 30:00, at the same rates.");
    compiles("ImportedTest.java");
  }

  @Test
  void a_part_of_the_time_may_be_read() throws IOException {
    String log =
        line("10.0.0.1", 10, "GET /a", "x")
            + line("10.0.0.2", 70, "GET /b", "x")
            + line("10.0.0.2", 200, "GET /socket", "x").replace("\" 200 ", "\" 101 ");

    assertThat(
            imported(
                file("a", log).toString(),
                "--from",
                "2026-03-02T08:01",
                "--until",
                "2026-03-02T09:02+01:00"))
        .isZero();

    assertThat(told())
        .contains(" 1 request in 00:01 from 2026-03-02T08:01:10Z.")
        .contains("Left out: 2 requests outside the period of --from and --until.")
        .doesNotContain("WebSocket");
  }

  @Test
  void a_backslash_of_a_json_log_is_sent() throws IOException {
    String line =
        "{\"time\":1772438400,\"status\":200,\"method\":\"GET\",\"path\":\"/a\\\\x41?re=a\\\\d+\"}\n";

    assertThat(imported(file("a", line).toString())).isZero();

    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")))
        .contains(".get(\"/a%5Cx41?re=a%5Cd+\")");
  }

  @Test
  void text_of_a_log_is_no_code_and_no_expression() throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      log.append(
          line(
              "10.0.0.1",
              i,
              "GET /a\\\"+System.exit(1)+\\\"/${x}/%23{y}?q=#{password}\\\\u0022&z=*/",
              "x"));
      log.append(line("10.0.0.1", i, "GET /*/$S/$L?#{x}", "x"));
    }

    assertThat(imported(file("a", log.toString()).toString())).isZero();

    compiles("ImportedTest.java");
    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")))
        .contains("/a%22+System.exit(1)+%22/$%7Bx%7D/%23%7By%7D?q=")
        .doesNotContain("#{y}")
        .doesNotContain("${x}");
  }

  @Test
  void what_is_there_is_replaced_only_if_that_is_asked_for() throws IOException {
    Path log = file("a", line("10.0.0.1", 0, "GET /a", "x"));
    assertThat(imported(log.toString())).isZero();
    Files.writeString(folder.resolve("to/ImportedTest.java"), "mine");

    assertThat(imported(log.toString())).isEqualTo(1);

    assertThat(complained())
        .isEqualTo(
            "onrush: FOLDER/to/ImportedTest.java already exists, and nothing was changed; use another"
                + " --name or --to, or --force to replace it\n");
    assertThat(folder.resolve("to/ImportedTest.java")).hasContent("mine");
    assertThat(imported(log.toString(), "--force")).isZero();
    compiles("ImportedTest.java");
    try (Stream<Path> left = Files.list(folder.resolve("to"))) {
      assertThat(left.filter(path -> path.getFileName().toString().startsWith("."))).isEmpty();
    }
  }

  @Test
  void files_that_are_not_written_survive_what_is_replaced() throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      log.append(line("10.0.0.1", i, "GET /a/" + i, "x"));
    }
    String input = file("a", log.toString()).toString();
    assertThat(imported(input)).isZero();
    Path written = folder.resolve("to/imported/getAByAId.csv");
    String rows = Files.readString(written);
    Files.writeString(written, "old");
    Path mine = Files.createDirectories(folder.resolve("to/imported/mine")).resolve("users.csv");
    Files.writeString(mine, "mine");

    assertThat(imported(input, "--force")).isZero();

    assertThat(mine).hasContent("mine");
    assertThat(written).hasContent(rows);
    compiles("ImportedTest.java");
  }

  @Test
  void web_sockets_are_left_out_and_a_stream_from_before_a_log_does_not_begin_it()
      throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      log.append(json(i + 0.5, "10.0.0." + i % 10, "/a", 200, 0.2));
      if (i % 20 == 10) {
        log.append(json(i + 0.6, "10.0.0.1", "/socket", 101, 7_200));
      }
    }
    log.append(json(99.9, "10.0.0.2", "/events", 200, 7_200));

    assertThat(imported(file("a", log.toString()).toString())).isZero();

    assertThat(told())
        .startsWith("106 lines, 101 requests in 01:40 from 2026-03-02T08:00:00Z.\n")
        .contains("Left out: 5 requests for a WebSocket.\n")
        .contains("p95 of the response times in the log: 20");
    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")))
        .contains("/events")
        .doesNotContain("/socket");
  }

  @Test
  void logs_are_ordered_by_the_end_of_their_first_requests() throws IOException {
    StringBuilder older = new StringBuilder();
    StringBuilder newer = new StringBuilder(json(100, "10.0.0.2", "/events", 200, 7_200));
    for (int i = 0; i < 200; i++) {
      (i < 100 ? older : newer).append(json(i + 0.5, "10.0.0." + i % 10, "/a", 200, 0.2));
    }

    assertThat(
            imported(
                file("access.log", newer.toString()).toString(),
                file("access.log.1", older.toString()).toString(),
                "--gap",
                "30 s"))
        .isZero();

    assertThat(told()).doesNotContain("older than an earlier line");
  }

  @Test
  void durations_do_not_make_the_times_of_a_log_of_whole_seconds_exact() throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      log.append(json(i, "10.0.0." + i % 10, "/a", 200, 0.123).replace(".000\"", "\""));
    }

    assertThat(imported(file("a", log.toString()).toString())).isZero();

    assertThat(told())
        .startsWith("100 lines, 100 requests in 01:40 from 2026-03-02T08:00:00Z.\n")
        .contains("Steady users; pauses of 10 s.\n")
        .contains("p95 of the response times in the log: 123 ms.\n")
        .contains(
            "The times in the log are whole seconds; pauses below one second are not exact.\n");
  }

  @Test
  void a_request_that_the_log_has_only_from_a_cache_may_be_answered_in_full() throws IOException {
    String log =
        line("10.0.0.1", 0, "GET /a", "x").replace("\" 200 ", "\" 304 ")
            + line("10.0.0.1", 1, "GET /a", "x").replace("\" 200 ", "\" 404 ");

    assertThat(imported(file("a", log).toString())).isZero();

    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")))
        .contains("status().in(200, 304, 404)");
  }
}
