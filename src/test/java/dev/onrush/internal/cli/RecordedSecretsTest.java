package dev.onrush.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Secrets and personal data of a recording are nowhere in what the command import writes. */
class RecordedSecretsTest extends RecordingFixture {

  @Test
  void secrets_and_personal_data_are_nowhere_in_what_is_written() throws IOException {
    assertThat(imported(SHOP.toString(), "--name", "Shop", "--secret", "grant")).isZero();

    assertThat(all("ShopTest.java"))
        .doesNotContain("planted")
        .doesNotContain("eyJ")
        .doesNotContain("jo@example.com")
        .doesNotContain("jo%40example.com")
        .contains("  grant in the body of POST /api/token\n");
  }

  @Test
  void secrets_and_mail_addresses_within_values_are_taken_out() throws IOException {
    String json = "application/json";
    String form = "application/x-www-form-urlencoded";
    String har =
        har(
            posted(0, "/a", json, "{\"payload\":\"{\\\"password\\\":\\\"planted\\\"}\"}"),
            posted(1, "/b", form, "message=%7B%22password%22%3A%22planted%22%7D&rest=100%"),
            posted(2, "/c?next=/reset?token=planted", json, "{\"to\":\"planted@x.org,b@y.org\"}"),
            posted(3, "/d?next=%2Fr%253Ftoken%253Dplanted", json, "[\"mail planted@x.org now\"]"),
            posted(4, "/e", "text/plain", "see /reset%3Ftoken=planted"),
            entry(5, "GET", "http://a/f", "")
                .replace(
                    "\"headers\": []},",
                    "\"headers\": [{\"name\": \"X-Via\", \"value\": \"sid=planted; a=b\"}]},"));

    assertThat(imported(file("w.har", har).toString())).isZero();

    assertThat(all("ImportedTest.java"))
        .doesNotContain("planted")
        .contains(".formParam(\"rest\", \"100%\")");
    assertThat(told())
        .contains(
            """
            Removed and replaced by TODO:
              a value in the body of POST /d
              message in the body of POST /b
              payload in the body of POST /a
              secrets within next of /c
              secrets within next of /d
              the body of POST /e
              the header X-Via
              to in the body of POST /c
            """);
    compiles("ImportedTest.java");
  }

  @Test
  void session_ids_in_paths_are_taken_out_or_taken_from_the_redirect() throws IOException {
    String id = "0123456789ABCDEF0123456789ABCDEF";
    String redirect =
        entry(1, "GET", "http://a/login", "")
            .replace(
                "\"status\": 200, \"headers\": []",
                "\"status\": 302, \"headers\": [{\"name\": \"Location\", \"value\": \"/home;sid=F"
                    + id
                    + "?a=b\"}]");
    String har =
        har(
            entry(0, "GET", "http://a/shop/cart;jsessionid=" + id + "?page=1", ""),
            redirect,
            entry(2, "GET", "http://a/home;sid=F" + id + "?a=b", ""));

    assertThat(imported(file("s.har", har).toString())).isZero();

    assertThat(all("ImportedTest.java"))
        .doesNotContain(id)
        .contains("// TODO jsessionid was removed\n")
        .contains("http(\"GET /shop/cart\")", ".get(\"/shop/cart;jsessionid=TODO?page=1\")")
        .contains("headerRegex(\"Location\", \";sid=([^/;?#]+)\").saveAs(\"sid\")")
        .contains("http(\"GET /home\").get(\"/home;sid=#{sid}?a=b\")");
    assertThat(told()).contains("  the values of jsessionid of /shop/cart\n");
    compiles("ImportedTest.java");
  }

  @Test
  void what_has_no_name_has_not_that_of_a_secret() throws IOException {
    String ref = "81f3a9c2b7d4e6f0";
    String answered =
        entry(0, "POST", "http://a/x", "")
            .replace(
                "\"size\": 2,", "\"size\": 30, \"text\": \"{\\\"ref\\\": \\\"" + ref + "\\\"}\",");
    String har =
        har(answered, entry(1, "GET", "http://a/shop/cart;fast?full&" + ref + "&path=planted", ""));

    assertThat(imported(file("s.har", har).toString(), "--secret", "path", "--secret", "parameter"))
        .isZero();

    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")))
        .contains(".get(\"/shop/cart;fast?full&#{ref}&path=TODO\")");
    assertThat(told())
        .contains("Removed and replaced by TODO:\n  the values of path of /shop/cart\nTaken from");
    compiles("ImportedTest.java");
  }

  @Test
  void a_value_with_the_name_of_a_secret_is_taken_from_the_response() throws IOException {
    String answered =
        entry(0, "POST", "http://a/x", "")
            .replace(
                "\"size\": 2,",
                "\"size\": 40, \"text\": \"{\\\"grant\\\": \\\"open the door please\\\"}\",");
    String sent =
        entry(
            1,
            "POST",
            "http://a/y",
            ", \"postData\": {\"mimeType\": \"application/json\","
                + " \"text\": \"{\\\"grant\\\": \\\"open the door please\\\"}\"}");
    String recording = file("g.har", har(answered, sent)).toString();

    assertThat(imported(recording)).isZero();
    assertThat(told()).doesNotContain("Taken from responses");
    assertThat(imported(recording, "--secret", "grant", "--force")).isZero();

    assertThat(told())
        .contains(
            """
            Taken from responses during the run:
              grant of POST /x
            """);
    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")))
        .contains("jsonPath(\"$.grant\").saveAs(\"grant\")", "#{grant}")
        .doesNotContain("open the door please");
    compiles("ImportedTest.java");
  }

