package dev.onrush.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.onrush.Golden;
import dev.onrush.ProgramResult;
import dev.onrush.units.Quantity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
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

  @Test
  void a_file_that_cannot_be_read_is_named() throws IOException {
    Path unreadable = Path.of("/proc/self/mem");
    assumeTrue(Files.isReadable(unreadable));
    String log = file("a", line("10.0.0.1", 0, "GET /a", "x")).toString();

    assertThat(imported(log, unreadable.toString())).isNotZero();

    assertThat(complained()).contains("/proc/self/mem cannot be read: Input/output error");
    nothingIsWritten();
  }

  private static byte[] packed(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return packed.toByteArray();
  }

  private static String line(String client, int second, String request, String agent) {
    return client
        + " - - [02/Mar/2026:08:"
        + String.format("%02d:%02d", second / 60, second % 60)
        + " +0000] \""
        + request
        + " HTTP/1.1\" 200 5 \"-\" \""
        + agent
        + "\"\n";
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
  @DisabledOnOs(OS.WINDOWS)
  @Timeout(value = 60, threadMode = SEPARATE_THREAD)
  void logs_from_pipes_are_read_once_in_the_order_in_which_they_are_given() throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      log.append(line("10.0.0." + i % 200, i, "GET /items/" + i, "x"));
    }

    assertThat(
            imported(
                pipe("second", log.toString()).toString(),
                pipe("first", line("10.0.0.1", 0, "GET /items/0", "x")).toString(),
                "--format",
                "combined"))
        .isZero();

    assertThat(told())
        .startsWith("3,001 lines, 3,001 requests in 50:00 from 2026-03-02T08:00:00Z.\n")
        .contains("\n1 request is older than an earlier line by more than --gap");
    compiles("ImportedTest.java");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  @Timeout(value = 60, threadMode = SEPARATE_THREAD)
  void traces_from_a_pipe_are_read_once() throws IOException {
    Path traces = INPUTS.resolve("traces.json");
    assertThat(imported(traces.toString())).isZero();
    String expected = Files.readString(folder.resolve("to/ImportedTest.java"));
    Path pipe = pipe("pipe", Files.readString(traces));

    assertThat(imported(pipe.toString(), "--format", "otlp", "--force")).isZero();

    assertThat(folder.resolve("to/ImportedTest.java")).hasContent(expected);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  @Timeout(value = 60, threadMode = SEPARATE_THREAD)
  void lines_between_the_exports_of_a_pipe_are_passed_by_as_those_of_a_file() throws IOException {
    String traces =
        Files.readAllLines(INPUTS.resolve("traces.json")).stream()
            .map(export -> "Starting up …\n" + export + "\n")
            .collect(Collectors.joining());
    assertThat(imported(file("shop.log", traces).toString(), "--format", "otlp")).isZero();
    String told = told();
    String expected = Files.readString(folder.resolve("to/ImportedTest.java"));

    Path pipe = pipe("pipe", traces);
    assertThat(imported(pipe.toString(), "--format", "otlp", "--force")).isZero();

    assertThat(told().substring(told.length())).isEqualTo(told.replace("shop.log", "pipe"));
    assertThat(folder.resolve("to/ImportedTest.java")).hasContent(expected);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  @Timeout(value = 60, threadMode = SEPARATE_THREAD)
  void the_format_of_a_pipe_has_to_be_named() throws IOException {
    refused(
        emptyPipe("pipe").toString(),
        "FOLDER/pipe is not a regular file and can be read only once, so its format is not recognised;"
            + " name it: --format combined");
  }

  /** Returns a pipe to which a thread writes as soon as it is read. */
  private Path pipe(String name, String text) {
    Path pipe = emptyPipe(name);
    Thread writer =
        new Thread(
            () -> {
              try {
                Files.writeString(pipe, text);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    writer.setDaemon(true);
    writer.start();
    return pipe;
  }

  private Path emptyPipe(String name) {
    Path pipe = folder.resolve(name);
    assertThat(ProgramResult.of("mkfifo", pipe.toString()).status()).isZero();
    return pipe;
  }

  @Test
  void lines_that_are_not_in_the_order_of_their_times_are_told() throws IOException {
    String log =
        line("10.0.0.1", 2_000, "GET /a", "x")
            + line("10.0.0.1", 2_010, "GET /a", "x")
            + line("10.0.0.1", 211, "GET /a", "x")
            + line("10.0.0.1", 210, "GET /a", "x")
            + line("10.0.0.1", 209, "GET /a", "x");

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
  void secrets_and_personal_data_are_nowhere_in_what_is_written() throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      log.append(
          line(
              "10.0.0." + i,
              i,
              "GET /users/jo" + i + "@example.com?token=planted" + i,
              "agent-planted"));
      log.append(
          line(
              "10.0.0." + i,
              i,
              "GET /reset/eyJhbGciOiJIUzI1NiJ9.planted" + i + ".c2ln",
              "agent-planted"));
      log.append(line("10.0.0." + i, i, "GET /pay?iban=planted" + i + "&a=" + i, "agent-planted"));
    }

    assertThat(imported(file("a", log.toString()).toString(), "--secret", "iban")).isZero();

    assertThat(all("ImportedTest.java"))
        .doesNotContain("planted")
        .doesNotContain("example.com")
        .doesNotContain("10.0.0.");
    assertThat(told())
        .contains(
            "Removed and replaced by TODO:\n"
                + "  mail addresses and long random values in resetId of GET /reset/{resetId}\n"
                + "  mail addresses and long random values in userId of GET /users/{userId}\n"
                + "  the values of iban of /pay\n"
                + "  the values of token of /users/{userId}\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 50, 150})
  void session_ids_in_paths_are_taken_out(int times) throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < times; i++) {
      String id = String.format("0123456789ABCDEF0123456789AB%04d", i);
      log.append(line("10.0.0.1", i, "GET /shop/cart;jsessionid=" + id, "x"));
      log.append(line("10.0.0.1", i, "GET /shop/cart;jsessionid=" + id + "?page=" + i, "x"));
      log.append(line("10.0.0.1", i, "GET /items/" + (100 + i) + ";jsessionid=" + id + "/a", "x"));
      log.append(line("10.0.0.1", i, "GET /map;jo" + i + "@example.com;zoom=" + i + "/b", "x"));
      log.append(line("10.0.0.1", i, "GET /logo.png;jsessionid=" + id, "x"));
      log.append(line("10.0.0.1", i, i == 0 ? "GET /help" : "GET /help;sid=" + id, "x"));
    }

    assertThat(imported(file("a", log.toString()).toString())).isZero();

    assertThat(all("ImportedTest.java"))
        .doesNotContain("0123456789ABCDEF")
        .doesNotContain("example.com")
        .contains("http(\"GET /shop/cart\")")
        .contains("http(\"GET /items/{itemId}/a\").get(\"/items/#{itemId};jsessionid=TODO/a\")")
        .contains("http(\"GET /map/b\").get(\"/map;#{value};zoom=#{zoom}/b\")")
        .contains("http(\"GET /help\").get(\"/help#{parameters}\")");
    assertThat(told())
        .contains("Left out: " + times + " requests for images")
        .contains("  the values of jsessionid of /items/{itemId}\n");
    compiles("ImportedTest.java");
  }

  @Test
  void what_has_no_name_has_not_that_of_a_secret() throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      log.append(line("10.0.0.1", i, "GET /shop/cart;fast?full&" + i + "&path=planted", "x"));
    }

    assertThat(
            imported(
                file("a", log.toString()).toString(), "--secret", "path", "--secret", "parameter"))
        .isZero();

    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")))
        .contains(".get(\"/shop/cart;fast?full&#{value}&path=TODO\")");
    assertThat(told())
        .contains("Removed and replaced by TODO:\n  the values of path of /shop/cart\n");
  }

  @Test
  void secrets_within_values_of_a_query_are_taken_out() throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      log.append(line("10.0.0.1", i, "GET /a?next=/reset?token=planted" + i, "x"));
      log.append(line("10.0.0.1", i, "GET /b?next=%2Freset%3Ftoken%3Dplanted", "x"));
      log.append(line("10.0.0.1", i, "GET /c?to=planted%40x.org,b@y.org&n=" + i, "x"));
    }

    assertThat(imported(file("a", log.toString()).toString())).isZero();

    assertThat(all("ImportedTest.java")).doesNotContain("planted");
    assertThat(told())
        .contains(
            """
            Removed and replaced by TODO:
              mail addresses and long random values in to of /c
              secrets within next of /b
              secrets within next of GET /a
            """);
  }

  @Test
  void secrets_and_mail_addresses_in_the_place_of_names_are_taken_out() throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      log.append(
          line(
              "10.0.0.1",
              i,
              "GET /unsubscribe?dXNlcjo3N2E4MWY0MmI5ZTFjMGQyNT%02dOA==".formatted(i),
              "x"));
      log.append(line("10.0.0.1", i, "GET /a?jo" + i + "@example.com=1&b=2", "x"));
      log.append(line("10.0.0.1", i, "GET /b?jo%40example.com=" + i, "x"));
      log.append(line("10.0.0.1", i, i == 0 ? "GET /c" : "GET /c;jo@example.com=1", "x"));
      log.append(line("10.0.0.1", i, "GET /reset/sid=planted/" + i, "x"));
    }

    assertThat(imported(file("a", log.toString()).toString())).isZero();

    assertThat(all("ImportedTest.java"))
        .doesNotContain("dXNlcjo", "planted")
        .doesNotContainIgnoringCase("example")
        .contains(".get(\"/unsubscribe?#{value}\")", ".get(\"/a?TODO=1&b=2\")")
        .contains(".get(\"/b?TODO=#{todo}\")", ".get(\"/reset/TODO/#{todoId}\")");
    assertThat(told())
        .contains(
            """
            Removed and replaced by TODO:
              mail addresses and long random values in a parameter of GET /unsubscribe
              mail addresses and secrets in names of /a
              mail addresses and secrets in names of /b
              mail addresses and secrets in names of /c
              secrets within the path of /reset/
            """);
    compiles("ImportedTest.java");
  }

  @Test
  void a_backslash_of_a_json_log_is_sent() throws IOException {
    String line =
        "{\"time\":1772438400,\"status\":200,\"method\":\"GET\",\"path\":\"/a\\\\x41?re=a\\\\d+\"}\n";

    assertThat(imported(file("a", line).toString())).isZero();

    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")))
        .contains(".get(\"/a%5Cx41?re=a%5Cd+\")");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "next=https%%3A%%2F%%2Fapp.example%%2Freset%%2F%s",
        "next=https://app.example/reset/%s",
        "c=s%%3A%s",
        "h=Bearer%%20%s",
        "h=Bearer%%20a%%2Fb%%2B%s%%3D%%3D",
        "h=Bearer%%20%%2Fx7Kp2qRt9LmN4vBw8%%2FZsDy6Jq3rSu0MnO%%3D%%3D", // base 64, not an address
        "next=%%2Freset%%2F%s%%3Ftab%%3Ditems",
        "a=1,%s|2"
      })
  void a_secret_beside_other_text_is_taken_out(String parameter) throws IOException {
    String token = "x7Kp2qRt9LmN4vBw8ZsDy6Jq3rSu0MnO";
    String target = String.format(parameter, token);

    assertThat(imported(file("a", line("10.0.0.1", 0, "GET /a?" + target, "x")).toString()))
        .isZero();

    assertThat(all("ImportedTest.java"))
        .doesNotContain(token)
        .contains("Removed and replaced by TODO:\n  mail addresses and long random values in");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "next=https%3A%2F%2Fshop.example%2Farchive%2F2026%2F03%2F02%2Findex.html",
        "next=https://shop.example/orders?id=123e4567-e89b-12d3-a456-426614174000&page=2",
        "next=https://shop.example:8443/orders/123e4567-e89b-12d3-a456-426614174000",
        "next=%2Forders%2F123e4567-e89b-12d3-a456-426614174000%3Ftab%3Ditems",
        "next=/customers/42/orders/2024-11-03/items?page=2",
        "a=urn:uuid:123e4567-e89b-12d3-a456-426614174000",
        "a=git%3A0123456789abcdef0123456789abcdef01234567"
      })
  void an_id_or_a_date_beside_other_text_is_no_secret(String parameter) throws IOException {
    assertThat(imported(file("a", line("10.0.0.1", 0, "GET /a?" + parameter, "x")).toString()))
        .isZero();

    assertThat(all("ImportedTest.java")).contains(parameter).doesNotContain("TODO");
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
  void encoded_words_are_no_secrets_and_the_names_of_long_ones_are_cut() throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      String page = "%D0%BE%D0%B1%D1%83%D0%B2%D1%8C-".repeat(12) + "abc".charAt(i % 3);
      log.append(
          line(
              "10.0.0." + i % 20,
              i,
              "GET /" + page + "?q=red%20running%20shoes%20for%20men%20" + i,
              "x"));
    }

    assertThat(imported(file("a", log.toString()).toString())).isZero();

    assertThat(all("ImportedTest.java"))
        .contains("red%20running%20shoes%20for%20men%2011")
        .contains("Nothing that looks like a secret was found")
        .containsPattern("userClass\\(\\s*\"[^\"]{1,500}\"")
        .doesNotContain("TODO");
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

  /** Returns a JSON line of nginx, with a time in milliseconds after 08:00. */
  private static String json(double second, String client, String path, int status, double took) {
    return String.format(
        Locale.ROOT,
        "{\"msec\":\"%.3f\",\"remote_addr\":\"%s\",\"request\":\"GET %s HTTP/1.1\",\"status\":%d,"
            + "\"request_time\":\"%.3f\"}\n",
        1_772_438_400 + second,
        client,
        path,
        status,
        took);
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
