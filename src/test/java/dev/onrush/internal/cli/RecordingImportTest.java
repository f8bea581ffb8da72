package dev.onrush.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onrush.Golden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordingImportTest extends RecordingFixture {

  @Test
  void a_recording_is_as_it_was_looked_at_and_compiles() throws IOException {
    assertThat(imported(SHOP.toString(), "--name", "Shop")).isZero();

    assertThat(complained()).isEmpty();
    Golden.matches("/dev/onrush/internal/importing/shop.har.golden", all("ShopTest.java"));
    compiles("ShopTest.java");
  }

  /** A visit to a small shop, recorded by Chromium, which was driven by Playwright 1.65. */
  @Test
  void what_a_browser_recorded_is_a_journey_with_its_token_and_its_ids() throws IOException {
    assertThat(imported(INPUTS.resolve("chromium.har").toString(), "--name", "Shop")).isZero();

    assertThat(all("ShopTest.java")).doesNotContain("opensesame");
    Golden.matches("/dev/onrush/internal/importing/chromium.har.golden", all("ShopTest.java"));
    compiles("ShopTest.java");
  }

  @Test
  void a_packed_recording_in_one_line_is_read() throws IOException {
    Path packed = folder.resolve("visit.har.gz");
    String har = har(entry(0, "GET", "http://a/x", ""), entry(5, "GET", "http://a/y", ""));
    try (GZIPOutputStream gzip = new GZIPOutputStream(Files.newOutputStream(packed))) {
      gzip.write(har.replace("\n", "").getBytes(StandardCharsets.UTF_8));
    }

    assertThat(imported(packed.toString())).isZero();

    assertThat(told())
        .startsWith(
            """
            2 requests, of which 2 are kept, to a, from 2026-03-02T08:00:00Z.
            Visit: a journey of 2 requests in 00:05, with its pauses.
            Nothing that looks like a secret was found in addresses and bodies.
            """);
    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")))
        .contains(".task(\"Journey\", getX(), pause(ofSeconds(5)), getY());");
    compiles("ImportedTest.java");
  }

  @Test
  void several_recordings_are_several_user_classes() throws IOException {
    Path browse = file("browse.har", har(entry(0, "GET", "http://a/x", "")));
    Path feed = file("feed.har", har(entry(0, "GET", "http://a/x", "")));

    assertThat(imported(browse.toString(), feed.toString())).isZero();

    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")))
        .contains(".users(browse(), feed2())")
        .containsOnlyOnce("ChainBuilder getX()");
    compiles("ImportedTest.java");
  }

  @Test
  void user_classes_do_not_hide_methods_that_a_simulation_inherits() throws IOException {
    List<String> files = new ArrayList<>();
    for (String name :
        List.of("settings", "before", "after", "phases", "thresholds", "notify", "wait", "setUp")) {
      files.add(file(name + ".har", har(entry(0, "GET", "http://a/x", ""))).toString());
    }

    assertThat(imported(files.toArray(String[]::new))).isZero();

    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")))
        .contains(".users(", "settings2()", "wait2()");
    compiles("ImportedTest.java");
  }

  @Test
  void the_users_of_a_proxy_are_told_apart_by_what_the_user_names() throws IOException {
    String one = entry(0, "GET", "http://a/x?user=1", "");
    String two = entry(1, "GET", "http://a/x?user=2", "");

    assertThat(imported(file("p.har", har(one, two)).toString(), "--session-by", "query:user"))
        .isZero();

    assertThat(told())
        .contains(
            """
            P 1: a journey of 1 request in 00:00, with its pauses.
            P 2: a journey of 1 request in 00:00, with its pauses.
            """);
    compiles("ImportedTest.java");
  }

  @Test
  void the_users_of_each_recording_are_numbered_from_one() throws IOException {
    String one = entry(0, "GET", "http://a/x?user=1", "");
    String two = entry(1, "GET", "http://a/x?user=2", "");
    Path first = file("first.har", har(one, two));
    Path second = file("second.har", har(one, two));

    assertThat(imported(first.toString(), second.toString(), "--session-by", "query:user"))
        .isZero();

    assertThat(told())
        .contains("First 1: a", "First 2: a", "Second 1: a", "Second 2: a")
        .doesNotContain("Second 3", "Second 4");
  }

  @Test
  void the_hosts_of_several_recordings_are_told_in_their_order() throws IOException {
    List<String> files = new ArrayList<>();
    for (String host : List.of("h9", "h2", "h7", "h1", "h5")) {
      files.add(file(host + ".har", har(entry(0, "GET", "http://" + host + "/x", ""))).toString());
    }

    assertThat(imported(files.toArray(String[]::new))).isZero();

    assertThat(told()).contains(" are kept, to h9, h2, h7, h1, h5, from ");
  }

  @Test
  void a_size_that_is_no_number_leaves_the_reader_in_step() throws IOException {
    String odd =
        entry(0, "GET", "http://a/x", "")
            .replace("\"size\": 2", "\"size\": {\"of\": [1, {\"b\": 2}], \"c\": 3}");

    assertThat(imported(file("s.har", har(odd, entry(1, "GET", "http://a/y", ""))).toString()))
        .isZero();

    assertThat(told()).startsWith("2 requests, of which 2 are kept, to a, ");
  }

  @Test
  void hosts_and_static_files_are_kept_if_that_is_asked_for() throws IOException {
    String har =
        har(
            entry(0, "GET", "https://a/x", ""),
            entry(1, "GET", "https://cdn:8443/app.js", ""),
            entry(2, "GET", "https://me:secret@api/y", ""));

    assertThat(
            imported(
                file("h.har", har).toString(), "--host", "cdn:8443", "--host", "API", "--static"))
        .isZero();

    assertThat(told())
        .startsWith(
            """
            3 requests, of which 2 are kept, to cdn:8443, api, from 2026-03-02T08:00:01Z.
            Left out: 1 request to other hosts (--host NAME keeps them): a.
            """);
    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")))
        .contains("/app.js", "\"/y\"")
        .doesNotContain("me:secret");
  }

  @Test
  void a_long_body_is_a_file_beside_the_simulation() throws IOException {
    String body = "{\\\"text\\\": \\\"" + "long ".repeat(100) + "#{x}\\\"}";
    String post =
        ", \"postData\": {\"mimeType\": \"application/json\", \"text\": \"" + body + "\"}";

    assertThat(imported(file("l.har", har(entry(0, "POST", "http://a/x", post))).toString()))
        .isZero();

    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")))
        .contains(".body(ElFileBody(\"imported/postX.json\"))");
    assertThat(folder.resolve("to/imported/postX.json"))
        .hasContent("{\"text\": \"" + "long ".repeat(100) + "\\#{x}\"}");
    compiles("ImportedTest.java");
  }

  @Test
  void a_body_that_is_too_long_or_of_an_unknown_text_with_a_secret_is_a_todo() throws IOException {
    String tooLong =
        ", \"postData\": {\"mimeType\": \"text/plain\", \"text\": \"" + "x".repeat(70_000) + "\"}";
    String secret =
        ", \"postData\": {\"mimeType\": \"text/xml\", \"text\": \"<password>planted</password>\"}";

    assertThat(
            imported(
                file(
                        "t.har",
                        har(
                            entry(0, "POST", "http://a/x", tooLong),
                            entry(1, "POST", "http://a/y", secret),
                            entry(2, "POST", "http://a/z", "")))
                    .toString()))
        .isZero();

    assertThat(told())
        .contains(
            """
            Removed and replaced by TODO:
              the body of POST /y
            2 places have // TODO, because something is unknown or was removed:
              POST /x
              POST /y
            """);
    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")))
        .contains("// TODO body: it is too long, binary, or not in the recording\n")
        .contains("exec(http(\"POST /z\").post(\"/z\"))")
        .doesNotContain("planted");
    compiles("ImportedTest.java");
  }

  @Test
  void keys_and_values_of_json_of_which_a_part_was_taken_out_are_no_expressions()
      throws IOException {
    String har =
        har(
            posted(
                0,
                "/a",
                "application/json",
                "{\"password\": \"planted\", \"#{k}\": [\"#{v}\", \"a\\\\#{w}\", 7]}"));

    assertThat(imported(file("e.har", har).toString())).isZero();

    // Gatling reads \#{ as #{, and two backslashes before it as one.
    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")))
        .contains(
            "{\\\"password\\\":\\\"TODO\\\",\\\"\\\\#{k}\\\":[\\\"\\\\#{v}\\\",\\\"a"
                + "\\\\".repeat(5)
                + "#{w}\\\",7]}");
    compiles("ImportedTest.java");
  }

  @Test
  void names_of_a_recording_are_no_code() throws IOException {
    String body =
        ", \"postData\": {\"mimeType\": \"application/json\", \"text\":"
            + " \"{\\\"token \\\\\\\\u000a.x()\\\": \\\"planted\\\"}\"}";
    String posted = entry(0, "POST", "http://a/x?token\\\\u000a.y()=planted", body);
    String headed =
        entry(1, "GET", "http://a/y", "")
            .replace(
                "\"headers\": []},",
                "\"headers\": [{\"name\": \"X-Token\\\\u000a.z()\", \"value\": \"planted\"}]},");

    assertThat(imported(file("c.har", har(posted, headed)).toString())).isZero();

    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")))
        .contains("// TODO token\\\\u000a.y() was removed\n")
        .contains("// TODO body: token \\\\u000a.x() removed\n")
        .contains("// TODO header X-Token\\\\u000a.z() was removed\n")
        .doesNotContain("planted");
    compiles("ImportedTest.java");
  }

  @Test
  void a_recording_with_too_many_levels_is_refused() throws IOException {
    refused(
        file("deep.har", "{\"log\": {\"entries\": [\n" + "[".repeat(1_200) + "\n").toString(),
        "FOLDER/deep.har has a text that is too long, or too many nested levels; record it"
            + " again, and save it with \"Save all as HAR\" in the network view of the browser",
        "--format",
        "har");
  }

  @Test
  void a_status_that_is_none_is_no_response() throws IOException {
    String odd = entry(0, "GET", "http://a/x", "").replace("\"status\": 200", "\"status\": 999");

    assertThat(imported(file("o.har", har(odd, entry(1, "GET", "http://a/y", ""))).toString()))
        .isZero();

    assertThat(told()).contains("Left out: 1 request without a response.\n");
  }

  @Test
  void what_is_no_recording_is_refused_and_nothing_is_written() throws IOException {
    String again =
        "record it again, and save it with \"Save all as HAR\" in the network view of the browser";
    String whole = har(entry(0, "GET", "http://a/x", ""));
    String cut = whole.substring(0, whole.length() - 40);
    refused(
        file("cut.har", cut).toString(),
        "FOLDER/cut.har is cut off after line 3, column 64; " + again);
    refused(
        file("log.har", "{\"log\": {\"level\": \"info\"}}").toString(),
        "FOLDER/log.har is not a HAR: it has no log.entries; " + again,
        "--format",
        "har");
    refused(
        file("text.har", "GET /\n").toString(),
        "FOLDER/text.har is not valid JSON from line 1, column 1 on; " + again,
        "--format",
        "har");
    refused(
        file("empty.har", "").toString(),
        "FOLDER/empty.har is empty; write the name of an access log, traces, a HAR or an OpenAPI document");
    refused(
        file("none.har", har()).toString(),
        "FOLDER/none.har has no usable request (of 0 in all); record what users do, or name"
            + " the service's host with --host");
    refused(
        file("static.har", har(entry(0, "GET", "http://a/x.png", ""))).toString(),
        "FOLDER/static.har has no usable request (of 1 in all): 1 for images, scripts and"
            + " styles (--static keeps them); record what users do, or name the service's host with"
            + " --host");
  }

  @Test
  void a_pause_begins_with_the_last_that_was_before_it_whatever_still_goes_on() throws IOException {
    String har =
        har(
            entry(0, "GET", "http://a/page", "").replace("\"time\": 20", "\"time\": 200"),
            entry(0, "GET", "http://a/poll", "")
                .replace(":00.000+", ":00.300+")
                .replace("\"time\": 20", "\"time\": 24700"),
            entry(1, "GET", "http://a/events", "")
                .replace("\"time\": 20", "\"_resourceType\": \"eventsource\", \"time\": 90000"),
            entry(2, "GET", "http://a/more", "").replace("application/json", "text/event-stream"),
            entry(5, "GET", "http://a/click", ""),
            entry(8, "POST", "http://a/chat", "").replace("application/json", "text/event-stream"));

    assertThat(imported(file("p.har", har).toString())).isZero();

    assertThat(told())
        .startsWith("6 requests, of which 4 are kept,")
        .contains("Left out: 2 requests for server-sent events.\n");
    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")).replaceAll("\\s+", " "))
        .contains(
            "getPage(), pause(ofMillis(100)), getPoll(), pause(ofMillis(4_700)), getClick(),"
                + " pause(ofSeconds(3)), postChat()");
  }

  @Test
  void there_is_no_pause_between_requests_of_a_page_that_load_at_once() throws IOException {
    String har =
        har(
            entry(0, "GET", "http://a/page", "").replace("\"time\": 20", "\"time\": 400"),
            entry(1, "GET", "http://a/slow", "").replace("\"time\": 20", "\"time\": 4900"),
            entry(1, "GET", "http://a/next", "").replace(":01.000+", ":01.900+"),
            entry(7, "GET", "http://a/click", ""));

    assertThat(imported(file("p.har", har).toString())).isZero();

    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")).replaceAll("\\s+", " "))
        .contains(
            "getPage(), pause(ofMillis(600)), getSlow(), getNext(), pause(ofMillis(1_100)),"
                + " getClick()");
  }

  @Test
  void a_pause_beside_a_slow_request_is_no_part_of_a_page_that_loads() throws IOException {
    String har =
        har(
            entry(0, "GET", "http://a/page", ""),
            entry(1, "POST", "http://a/beacon", "").replace("\"time\": 20", "\"time\": 3900"),
            entry(4, "GET", "http://a/click", "").replace("\"time\": 20", "\"time\": 1000"),
            entry(4, "GET", "http://a/b", "")
                .replace(":04.000+", ":04.150+")
                .replace("\"time\": 20", "\"time\": 1000"),
            entry(4, "GET", "http://a/c", "")
                .replace(":04.000+", ":04.300+")
                .replace("\"time\": 20", "\"time\": 1000"));

    assertThat(imported(file("p.har", har).toString())).isZero();

    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")).replaceAll("\\s+", " "))
        .contains(
            "getPage(), pause(ofSeconds(1)), postBeacon(), pause(ofSeconds(3)), getClick(), getB(),"
                + " getC()");
  }

  @Test
  void a_cookie_is_found_at_the_begin_of_its_header_and_beside_others() throws IOException {
    String token = "x7Kp2qRt9LmN4vBw8ZsD";
    String answered =
        entry(0, "POST", "http://a/login", "")
            .replace(
                "\"status\": 200, \"headers\": []",
                "\"status\": 200, \"headers\": [{\"name\": \"Set-Cookie\", \"value\":"
                    + " \"refresh_token=y8Lq3rSu0MnO5wCx9AtE; Path=/\\ntoken=\\\""
                    + token
                    + "\\\"; Path=/\"}]");
    String har = har(answered, entry(1, "GET", "http://a/x?token=" + token, ""));

    assertThat(imported(file("s.har", har).toString())).isZero();

    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")))
        .contains(
            "headerRegex(\"Set-Cookie\", \"^\\\\s*token=\\\"?([^;\\\"]+)\").saveAs(\"token\")")
        .contains("/x?token=#{token}");
    compiles("ImportedTest.java");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1048576 | size, mimeType, text  | true",
        "1048576 | text, mimeType, size  | true",
        "1048576 | mimeType, text        | true",
        "1048577 | size, mimeType, text  | false",
        "1048577 | text, mimeType, size  | false",
        "1048577 | mimeType, text        | false"
      })
  void a_response_of_more_than_1_mib_is_not_looked_through_whatever_the_order_of_its_fields(
      int size, String fields, boolean isLookedThrough) throws IOException {
    String start = "{\\\"orderId\\\": \\\"a1f3a9c2b7d4e6f0\\\", \\\"more\\\": \\\"";
    int written = start.replace("\\", "").length() + 2;
    Map<String, String> values =
        Map.of(
            "size",
            "" + size,
            "mimeType",
            "\"application/json\"",
            "text",
            "\"" + start + "x".repeat(size - written) + "\\\"}\"");
    String content =
        Arrays.stream(fields.split(", "))
            .map(field -> "\"" + field + "\": " + values.get(field))
            .collect(Collectors.joining(", "));
    String answered =
        entry(0, "GET", "http://a/orders", "")
            .replace("\"size\": 2, \"mimeType\": \"application/json\"", content);
    String asks = entry(1, "GET", "http://a/orders/a1f3a9c2b7d4e6f0", "");

    assertThat(imported(file("o.har", har(answered, asks)).toString())).isZero();

    assertThat(
            Files.readString(folder.resolve("to/ImportedTest.java"))
                .contains("saveAs(\"orderId\")"))
        .isEqualTo(isLookedThrough);
  }

  @Test
  void user_classes_do_not_have_names_that_code_needs() throws IOException {
    List<String> files = new ArrayList<>();
    for (String name : List.of("yield", "perSecond", "ofPercent", "ofMillis", "StringBody")) {
      files.add(file(name + ".har", har(posted(0, "/x", "application/json", "{}"))).toString());
    }

    assertThat(imported(files.toArray(String[]::new))).isZero();

    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")))
        .contains("yield2()", "perSecond2()", "ofPercent2()", "ofMillis2()", "stringBody()");
    compiles("ImportedTest.java");
  }

  @Test
  void what_tells_users_apart_has_to_be_in_the_recording() throws IOException {
    String one = entry(0, "GET", "http://a/x", "");
    String two = entry(1, "GET", "http://a/x?user=2", "");

    refused(
        file("p.har", har(one, two)).toString(),
        "--session-by was header:X-User, which occurs in no request; name what tells users apart, or"
            + " leave --session-by out",
        "--session-by",
        "header:X-User");
  }

  private static String headed(String entry, String header, String value) throws IOException {
    return entry.replace(
        "\"headers\": []},",
        "\"headers\": ["
            + new ObjectMapper().writeValueAsString(Map.of("name", header, "value", value))
            + "]},");
  }

  @Test
  void a_body_that_is_no_text_is_a_todo() throws IOException {
    String har =
        har(
            posted(0, "/a", "application/x-protobuf", "\n\uFFFDcafe"),
            posted(1, "/b", "application/octet-stream", "a\u0000b"),
            posted(2, "/c", "application/json", "\u001F\u008B\b"),
            posted(3, "/d", "text/csv", "caf\u00e9,\t1\r\n"));

    assertThat(imported(file("b.har", har).toString())).isZero();

    assertThat(told())
        .contains("3 places have // TODO", "  POST /a\n  POST /b\n  POST /c\n")
        .doesNotContain("POST /d");
    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")))
        .contains("// TODO body: it is too long, binary, or not in the recording\n")
        .doesNotContain("cafe");
    compiles("ImportedTest.java");
  }

  @Test
  void a_request_that_a_service_worker_repeats_is_sent_once() throws IOException {
    String byWorker = "\"status\": 200, \"_fetchedViaServiceWorker\": true,";
    String har =
        har(
            entry(0, "GET", "http://a/x", "").replace("\"status\": 200,", byWorker),
            entry(0, "GET", "http://a/x", "").replace(":00.000+", ":00.005+"),
            entry(1, "GET", "http://a/x", "").replace("\"status\": 200,", byWorker),
            entry(2, "GET", "http://a/y", "").replace("\"status\": 200,", byWorker),
            entry(2, "GET", "http://a/y?b", "").replace(":02.000+", ":02.005+"),
            entry(3, "GET", "http://a/z", "")
                .replace(
                    "\"status\": 200,",
                    byWorker + "\"_serviceWorkerResponseSource\": \"cache-storage\","));

    assertThat(imported(file("w.har", har).toString())).isZero();

    assertThat(told())
        .startsWith("6 requests, of which 4 are kept, ")
        .contains(
            "Left out: 1 request answered by the browser's cache.\n",
            "Left out: 1 request answered by the page's service worker, whose own requests are"
                + " kept.\n");
    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")).replaceAll("\\s+", " "))
        .contains("getX(), pause(ofSeconds(1)), getX(), pause(ofSeconds(1)), getY(), getY2()")
        .doesNotContain("getZ()");
  }

  @Test
  void what_is_not_known_of_the_request_of_a_service_worker_is_that_of_the_page()
      throws IOException {
    String id = "81f3a9c2b7d4e6f0";
    String json = "application/json";
    String content = "\"size\": 9, \"text\": \"{\\\"orderId\\\": \\\"" + id + "\\\"}\",";
    String ofPage =
        posted(0, "/orders", json, "{\"item\": \"hat\"}")
            .replace("\"status\": 200,", "\"status\": 200, \"_fetchedViaServiceWorker\": true,")
            .replace("\"size\": 2,", content);
    String ofWorker =
        headed(entry(0, "POST", "http://a/orders", ""), "X-Worker", "7")
            .replace(":00.000+", ":00.005+")
            .replace(
                "\"status\": 200, \"headers\": []",
                "\"status\": 200, \"headers\": [{\"name\": \"ETag\", \"value\": \"7\"}]");
    String har = har(ofPage, ofWorker, posted(1, "/pay", json, "{\"orderId\": \"" + id + "\"}"));

    assertThat(imported(file("w.har", har).toString())).isZero();

    assertThat(told()).startsWith("3 requests, of which 2 are kept, ");
    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")).replaceAll("\n\\s+", ""))
        .contains(
            ".post(\"/orders\").header(\"X-Worker\", \"7\")"
                + ".body(StringBody(\"{\\\"item\\\": \\\"hat\\\"}\"))"
                + ".check(jsonPath(\"$.orderId\").saveAs(\"orderId\"))",
            "{\\\"orderId\\\":\\\"#{orderId}\\\"}")
        .doesNotContain("TODO");
    compiles("ImportedTest.java");
  }

  @Test
  void what_the_caches_of_safari_answered_is_left_out() throws IOException {
    List<String> types = List.of("Network Load", "Memory Cache", "Disk Cache", "Service Worker");
    List<String> safari = new ArrayList<>();
    for (String type : types) {
      safari.add(
          entry(safari.size(), "GET", "http://a/z" + safari.size(), "")
              .replace(
                  "{\"startedDateTime\"",
                  "{\"_fetchType\": \"" + type + "\", \"startedDateTime\""));
    }

    assertThat(imported(file("s.har", har(safari.toArray(String[]::new))).toString())).isZero();

    assertThat(told()).contains("4 requests, of which 2 are kept, ");
    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")))
        .contains(".task(\"Journey\", getZ0(), pause(ofSeconds(3)), getZ3());");
  }

  /** Firefox records its cached content if the service answered 304. */
  @Test
  void a_request_whose_response_did_not_change_is_kept() throws IOException {
    String cached = "{\"cache\": {\"afterRequest\": null}, \"startedDateTime\"";
    String unchanged =
        entry(1, "GET", "http://a/y", "")
            .replace("{\"startedDateTime\"", cached)
            .replace("\"status\": 200", "\"status\": 304");
    String har =
        har(entry(0, "GET", "http://a/x", ""), unchanged)
            .replace(
                "\"entries\"",
                "\"creator\": {\"name\": \"Firefox\", \"version\": \"128.0\"}, \"entries\"");

    assertThat(imported(file("f.har", har).toString())).isZero();

    assertThat(told()).contains("2 requests, of which 2 are kept, ");
  }

  @Test
  void the_version_of_a_thing_that_is_changed_is_that_of_the_response() throws IOException {
    String tag = "\"33a64df551425fcc55e4d42a148795d9\"";
    String put = entry(1, "PUT", "http://a/items/7", "");
    String har =
        har(
            answered(0, "http://a/items/7", "{}", "ETag", tag),
            headed(put, "If-Match", tag),
            headed(put.replace("items", "others"), "If-Match", "\"0\""),
            headed(put.replace("items", "any"), "If-Match", "*"),
            headed(put.replace("PUT", "GET"), "If-None-Match", tag));

    assertThat(imported(file("e.har", har).toString())).isZero();

    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")).replaceAll("\n\\s+", ""))
        .contains(
            ".check(header(\"ETag\").saveAs(\"etag\"))",
            ".put(\"/items/7\").header(\"If-Match\", \"#{etag}\")",
            ".put(\"/others/7\")// TODO header If-Match has the value of the recording"
                + ".header(\"If-Match\", \"\\\"0\\\"\")",
            ".put(\"/any/7\").header(\"If-Match\", \"*\")")
        .doesNotContain("If-None-Match");
    compiles("ImportedTest.java");
  }

  @Test
  void an_id_that_looks_like_a_word_is_known_by_its_name() throws IOException {
    String json =
        "{\"user\":{\"id\":\"usr_9fk2\",\"colourCode\":\"bright\",\"size\":\"large-12\"}}";
    String har =
        har(
            answered(0, "http://a/x", json, "X-A", "b"),
            entry(1, "GET", "http://a/users/usr_9fk2/orders?userId=usr_9fk2", ""),
            entry(2, "GET", "http://a/colours?colourCode=bright&size=large-12", ""),
            entry(3, "GET", "http://a/others/usr_9fk2", ""));

    assertThat(imported(file("p.har", har).toString())).isZero();

    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")).replaceAll("\n\\s+", ""))
        .contains(
            ".check(jsonPath(\"$.user.id\").saveAs(\"userId\"))",
            "http(\"GET /users/{userId}/orders\").get(\"/users/#{userId}/orders?userId=#{userId}\")",
            ".get(\"/colours?colourCode=bright&size=large-12\")",
            ".get(\"/others/usr_9fk2\")");
    compiles("ImportedTest.java");
  }

  @Test
  void a_graphql_request_has_the_name_of_its_operation() throws IOException {
    String json = "application/json";
    String har =
        har(
            posted(
                0, "/graphql", json, "{\"query\":\"query Cart {a}\",\"operationName\":\"Cart\"}"),
            posted(1, "/graphql", json, "{\"operationName\":\"Pay\",\"variables\":{}}"),
            posted(2, "/graphql", json, "{\"query\":\"{a}\",\"operationName\":null}"),
            posted(3, "/flights", json, "{\"operationName\":\"Board\"}"));

    assertThat(imported(file("p.har", har).toString())).isZero();

    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")))
        .contains(
            "postGraphqlCart()",
            "http(\"POST /graphql Cart\")",
            "http(\"POST /graphql Pay\")",
            "http(\"POST /graphql\")",
            "http(\"POST /flights\")");
    compiles("ImportedTest.java");
  }

  @Test
  void a_host_with_its_usual_port_is_the_same_host() throws IOException {
    String har =
        har(
            entry(0, "GET", "http://a.example/one", ""),
            entry(1, "GET", "http://a.example:80/two", ""),
            entry(2, "GET", "https://a.example:443/three", ""),
            entry(3, "GET", "http://a.example:8080/four", ""));

    assertThat(imported(file("p.har", har).toString())).isZero();
    assertThat(imported(file("p.har", har).toString(), "--force", "--host", "A.example:443"))
        .isZero();

    assertThat(told().split("4 requests, of which 3 are kept, to a.example, ", -1)).hasSize(3);
  }

  @Test
  void an_id_below_a_name_that_no_path_holds_is_a_todo() throws IOException {
    String one = "81f3a9c2b7d4e6f0";
    String two = "91f3a9c2b7d4e6f0";
    String three = "a1f3a9c2b7d4e6f0";
    String json =
        "{\"it's\":[{\"id\":\"%s\"}],\"#{x}\":{\"id\":\"%s\"},\"jo@x.org\":{\"id\":\"%s\"}}"
            .formatted(one, two, three);
    String har =
        har(
            answered(0, "http://a/x", json, "X-A", "b"),
            entry(1, "GET", "http://a/one/" + one, ""),
            entry(2, "GET", "http://a/two/" + two, ""),
            entry(3, "GET", "http://a/three/" + three, ""));

    assertThat(imported(file("p.har", har).toString())).isZero();

    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")).replaceAll("\n\\s+", ""))
        .contains(
            ".check(jsonPath(\"$['\\\\#{x}'].id\").saveAs(\"twoId\"))",
            "// TODO oneId is in the response of GET /x.get(\"/one/" + one + "\")",
            ".get(\"/two/#{twoId}\")",
            "// TODO threeId is in the response of GET /x.get(\"/three/" + three + "\")")
        .doesNotContain("it's", "jo@x.org");
    compiles("ImportedTest.java");
  }

  @Test
  void an_id_in_a_body_or_a_header_that_no_path_holds_is_a_todo() throws IOException {
    String id = "81f3a9c2b7d4e6f0";
    String carts = "{\"jo@x.org\":{\"cartId\":\"" + id + "\",\"itemId\":42,\"count\":3}}";
    String json = "application/json";
    String sent = "{\"cartId\": \"" + id + "\", \"itemId\": 42, \"count\": 3, \"password\": \"p\"}";
    String har =
        har(
            answered(0, "http://a/x", carts, "X-A", "b"),
            posted(1, "/c", json, "{\"cartId\": \"" + id + "\"}"),
            answered(2, "http://a/x", carts.replace(id, "91f3a9c2b7d4e6f0"), "X-A", "b"),
            posted(3, "/d", json, sent.replace(id, "91f3a9c2b7d4e6f0")),
            answered(4, "http://a/x", carts.replace(id, "a1f3a9c2b7d4e6f0"), "X-A", "b"),
            headed(entry(5, "GET", "http://a/e", ""), "X-Cart", "a1f3a9c2b7d4e6f0"),
            answered(6, "http://a/x", carts.replace(id, "b1f3a9c2b7d4e6f0"), "X-A", "b"),
            posted(7, "/f", "application/x-www-form-urlencoded", "c=b1f3a9c2b7d4e6f0"));

    assertThat(imported(file("b.har", har).toString())).isZero();

    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")).replaceAll("\n\\s+", ""))
        .contains(
            "// TODO body: cartId is in the response of GET /x"
                + ".body(StringBody(\"{\\\"cartId\\\": \\\""
                + id
                + "\\\"}\"))",
            "// TODO body: password removed, cartId is in the response of GET /x, itemId is in the"
                + " response of GET /x.body(",
            "// TODO header X-Cart is in the response of GET /x"
                + ".header(\"X-Cart\", \"a1f3a9c2b7d4e6f0\")",
            "// TODO body: c is in the response of GET /x.formParam(\"c\", \"b1f3a9c2b7d4e6f0\")");
    compiles("ImportedTest.java");
  }

  @Test
  void an_id_in_a_redirect_that_no_expression_finds_is_a_todo() throws IOException {
    String id = "81f3a9c2b7d4e6f0";
    String token = "x7Kp2qRt9LmN4vBw8ZsDy6Jq3rSu0MnO";
    String har =
        har(
            answered(0, "http://a/x", "{}", "Location", "/carts/jo@x.org/" + id + "?a.b=c" + id),
            answered(1, "http://a/y", "{}", "Location", "/z?" + token + "=d" + id),
            entry(2, "GET", "http://a/one/" + id + "?two=c" + id + "&three=d" + id, ""));

    assertThat(imported(file("l.har", har).toString())).isZero();

    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")).replaceAll("\n\\s+", ""))
        .contains(
            "// TODO oneId is in the response of GET /x, two is in the response of GET /x, three is"
                + " in the response of GET /y.get(\"/one/")
        .doesNotContain("jo@x.org", token);
    compiles("ImportedTest.java");
  }

  @Test
  void a_backslash_of_an_address_is_sent() throws IOException {
    String har = har(entry(0, "GET", "http://a/search?re=a\\\\d+&x=\\\\x41", ""));

    assertThat(imported(file("s.har", har).toString())).isZero();

    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")))
        .contains(".get(\"/search?re=a%5Cd+&x=%5Cx41\")");
  }
}