  @Test
  void secrets_are_taken_out_of_each_document_of_a_body_that_has_several() throws IOException {
    String type = "application/x-ndjson";
    String har =
        har(
            posted(0, "/bulk", type, "{\"a\":1}\n{\"password\":\"hunter2\"}\n[{\"b\":2}]\n"),
            posted(1, "/cut", type, "{\"a\":1}\n{\"password\":\"hunter2\""),
            posted(2, "/same", type, "{\"a\": 1}\n{\"b\": 2}\n"));

    assertThat(imported(file("n.har", har).toString())).isZero();

    assertThat(all("ImportedTest.java")).doesNotContain("hunter2");
    assertThat(Files.readString(folder.resolve("to/imported/postBulk.json")))
        .isEqualTo("{\"a\":1}\n{\"password\":\"TODO\"}\n[{\"b\":2}]\n");
    assertThat(Files.readString(folder.resolve("to/imported/postSame.json")))
        .isEqualTo("{\"a\": 1}\n{\"b\": 2}\n");
    assertThat(told()).contains("  password in the body of POST /bulk\n  the body of POST /cut\n");
    compiles("ImportedTest.java");
  }

  @Test
  void an_address_with_an_id_is_no_secret_where_it_has_no_host() throws IOException {
    String uuid = "123e4567-e89b-12d3-a456-426614174000";
    String next = "{\"next\":\"/customers/42/orders/2024-11-03/items?page=2\"}";
    String har =
        har(
            posted(0, "/json", "application/json", next),
            posted(1, "/xml", "text/xml", "<a><href>/orders/" + uuid + "</href></a>"));

    assertThat(imported(file("x.har", har).toString())).isZero();

    assertThat(all("ImportedTest.java"))
        .contains("/customers/42/orders/2024-11-03/items?page=2")
        .contains("<href>/orders/" + uuid + "</href>")
        .doesNotContain("TODO");
  }

  /** As in a SOAP message: XML names are addresses, and contain digits. */
  @Test
  void an_address_in_a_text_is_no_secret_and_a_token_is() throws IOException {
    String soap = "<a xmlns:i='http://www.w3.org/2001/XMLSchema-instance'><b>%s</b></a>";
    String har =
        har(
            posted(0, "/plain", "text/xml", soap.formatted("7")),
            posted(1, "/secret", "text/xml", soap.formatted("x7Kp2qRt9LmN4vBw8ZsDy6Jq3rSu0MnO")));

    assertThat(imported(file("x.har", har).toString())).isZero();

    assertThat(all("ImportedTest.java"))
        .doesNotContain("x7Kp2qRt9LmN4vBw8ZsD")
        .contains("XMLSchema-instance'><b>7</b></a>");
    assertThat(told()).contains("Removed and replaced by TODO:\n  the body of POST /secret\n");
  }

  @Test
  void secrets_and_mail_addresses_in_the_place_of_names_are_taken_out() throws IOException {
    String form = "application/x-www-form-urlencoded";
    String roles = "{\"roles\":{\"jo@example.com\":\"admin\",\"al@example.com\":\"user\"}}";
    String har =
        har(
            posted(0, "/a", "application/json", roles),
            posted(1, "/b", form, "jo%40example.com=on&c=d"),
            posted(2, "/c", form, "{\"password\":\"planted\"}="),
            entry(3, "GET", "http://a/d?dXNlcjo3N2E4MWY0MmI5ZTFjMGQyNTYzOA==", ""),
            entry(4, "GET", "http://a/e;jo@example.com=1?jo@example.com=2&next=", ""),
            entry(5, "GET", "http://a/reset/sid=planted/77", ""),
            entry(6, "GET", "http://a/f?tok-17653672481-19874698323-pdFZKVeTuE8sk7oOc=1", ""));

    assertThat(imported(file("n.har", har).toString())).isZero();

    assertThat(all("ImportedTest.java"))
        .doesNotContain("dXNlcjo", "planted", "pdFZKVe")
        .doesNotContainIgnoringCase("example")
        .contains("{\\\"roles\\\":{\\\"TODO\\\":\\\"admin\\\",\\\"TODO 2\\\":\\\"user\\\"}}")
        .contains("// TODO body: a name removed\n")
        .contains(".formParam(\"TODO\", \"on\")", ".formParam(\"c\", \"d\")")
        .contains(".get(\"/d?TODO\")", ".get(\"/e;TODO=1?TODO=2&next=\")");
    assertThat(told())
        .contains(
            """
            Removed and replaced by TODO:
              mail addresses and long random values in a parameter of /d
              mail addresses and secrets in names of /e
              mail addresses and secrets in names of /f
              mail addresses and secrets in names of the body of POST /a
              mail addresses and secrets in names of the body of POST /b
              mail addresses and secrets in names of the body of POST /c
              secrets within the path of /reset
            """);
    compiles("ImportedTest.java");
  }

  @Test
  void names_of_words_and_numbers_are_no_secrets() throws IOException {
    String survey = "survey_2024_section_3_question_12";
    String nested = "form-0-address1-line.2-contact-0-email";
    String form = survey + "=" + survey + "&" + nested + "=x";
    String har =
        har(
            posted(0, "/a", "application/x-www-form-urlencoded", form),
            posted(1, "/b", "application/json", "{\"" + survey + "\":1}"),
            entry(2, "GET", "http://a/c?" + nested + "=1", ""));

    assertThat(imported(file("n.har", har).toString())).isZero();

    assertThat(all("ImportedTest.java"))
        .doesNotContain("TODO")
        .contains(".formParam(\"" + survey + "\", \"" + survey + "\")")
        .contains(".formParam(\"" + nested + "\", \"x\")")
        .contains("{\\\"" + survey + "\\\":1}")
        .contains(".get(\"/c?" + nested + "=1\")");
    compiles("ImportedTest.java");
  }
}
