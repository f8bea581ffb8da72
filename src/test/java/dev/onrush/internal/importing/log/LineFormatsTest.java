package dev.onrush.internal.importing.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineFormatsTest {

  /** 10 October 2000, 20:55:36 UTC. */
  private static final long AT = 971_211_336_000_000L;

  private static LogEntry read(LineFormat format, String line) {
    List<LogEntry> entries = new ArrayList<>();
    assertThat(format.read(line, entries::add)).as(line).isTrue();
    assertThat(entries).hasSize(1);
    return entries.get(0);
  }

  private static String shown(LogEntry entry) {
    return entry.time().at()
        + " "
        + entry.time().took()
        + " "
        + entry.sender().client()
        + " <"
        + entry.sender().agent()
        + "> "
        + entry.method()
        + " "
        + entry.target()
        + " "
        + entry.status();
  }

  @Test
  void a_common_line_has_no_agent() {
    LogEntry entry =
        read(
            LineFormats.combined(),
            "127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] \"GET /a?b=c HTTP/1.0\" 200 2326");

    assertThat(shown(entry)).isEqualTo(AT + " -1 127.0.0.1 <> GET /a?b=c 200");
    assertThat(entry.sender().field("user")).contains("frank");
  }

  @Test
  void a_combined_line_may_have_ipv6_escaped_quotes_and_cookies() {
    LogEntry entry =
        read(
            LineFormats.combined(),
            "2001:db8::7 - - [10/Oct/2000:20:55:36 +0000] \"POST /a HTTP/2.0\" 201 0 \"https://x/\""
                + " \"Mozilla \\\"5\\\" \\\\\" \"id=7; SID=abc\"");

    assertThat(shown(entry)).isEqualTo(AT + " -1 2001:db8::7 <Mozilla \\\"5\\\" \\\\> POST /a 201");
    assertThat(SessionBy.parse("cookie:SID").key(entry)).isEqualTo("=abc");
    assertThat(SessionBy.parse("cookie:none").key(entry))
        .isEqualTo("2001:db8::7 Mozilla \\\"5\\\" \\\\");
    assertThat(SessionBy.parse("client").key(entry)).isEqualTo("2001:db8::7");
  }

  @Test
  void a_user_with_a_blank_in_the_name_does_not_move_the_fields() {
    LogEntry entry =
        read(
            LineFormats.combined(),
            "127.0.0.1 - Frank Jr [10/Oct/2000:13:55:36 -0700] \"GET http://shop:80/a HTTP/1.0\" 200 1");

    assertThat(entry.target()).isEqualTo("/a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"shop.example.com:443 10.0.0.1", "shop:80 10.0.0.1", "[2001:db8::1]:80 10.0.0.1"})
  void the_virtual_host_before_a_combined_line_is_not_the_client(String begin) {
    LogEntry entry =
        read(
            LineFormats.combined(),
            begin
                + " - Frank Jr [10/Oct/2000:13:55:36 -0700] \"GET /a HTTP/1.1\" 200 5 \"-\" \"x\"");

    assertThat(shown(entry)).isEqualTo(AT + " -1 10.0.0.1 <x> GET /a 200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-03-02T08:00:00.123456789Z stdout F 10.0.0.1",
        "shop-1  | 10.0.0.1",
        "web 10.0.0.1",
        "<190>Mar  2 08:00:00 web nginx[7]: 10.0.0.1"
      })
  void the_words_of_a_container_or_syslog_before_a_combined_line_are_not_the_client(String begin) {
    LogEntry entry =
        read(
            LineFormats.combined(),
            begin
                + " - 10.0.0.2 Jr [10/Oct/2000:13:55:36 -0700] \"GET /a HTTP/1.1\" 200 5 \"-\" \"x\"");

    assertThat(shown(entry)).isEqualTo(AT + " -1 10.0.0.1 <x> GET /a 200");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2001:db8::7 -", "10.0.0.1 -", "shop.example.com ident"})
  void the_client_of_a_combined_line_may_have_colons(String begin) {
    LogEntry entry =
        read(
            LineFormats.combined(),
            begin + " - [10/Oct/2000:13:55:36 -0700] \"GET /a HTTP/1.1\" 200 5 \"-\" \"x\"");

    assertThat(entry.sender().client()).isEqualTo(begin.substring(0, begin.indexOf(' ')));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"203.0.113.7\" | 203.0.113.7",
        "\"203.0.113.7, 10.0.0.2\" | 203.0.113.7",
        "\"2001:db8::7,10.0.0.2\" | 2001:db8::7",
        "\"::1\" | ::1",
        "\"203.0.113.7:51842\" | 203.0.113.7",
        "\"203.0.113.7:51842, 10.0.0.2:80\" | 203.0.113.7",
        "\"[2001:db8::7]:443\" | 2001:db8::7",
        "\"[2001:db8::7], 10.0.0.2\" | 2001:db8::7",
        "\"2001:db8:0:0:0:0:0:7\" | 2001:db8:0:0:0:0:0:7",
        "\"::ffff:203.0.113.7\" | ::ffff:203.0.113.7",
        "\"00:00:12\" | 10.0.0.1",
        "\"-\" | 10.0.0.1",
        "\"unknown, 203.0.113.7\" | 10.0.0.1",
        "\"SID=1\" | 10.0.0.1",
        "\"1.2.3.4, a=b\" | 10.0.0.1",
        "203.0.113.7 | 10.0.0.1"
      })
  void addresses_in_a_third_text_are_those_of_the_client_and_of_proxies(
      String added, String client) {
    LogEntry entry =
        read(
            LineFormats.combined(),
            "10.0.0.1 - - [10/Oct/2000:20:55:36 +0000] \"GET /a HTTP/1.1\" 200 5 \"-\" \"x\" "
                + added);

    assertThat(entry.sender().client()).isEqualTo(client);
    assertThat(entry.sender().cookies())
        .isEqualTo(client.equals("10.0.0.1") ? added.replace("\"", "") : "");
  }

  @Test
  void what_a_server_writes_after_a_backslash_is_as_it_was_sent() {
    LogEntry nginx =
        read(
            LineFormats.combined(),
            "10.0.0.1 - - [10/Oct/2000:20:55:36 +0000]"
                + " \"GET /caf\\xC3\\xa9?q=\\x22a\\\"\\\\d HTTP/1.1\" 200 5");
    LogEntry alb =
        read(
            LineFormats.alb(),
            "http 2018-07-02T22:23:00.186641Z app/x/5 10.0.0.1:2817 - -1 -1 -1 460 - 0 57"
                + " \"GET http://a:80/caf\\xc3\\xa9 HTTP/1.1\" \"-\" - - - \"-\" \"-\" \"-\" 1"
                + " 2018-07-02T22:22:48.364000Z \"forward\" \"-\" \"-\" \"-\" \"-\" \"-\" \"-\"");

    assertThat(nginx.target()).isEqualTo("/caf%C3%A9?q=%22a\"\\d");
    assertThat(alb.target()).isEqualTo("/caf%C3%A9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\u0000\u0001\u0002",
        "127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] \"-\" 400 0 \"-\" \"-\"",
        "127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] \"\\x16\\x03\\x01\" 400 0 \"-\" \"-\"",
        "127.0.0.1 - - [10/Xxx/2000:13:55:36 -0700] \"GET / HTTP/1.1\" 200 0",
        "127.0.0.1 - - [99/Oct/2000:13:55:36 -0700] \"GET / HTTP/1.1\" 200 0",
        "127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] \"GET / HTTP/1.1\" 2000 0",
        "127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] \"GET /",
        "127.0.0.1 - - [10/Oct/2000",
        "\"\"\"\"\"\"\"\"",
        "{\"time\":",
        "[]",
        "{}"
      })
  void a_broken_line_is_of_no_format(String line) {
    for (LineFormat format :
        List.of(
            LineFormats.combined(),
            LineFormats.alb(),
            LineFormats.jsonLines(Map.of()),
            LineFormats.otlp())) {
      assertThat(format.read(line, entry -> {})).as(format.text()).isFalse();
    }
  }

  @Test
  void a_line_of_a_load_balancer_begins_when_the_request_came_in() {
    // The example in the AWS manual.
    LogEntry entry =
        read(
            LineFormats.alb(),
            "https 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817"
                + " 10.0.0.1:80 0.086 0.048 0.037 200 200 0 57"
                + " \"GET https://www.example.com:443/a?b=c HTTP/1.1\" \"curl/7.46.0\""
                + " ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2"
                + " arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067"
                + " \"Root=1-58337281-1d84f3d73c47ec4e58577259\" \"www.example.com\""
                + " \"arn:aws:acm:us-east-2:123456789012:certificate/12345678-1234-1234-1234-123456789012\""
                + " 1 2018-07-02T22:22:48.364000Z \"authenticate,forward\" \"-\" \"-\" \"10.0.0.1:80\" \"200\""
                + " \"-\" \"-\"");

    assertThat(shown(entry))
        .isEqualTo("1530570168364000 171000 192.168.131.39 <curl/7.46.0> GET /a?b=c 200");
  }

  @Test
  void a_load_balancer_writes_ipv6_with_brackets_and_minus_one_for_what_was_not_sent_on() {
    LogEntry entry =
        read(
            LineFormats.alb(),
            "http 2018-07-02T22:23:00.186641Z app/x/5 [2001:db8::1]:2817 - -1 -1 -1 460 - 0 57"
                + " \"GET http://www.example.com:80/ HTTP/1.1\" \"-\" - - - \"-\" \"-\" \"-\" 1"
                + " 2018-07-02T22:22:48.364000Z \"forward\" \"-\" \"-\" \"-\" \"-\" \"-\" \"-\"");

    assertThat(shown(entry)).isEqualTo("1530570168364000 -1 [2001:db8::1] <-> GET / 460");
  }

  @Test
  void json_lines_of_nginx_caddy_and_traefik_are_known() {
    LineFormat json = LineFormats.jsonLines(Map.of());

    assertThat(
            shown(
                read(
                    json,
                    "{\"time_iso8601\":\"2000-10-10T13:55:36-07:00\",\"remote_addr\":\"10.0.0.1\","
                        + "\"request\":\"GET /a HTTP/1.1\",\"status\":\"200\",\"request_time\":\"0.250\","
                        + "\"http_user_agent\":\"x\"}")))
        .isEqualTo(AT + " 250000 10.0.0.1 <x> GET /a 200");
    assertThat(
            shown(
                read(
                    json,
                    "{\"level\":\"info\",\"ts\":971211336.5,\"request\":{\"remote_ip\":\"10.0.0.2\","
                        + "\"method\":\"GET\",\"uri\":\"/b?c=d\",\"headers\":{\"User-Agent\":[\"curl\"]}},"
                        + "\"duration\":0.5,\"status\":404}")))
        .isEqualTo(AT + " 500000 10.0.0.2 <curl> GET /b?c=d 404");
    assertThat(
            shown(
                read(
                    json,
                    "{\"ClientHost\":\"10.0.0.3\",\"DownstreamStatus\":200,\"Duration\":1500000,"
                        + "\"RequestMethod\":\"PUT\",\"RequestPath\":\"/c\",\"request_User-Agent\":\"y\","
                        + "\"StartUTC\":\"2000-10-10T20:55:36Z\",\"time\":\"2000-10-10T20:55:37Z\"}")))
        .isEqualTo(AT + " 1500 10.0.0.3 <y> PUT /c 200");
  }

  @Test
  void fields_of_json_lines_may_have_names_of_their_own() {
    LineFormat json =
        LineFormats.jsonLines(
            Map.of("time", "when", "path", "http.target", "duration", "elapsed_ms"));
    LogEntry entry =
        read(
            json,
            "{\"when\":971211336000,\"http\":{\"target\":\"/a\"},\"method\":\"get\",\"status\":200,"
                + "\"elapsed_ms\":20,\"session\":\"s-7\"}");

    assertThat(shown(entry)).isEqualTo(AT + " 20000  <> GET /a 200");
    assertThat(SessionBy.parse("field:session").key(entry)).isEqualTo("=s-7");
  }

  @Test
  void a_field_that_the_user_names_replaces_the_usual_ones() {
    LineFormat json = LineFormats.jsonLines(Map.of("path", "to"));
    List<LogEntry> read = new ArrayList<>();

    boolean isRead =
        json.read(
            "{\"time\":971211336,\"method\":\"GET\",\"path\":\"/a\",\"status\":200}", read::add);

    assertThat(isRead).isFalse();
    assertThat(read).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'request':'GET /a%20b?c=d HTTP/1.1','uri':'/a b','args':'c=d' | /a%20b?c=d",
        "'request':'checkout','method':'GET','path':'/a' | /a",
        "'request':'GET /a HTTP/1.1','path':'/a?c=d' | /a?c=d",
        "'request':'GET /a HTTP/1.1','uri':'/a','args':'c=d' | /a?c=d",
        "'request':'GET /a HTTP/1.1','uri':'/index.php','args':'q=/a' | /a",
        "'request':'GET /a HTTP/1.1','args':'q=/a' | /a",
        "'method':'GET','uri':'/a','args':'c=d' | /a?c=d",
        "'method':'GET','path':'/a','query_string':'?c=d' | /a?c=d",
        "'method':'GET','url':{'path':'/a','query':'c=d'} | /a?c=d",
        "'method':'GET','path':'/a?c=d','query_string':'e=f' | /a?c=d",
        "'method':'GET','path':'/a','args':'-' | /a",
        "'method':'GET','path':'/a','args':'' | /a",
        "'method':'GET','path':'/a','args':['10.0.0.5:5123','GET','/a'] | /a",
        "'method':'GET','url':{'path':'/a','query':'c=d'},'args':['10.0.0.5:5123'] | /a?c=d"
      },
      quoteCharacter = '"')
  void a_json_line_has_the_request_as_it_was_sent(String fields, String target) {
    assertThat(target(LineFormats.jsonLines(Map.of()), fields)).isEqualTo(target);
  }

  private static String target(LineFormat json, String fields) {
    String line = "{'time':971211336,'status':200,%s}".formatted(fields).replace('\'', '"');
    return read(json, line).target();
  }

  @Test
  void a_path_that_the_user_names_counts_before_the_request_line() {
    String fields =
        "'request':'GET /proxy HTTP/1.1','line':'GET /line HTTP/1.1','method':'GET','to':'/a','q':'b'";

    assertThat(target(LineFormats.jsonLines(Map.of("path", "to", "query", "q")), fields))
        .isEqualTo("/a?b");
    assertThat(target(LineFormats.jsonLines(Map.of("path", "to", "request", "line")), fields))
        .isEqualTo("/line");
  }

  @Test
  void a_query_that_the_user_names_is_added_to_a_request_line_without_one() {
    LineFormat json = LineFormats.jsonLines(Map.of("query", "q"));

    assertThat(target(json, "'request':'GET /a HTTP/1.1','q':'c=d'")).isEqualTo("/a?c=d");
    assertThat(target(json, "'request':'GET /a?b HTTP/1.1','q':'c=d'")).isEqualTo("/a?b");
    assertThat(target(json, "'request':'GET /a HTTP/1.1','uri':'/b','q':'c=d'"))
        .isEqualTo("/a?c=d");
    assertThat(target(json, "'request':'GET /a HTTP/1.1','q':['c=d']")).isEqualTo("/a?c=d");
    assertThat(target(json, "'request':'GET /a HTTP/1.1','q':'-'")).isEqualTo("/a");
  }

  @ParameterizedTest
  @CsvSource({
    "duration, 12, 12000000",
    "duration, 0.25, 250000",
    "duration, 1.929675E-4, 193",
    "duration, 12ms, 12000",
    "duration, 12 ms, 12000",
    "duration, 0.5s, 500000",
    "duration, 250us, 250",
    "duration, 250\u00b5s, 250",
    "duration, 3000ns, 3",
    "duration, 1m2.5s, 62500000",
    "duration_ms, 12, 12000",
    "duration_ms, 12s, 12000000",
    "Duration, 12000, 12",
    "duration, -1, -1",
    "duration, 12 apples, -1",
    "duration, '', -1",
    "duration, NaN, -1"
  })
  void a_duration_of_a_json_line_has_the_unit_that_it_says(String name, String text, long micros) {
    assertThat(took(LineFormats.jsonLines(Map.of()), name, text)).isEqualTo(micros);
  }

  private static long took(LineFormat json, String name, String text) {
    String line =
        "{\"time\":971211336,\"path\":\"/a\",\"method\":\"GET\",\"status\":200,\"%s\":\"%s\"}";
    return read(json, line.formatted(name, text)).time().took();
  }

  @ParameterizedTest
  @CsvSource({
    "request_time, 2000000",
    "items, 2000000",
    "terms, 2000000",
    "columns, 2000000",
    "bonus, 2000000",
    "duration_s, 2000000",
    "elapsed_sec, 2000000",
    "durationSeconds, 2000000",
    "duration_ms, 2000",
    "durationms, 2000",
    "elapsedms, 2000",
    "requesttimems, 2000",
    "request_time_msec, 2000",
    "duration_milliseconds, 2000",
    "took.millis, 2000",
    "requestTimeMs, 2000",
    "requestTimeMS, 2000",
    "tookMSec, 2000",
    "latencyInMillis, 2000",
    "latency_usec, 2",
    "latency_\u00b5s, 2",
    "took_microseconds, 2",
    "tookMicros, 2",
    "timeUs, 2",
    "duration_mins, 120000000",
    "duration_minutes, 120000000",
    "duration_hours, 7200000000"
  })
  void a_duration_without_a_unit_has_the_one_of_its_name(String name, long micros) {
    LineFormat format = LineFormats.jsonLines(Map.of("duration", name));

    assertThat(took(format, name, "2")).isEqualTo(micros);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "duration_ns",
        "duration_nanos",
        "durationNanoseconds",
        "tookNs",
        "event.duration"
      })
  void nanoseconds_are_known_by_the_name(String name) {
    LineFormat format = LineFormats.jsonLines(Map.of("duration", name));

    assertThat(took(format, name, "2000")).isEqualTo(2);
  }

  @Test
  void the_unit_that_is_assumed_is_told() {
    LineFormat usual = LineFormats.jsonLines(Map.of());
    LineFormat named = LineFormats.jsonLines(Map.of("duration", "took:ms"));

    took(usual, "duration", "12ms");
    took(named, "took", "12");

    assertThat(usual.notes()).isEmpty();
    assertThat(named.notes()).isEmpty();

    took(usual, "duration", "12");
    took(usual, "duration", "13");
    took(usual, "duration_ms", "12");

    assertThat(usual.notes())
        .containsExactly(
            "The durations in the field duration are read as seconds, because its name has no unit;"
                + " --field duration=duration:ms sets another unit.",
            "The durations in the field duration_ms are read as milliseconds, by its name; --field"
                + " duration=duration_ms:s sets another unit.");
  }

  @Test
  void the_unit_of_a_duration_may_be_named() {
    LineFormat millis = LineFormats.jsonLines(Map.of("duration", "took:ms"));

    assertThat(took(millis, "took", "12")).isEqualTo(12_000);
    assertThat(took(millis, "took", "12s")).isEqualTo(12_000_000);
    assertThatThrownBy(() -> LineFormats.jsonLines(Map.of("duration", "took:min")))
        .hasMessage(
            "--field was duration=took:min; write the unit as s, ms, us or ns: duration=took:ms");
    assertThatThrownBy(() -> LineFormats.jsonLines(Map.of("duration", ":ms")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void server_spans_of_traces_are_requests() {
    List<LogEntry> entries = new ArrayList<>();

    boolean read =
        LineFormats.otlp()
            .read(
                "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":["
                    + span(2, "http.request.method", "url.path")
                    + ","
                    + span(3, "http.request.method", "url.path")
                    + ","
                    + span(2, "http.method", "http.target")
                    + "]}]}]}",
                entries::add);

    assertThat(read).isTrue();
    assertThat(entries.stream().map(LineFormatsTest::shown))
        .containsExactly(AT + " 250000 10.0.0.1 <> GET /a 0", AT + " 250000 10.0.0.1 <> GET /a 0");
  }

  private static String span(int kind, String method, String path) {
    return "{\"kind\":"
        + kind
        + ",\"startTimeUnixNano\":\"971211336000000000\",\"endTimeUnixNano\":\"971211336250000000\","
        + "\"attributes\":[{\"key\":\""
        + method
        + "\",\"value\":{\"stringValue\":\"GET\"}},{\"key\":\""
        + path
        + "\",\"value\":{\"stringValue\":\"/a\"}},{\"key\":\"client.address\",\"value\":{\"stringValue\":"
        + "\"10.0.0.1\"}}]}";
  }
}
