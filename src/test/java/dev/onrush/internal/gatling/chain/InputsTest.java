package dev.onrush.internal.gatling.chain;

import static dev.onrush.dsl.OnrushDsl.userClass;
import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.sse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onrush.internal.gatling.app.GatlingDefaults;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.FeederBuilder;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests what is known of feeders, files and addresses before anything is sent. */
class InputsTest {

  @TempDir static Path folder;

  @BeforeAll
  static void words_need_a_configuration() {
    GatlingDefaults.loadUnlessLoaded();
  }

  private static ChainContents of(ChainBuilder chain) {
    return ChainContents.of(List.of(userClass("U").task("Task", chain)));
  }

  private static List<String> notes(HttpRequestActionBuilder request) {
    return of(exec(request)).checkInputs();
  }

  private static Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "empty.csv | '' | cannot be read: Feeder source is empty",
        "blank.csv | '\n\n' | cannot be read: CSV headers can't be empty",
        "header.csv | 'id,name\n' | has no records",
      })
  void a_file_of_separated_values_without_records_is_refused(String name, String text, String why)
      throws IOException {
    Path file = file(name, text);
    FeederBuilder<String> feeder = csv(file.toString()).circular();

    assertThatThrownBy(() -> of(exec(feed(feeder), feed(feeder))).checkInputs())
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .message()
        .matches(
            "feeder csv\\(\\Q"
                + name
                + "\\E\\) at .*InputsTest.java:\\d+\\) \\Q"
                + why
                + "\\E; the file needs a line with the names of its columns, and at least one more"
                + " line");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "object.json | {\"id\":1} | cannot be read: Root element of JSON feeder file isn't an array",
        "none.json | [] | has no records",
        "numbers.json | [1,2] | has no records",
        "nothing.json | '' | cannot be read: No content to map due to end-of-input",
      })
  void a_json_file_without_records_is_refused(String name, String text, String why)
      throws IOException {
    Path file = file(name, text);

    assertThatThrownBy(() -> of(exec(feed(jsonFile(file.toString())))).checkInputs())
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .message()
        .matches(
            "feeder json\\(\\Q"
                + name
                + "\\E\\) at .*InputsTest.java:\\d+\\) \\Q"
                + why
                + "\\E; the file needs an array of at least one object");
  }

  @Test
  void a_folder_in_place_of_a_file_is_refused() {
    assertThatThrownBy(() -> of(exec(feed(csv("dev/onrush")))).checkInputs())
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(" cannot be read: Is a directory; the file needs ");
  }

  @Test
  void a_record_that_lacks_a_column_gets_a_note() throws IOException {
    Path file = file("ragged.csv", "id,name\n1,a\n2\n3,c,d\n");
    Path whole = file("whole.csv", "id,name\n1,a\n2,\n");

    assertThat(of(exec(feed(csv(whole.toString())))).checkInputs()).isEmpty();
    assertThat(of(exec(feed(csv(file.toString())))).checkInputs())
        .singleElement()
        .asString()
        .startsWith("feeder csv(ragged.csv) at ")
        .endsWith(" has no \"name\" in record 2; a user keeps the value of the record before");
  }

  @Test
  void a_body_whose_file_does_not_exist_is_refused() {
    for (var body :
        List.of(RawFileBody("none.txt"), ElFileBody("none.txt"), PebbleFileBody("none.txt"))) {
      assertThatThrownBy(() -> notes(http("Pay").post("/pay").body(body)))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "request \"Pay\" has a body that cannot be created: Resource none.txt not found;"
                  + " correct the name, or add the file, for example to src/test/resources");
    }
  }

  @Test
  void a_body_whose_file_is_there_or_known_only_in_the_run_is_not_refused() throws IOException {
    Path file = file("body.txt", "#{id}");

    assertThat(notes(http("Pay").post("/pay").body(RawFileBody(file.toString())))).isEmpty();
    assertThat(notes(http("Pay").post("/pay").body(ElFileBody(file.toString())))).isEmpty();
    assertThat(notes(http("Pay").post("/pay").body(ElFileBody("#{name}.txt")))).isEmpty();
    assertThat(notes(http("Pay").post("/pay").body(StringBody(s -> "${id}")))).isEmpty();
  }

  @Test
  void an_address_with_an_expression_of_another_language_is_refused() {
    for (String path : List.of("/group/${id}", "/group/${id}/#{name}", "/#{name}?of=${id}")) {
      assertThatThrownBy(() -> notes(http("Show").get(path)))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "request \"Show\" has \"${id}\" in its address, which is sent as it is written; write"
                  + " \"#{id}\" for an attribute of the session");
    }
  }

  @Test
  void an_expression_of_another_language_elsewhere_gets_a_note() throws IOException {
    String end = " as it is written; an attribute of the session is written #{name}";
    Path file = file("template.json", "{\"id\":${id}}");

    assertThat(notes(http("A").get("/a").header("X-Id", "${id}")))
        .containsExactly("request \"A\" sends \"${id}\" in its headers" + end);
    assertThat(notes(http("A").get("/a").queryParam("id", "${__P(id)}")))
        .containsExactly("request \"A\" sends \"${__P(id)}\" in its query" + end);
    assertThat(notes(http("A").post("/a").formParam("id", "${id}")))
        .containsExactly("request \"A\" sends \"${id}\" in its body" + end);
    assertThat(notes(http("A").post("/a").body(ElFileBody(file.toString()))))
        .containsExactly("request \"A\" sends \"${id}\" in its body" + end);
    assertThat(notes(http("A").post("/a").header("X-Id", "${id}").body(StringBody("#{a}${id}"))))
        .containsExactly(
            "request \"A\" sends \"${id}\" in its headers as it is written (and 1 more); an"
                + " attribute of the session is written #{name}");
    assertThat(notes(http("A").get("/a").check(bodyString().not("${id}")))).isEmpty();
  }

  @Test
  void the_place_of_an_address_is_known_once_nothing_can_follow_it() {
    ChainBuilder chain =
        exec(http("Whole").get("http://one.example.org"))
            .exec(http("Path").get("https://two.example.org:81/#{path}"))
            .exec(http("Open").get("http://three.example#{rest}"))
            .exec(http("None").get("http://#{host}/path"))
            .exec(http("Relative").get("/path"))
            .exec(sse("Stream").get("http://four.example.org?a=b"));

    assertThat(AbsoluteAddresses.of(of(chain)))
        .extracting(AbsoluteAddresses.RequestAddress::place)
        .containsExactlyInAnyOrder(
            Optional.of("http://one.example.org"),
            Optional.of("https://two.example.org:81"),
            Optional.empty(),
            Optional.empty(),
            Optional.of("http://four.example.org"));
  }
}
