package dev.onrush.reference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onrush.reference.Client.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests each endpoint over HTTP. */
@Tag("long")
class ReferenceServiceTest {
  private static final String GROUPS = "/api/v1/groups";
  private static final String LOGIN = "/api/v1/login";
  private static final String USERS = "/api/v1/users";

  @TempDir static Path folder;

  private static ReferenceProcess service;
  private static Client client;

  @BeforeAll
  static void start() throws IOException {
    service =
        ReferenceProcess.start(
            folder.resolve("service.log"),
            Map.of("seed.users", "3", "seed.groups", "7", "passwords.iterations", "100"));
    client = Client.of(service);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void health_is_up() throws Exception {
    Answer answer = client.get("/health");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).hasToString("{\"status\":\"up\"}");
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
  }

  @Test
  void ready_once_the_database_answers() throws Exception {
    Answer answer = client.get("/ready");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).hasToString("{\"status\":\"ready\"}");
  }

  @Test
  void a_registered_user_can_log_in() throws Exception {
    Answer registered =
        client.post(USERS, "{\"username\": \"alice\", \"password\": \"wonderland\"}");
    Answer loggedIn = client.post(LOGIN, "{\"username\": \"alice\", \"password\": \"wonderland\"}");

    assertThat(registered.status()).isEqualTo(201);
    assertThat(registered.body().path("username").textValue()).isEqualTo("alice");
    assertThat(registered.body().path("id").longValue()).isGreaterThan(3);
    assertThat(loggedIn.status()).isEqualTo(200);
    assertThat(loggedIn.body().path("token").textValue()).isNotBlank();
    assertThat(loggedIn.body().path("expiresIn").intValue()).isEqualTo(3600);
  }

  @Test
  void a_username_is_given_once() throws Exception {
    client.post(USERS, "{\"username\": \"bobby\", \"password\": \"tables;--\"}");
    Answer second =
        client.post(USERS, "{\"username\": \"bobby\", \"password\": \"something else\"}");

    assertThat(second.status()).isEqualTo(409);
    assertThat(second.error()).isEqualTo("username \"bobby\" is taken; choose another");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"password": "12345678"}                        | username was missing or not a string; send 3 to 64 characters
          {"username": 12345, "password": "12345678"}     | username was missing or not a string; send 3 to 64 characters
          {"username": "a\\u0000b", "password": "12345678"} | username was missing or not a string; send 3 to 64 characters
          {"username": "al", "password": "12345678"}      | username had 2 characters; send 3 to 64
          {"username": "alice"}                           | password was missing or not a string; send 8 to 128 characters
          {"username": "alice", "password": "1234567"}    | password had 7 characters; send 8 to 128
          """)
  void incomplete_accounts_are_refused(String body, String error) throws Exception {
    for (String path : List.of(USERS, LOGIN)) {
      Answer answer = client.post(path, body);

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.error()).isEqualTo(error);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[]", "null", "garbage", "{\"username\": }", "\u0000\u0001", "\"text\""})
  void garbage_is_refused(String body) throws Exception {
    for (String path : List.of(USERS, LOGIN)) {
      Answer answer = client.post(path, body);

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.error())
          .isEqualTo("body was not a JSON object; send an object like {\"name\": \"value\"}");
    }
  }

  @Test
  void a_body_of_64_KB_is_read_and_a_larger_one_refused() throws Exception {
    byte[] largest = " ".repeat(64 * 1024).getBytes(UTF_8);
    byte[] larger = " ".repeat(64 * 1024 + 1).getBytes(UTF_8);

    Answer read = client.post(USERS, BodyPublishers.ofByteArray(largest));
    Answer announced = client.post(USERS, BodyPublishers.ofByteArray(larger));
    Answer chunked =
        client.post(USERS, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(larger)));

    assertThat(read.status()).isEqualTo(400);
    assertThat(List.of(announced, chunked))
        .allSatisfy(
            refused -> {
              assertThat(refused.status()).isEqualTo(413);
              assertThat(refused.error())
                  .isEqualTo("body was larger than 65536 bytes; send a smaller one");
            });
  }

  @ParameterizedTest
  @CsvSource({"seed-1, wrong password", "seed-999, correct horse battery staple"})
  void a_wrong_password_and_an_unknown_user_are_told_alike(String username, String password)
      throws Exception {
    Answer answer =
        client.post(
            LOGIN, "{\"username\": \"%s\", \"password\": \"%s\"}".formatted(username, password));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.error()).isEqualTo("username or password is wrong");
  }

  @Test
  void groups_are_listed_newest_first_with_the_count_of_their_members() throws Exception {
    client.post(GROUPS, "{\"name\": \"Newest\"}", bearer());
    JsonNode all = client.get(GROUPS + "?size=100").body().path("groups");

    assertThat(all.get(0).path("name").textValue()).isEqualTo("Newest");
    assertThat(all.get(0).path("members").intValue()).isEqualTo(1);
    assertThat(all.findValuesAsText("createdAt").stream().map(Instant::parse))
        .isSortedAccordingTo((a, b) -> b.compareTo(a));
    // Group n has members 1 + (n + 0..n%5) % 3: the last, group 7, has three of three.
    JsonNode seeded = client.get(GROUPS + "/7").body();
    assertThat(seeded.path("name").textValue()).isEqualTo("Seed group 7");
    assertThat(seeded.path("members").intValue()).isEqualTo(3);
  }

  @Test
  void a_page_holds_as_many_groups_as_asked_for() throws Exception {
    JsonNode all = client.get(GROUPS + "?size=100").body();
    JsonNode first = client.get(GROUPS + "?size=3").body();
    JsonNode second = client.get(GROUPS + "?page=2&size=3").body();
    JsonNode beyond = client.get(GROUPS + "?page=100000&size=100").body();

    List<String> ids = all.path("groups").findValuesAsText("id");
    assertThat(all.path("more").booleanValue()).isFalse();
    assertThat(first.path("groups").findValuesAsText("id")).isEqualTo(ids.subList(0, 3));
    assertThat(first.path("more").booleanValue()).isTrue();
    assertThat(second.path("groups").findValuesAsText("id")).isEqualTo(ids.subList(3, 6));
    assertThat(second.path("page").intValue()).isEqualTo(2);
    assertThat(second.path("size").intValue()).isEqualTo(3);
    assertThat(beyond.path("groups")).isEmpty();
    assertThat(beyond.path("more").booleanValue()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ?page=0    | page was "0"; it must be a whole number from 1 to 100000
          ?page=two  | page was "two"; it must be a whole number from 1 to 100000
          ?size=101  | size was "101"; it must be a whole number from 1 to 100
          ?size=     | size was ""; it must be a whole number from 1 to 100
          /0         | id was "0"; it must be a whole number from 1
          /seven     | id was "seven"; it must be a whole number from 1
          """)
  void wrong_numbers_are_refused(String path, String error) throws Exception {
    Answer answer = client.get(GROUPS + path);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo(error);
  }

  @Test
  void a_created_group_has_its_creator_as_member() throws Exception {
    Answer created = client.post(GROUPS, "{\"name\": \"Gärtner 🌱\"}", bearer());
    Answer shown = client.get(GROUPS + "/" + created.body().path("id").asText());

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.body().path("name").textValue()).isEqualTo("Gärtner 🌱");
    assertThat(created.body().path("members").intValue()).isEqualTo(1);
    assertThat(shown.status()).isEqualTo(200);
    assertThat(shown.body()).isEqualTo(created.body());
  }

  @Test
  void a_group_needs_a_name() throws Exception {
    Answer answer = client.post(GROUPS, "{\"name\": \"\"}", bearer());

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("name had 0 characters; send 1 to 100");
  }

  @Test
  void creating_a_group_without_a_token_is_refused() throws Exception {
    for (Answer answer :
        List.of(
            client.post(GROUPS, "{\"name\": \"x\"}"),
            client.post(GROUPS, "{\"name\": \"x\"}", "Basic eDp5"))) {
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
      assertThat(answer.error())
          .isEqualTo(
              "token was missing; send the header Authorization: Bearer TOKEN with a token from POST /api/v1/login");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "garbage", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0."})
  void a_bad_token_is_refused(String token) throws Exception {
    Answer answer = client.post(GROUPS, "{\"name\": \"x\"}", "Bearer " + token);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.error()).startsWith("token was ");
  }

  @Test
  void a_group_that_does_not_exist_is_not_found() throws Exception {
    Answer answer = client.get(GROUPS + "/999999");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.error()).isEqualTo("group 999999 does not exist");
  }

  @Test
  void an_unknown_path_is_not_found() throws Exception {
    Answer answer = client.get("/api/v2/groups");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.error()).isEqualTo("/api/v2/groups does not exist");
  }

  @Test
  void an_unknown_method_is_told_the_known_ones() throws Exception {
    Answer answer = client.send(client.request(GROUPS).DELETE());

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo("GET, POST");
    assertThat(answer.error()).isEqualTo("DELETE is not allowed at /api/v1/groups; use GET, POST");
  }

  private static String bearer() throws IOException, InterruptedException {
    Answer answer =
        client.post(
            LOGIN, "{\"username\": \"seed-1\", \"password\": \"correct horse battery staple\"}");
    return "Bearer " + answer.body().path("token").textValue();
  }
}
