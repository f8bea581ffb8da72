package dev.onrush.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets and personal data of a log are nowhere in what the command import writes. */
class ImportedSecretsTest extends ImportFixture {

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
}
