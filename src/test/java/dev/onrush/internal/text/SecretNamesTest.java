package dev.onrush.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretNamesTest {

  private final SecretNames names = new SecretNames(List.of("card-number", "iban"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password",
        "Password",
        "PASSWORD",
        "newPassword",
        "password_confirmation",
        "user[password]",
        "old.passwd",
        "pwd",
        "client_secret",
        "clientSecret",
        "clientsecret",
        "access_token",
        "accessToken",
        "ACCESS-TOKEN",
        "id_token",
        "refreshtoken",
        "CSRFToken",
        "X-Api-Key",
        "apikey",
        "api_key",
        "Authorization",
        "Proxy-Authorization",
        "Cookie",
        "Set-Cookie",
        "session",
        "sessionId",
        "JSESSIONID",
        "PHPSESSID",
        "X-Auth-Token",
        "password2",
        "tokens",
        "IBAN",
        "cardNumber",
        "card_number",
        "credentials"
      })
  void a_name_with_a_word_that_means_a_secret_is_secret(String name) {
    assertThat(names.isSecret(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "user",
        "opinion",
        "author",
        "secretary",
        "passenger",
        "key",
        "card",
        "number",
        "id"
      })
  void other_names_are_not(String name) {
    assertThat(names.isSecret(name)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"user":"ann","password":"a b","n":1}      | {"user":"ann","password":"***","n":1}
          {"Api-Key" : 1234, "n":1}                  | {"Api-Key" : "***", "n":1}
          {"token":null,"secret":""}                 | {"token":null,"secret":"***"}
          {"password":"a\\"b\\\\","n":"x"}           | {"password":"***","n":"x"}
          {"token":{"a":["}"],"b":2},"n":1}          | {"token":"***","n":1}
          {"tokens":["a","b"],"n":[1]}               | {"tokens":"***","n":[1]}
          {"password":"cut in the mid                | {"password":"***"
          {"token":{"cut":"in                        | {"token":"***"
          {"body":"{\\"password\\":\\"x\\\\\\"y\\",\\"n\\":1}"} | {"body":"{\\"password\\":\\"***\\",\\"n\\":1}"}
          {'password': 'x', 'n': 'y'}                | {'password': '***', 'n': 'y'}
          user=ann&password=a b"c&n=1                | user=ann&password=***&n=1
          user%5Bpassword%5D=x&n=1                   | user%5Bpassword%5D=***&n=1
          password=                                  | password=
          GET http://h/a?token=x%20y&n=1#f           | GET http://h/a?token=***&n=1#f
          <a href="/a?access_token=abc&amp;n=1">     | <a href="/a?access_token=***&amp;n=1">
          GET /a?next=/b?token=x&n=1                 | GET /a?next=/b?token=***&n=1
          <u:Password type="p">x y</u:Password><n>1</n> | <u:Password type="p">***</u:Password><n>1</n>
          <login password="x y" name='ann'/>         | <login password="***" name='ann'/>
          the password is not here, nor a token      | the password is not here, nor a token
          Bearer <token> is missing                  | Bearer <token> is missing
          write <user> and <password> as in <n> ms   | write <user> and <password> as in <n> ms
          <token> a b </token>                       | <token>***</token>
          <token>cut in the mid                      | <token>***
          <password><![CDATA[hunter2]]></password>   | <password>***</password>
          <a><password><![CDATA[cut in the mid       | <a><password>***
          <n:Password><!-- c -->hunter2</n:Password><n>1</n> | <n:Password>***</n:Password><n>1</n>
          <password><value>x</value><v>y</v></password><n>1</n> | <password>***</password><n>1</n>
          <password><value>x</value><value>cut       | <password>***
          <token><token>x</token>y</token><n>1</n>   | <token>***</token><n>1</n>
          <Token>x<b>y</b></token ><n>1</n>          | <Token>***</token ><n>1</n>
          <token><![CDATA[x</token>y]]></token><n>1</n> | <token>***</token><n>1</n>
          <![CDATA[<a><password>x</password></a>]]>  | <![CDATA[<a><password>***</password></a>]]>
          <![CDATA[<token>x<b>y]]></n><n>1</n>       | <![CDATA[<token>***]]></n><n>1</n>
          <!-- <token>x</token> --><n>1</n>          | <!-- <token>***</token> --><n>1</n>
          <token type="p"/><n>1</n>                  | <token type="p"/><n>1</n>
          <token type="p"/><token>x</token>          | <token type="p"/><token>***</token>
          <token/><n>1</n><token></token><n>1</n>    | <token/><n>1</n><token></token><n>1</n>
          <p>Bearer <token></p><p>more</p>           | <p>Bearer <token></p><p>more</p>
          <p>is <token> and <pin>, not</p><p>1</p>   | <p>is <token> and <pin>***</p><p>1</p>
          {"xml":"<token>x<\\/token><n>1<\\/n>"}     | {"xml":"<token>***<\\/token><n>1<\\/n>"}
          a=1 <password>x&amp;y</password>           | a=1 <password>***</password>
          {"api key":"x","n":1}                      | {"api key":"***","n":1}
          {"ann's password":"x","n":1}               | {"ann's password":"***","n":1}
          {"pa\\u0073sword":"x","n":1}              | {"pa\\u0073sword":"***","n":1}
          {"body":"{\\"pa\\\\u0073s\\":\\"x\\"}"}    | {"body":"{\\"pa\\\\u0073s\\":\\"***\\"}"}
          mutation { login(user: "ann", password: "x y") { token } } | mutation { login(user: "ann", password: "***") { token } }
          {"query":"{ f(user: \\"ann\\",\\npin:\\"x\\") { n } }"} | {"query":"{ f(user: \\"ann\\",\\npin:\\"***\\") { n } }"}
          f(password: \"""a "b" c\""", n: 1)         | f(password: "***", n: 1)
          f(token: {value: "}", n: 1}, n: ["x"])     | f(token: "***", n: ["x"])
          {password: 'x', n: 'y'}                    | {password: '***', n: 'y'}
          {"a":"wrong password:","b":"c"}            | {"a":"wrong password:","b":"c"}
          {"a":["wrong password:"],"b":"c"}          | {"a":["wrong password:"],"b":"c"}
          <a title="Password:" name="n"><b c="Pin:"> | <a title="Password:" name="n"><b c="Pin:">
          <a title="Pin:">x <b password="y">         | <a title="Pin:"***"***">
          {"IBAN":"DE0123"}                          | {"IBAN":"***"}
          """)
  void values_are_masked_by_their_names(String text, String masked) {
    assertThat(names.mask(text)).isEqualTo(masked);
  }

  @Test
  void what_is_masked_once_stays_as_it_is() {
    String masked = names.mask("{\"password\":\"x\",\"u\":\"/a?token=1\"}");

    assertThat(names.mask(masked))
        .isEqualTo(masked)
        .isEqualTo("{\"password\":\"***\",\"u\":\"/a?token=***\"}");
  }

  @Test
  void a_long_text_without_structure_is_masked_in_reasonable_time() {
    String text =
        "a=b&".repeat(20_000) + "\"".repeat(20_000) + "<a".repeat(20_000) + "\\".repeat(20_000);

    assertThat(names.mask(text)).isEqualTo(text);
  }

  /** Each text has 200,000 places at which a value may begin. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<token> x",
        "<token><token> x</token>",
        "<!--<![CDATA[<token>",
        "<a><token/></token>",
        "token: ",
        "token:\"",
        "token:{",
        "\"a ",
        "\\u0061",
        "'a\\\"",
      })
  void many_values_without_an_end_are_masked_in_linear_time(String text) {
    String masked =
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> names.mask(text.repeat(200_000)));

    assertThat(masked).hasSizeLessThanOrEqualTo(text.length() * 200_000);
  }

  @Test
  void a_name_in_front_of_many_names_does_not_hide_them() {
    assertThat(names.mask("<token> is missing <password>x</password> <token> y"))
        .isEqualTo("<token> is missing <password>***</password> <token> y");
  }
}
