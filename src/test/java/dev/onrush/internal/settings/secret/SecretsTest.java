package dev.onrush.internal.settings.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

  private static final String SECRET = "p\"a s&s/w+\u00f6\\rd'<1>";

  private final Secrets secrets = new Secrets(Map.of("it", SECRET, "plain", "hunter22"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p\"a s&s/w+\u00f6\\rd'<1>",
        "p%22a+s%26s%2Fw%2B%C3%B6%5Crd%27%3C1%3E",
        "p%22a%20s&s/w+%c3%b6%5crd'%3c1%3e",
        "p\\\"a s&s/w+\u00f6\\\\rd'<1>",
        "p\\\"a s\\u0026s/w+\\u00F6\\\\rd\\u0027\\u003c1\\u003e",
        "p&quot;a s&amp;s/w+\u00f6\\rd&#39;&lt;1&gt;",
        "p&#34;a s&amp;s/w+&#xF6;\\rd&apos;&lt;1&gt;",
        "hunter22"
      })
  void a_secret_is_masked_however_it_is_encoded(String encoded) {
    assertThat(secrets.mask("<" + encoded + ">")).isEqualTo("<***>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "u", "us", "use", "user", "user:", "someone:"})
  void a_secret_is_masked_in_base64_wherever_it_stands(String before) {
    for (String after : new String[] {"", "a", "ab", "abc"}) {
      byte[] text = (before + "hunter22" + after).getBytes(StandardCharsets.UTF_8);

      String masked = secrets.mask("Basic " + Base64.getEncoder().encodeToString(text));

      assertThat(masked).contains("***");
      // The rest has six bits of the secret at each end.
      String left = masked.replace("Basic ", "").replace("***", "");
      assertThat(left.length()).isLessThan(Base64.getEncoder().encodeToString(text).length() - 7);
    }
  }

  @Test
  void the_user_info_of_every_address_is_masked() {
    assertThat(secrets.mask("http://u:p@h/a?b=c@d and https://t0ken@h:1, ws://a:b@c@h/"))
        .isEqualTo("http://***@h/a?b=c@d and https://***@h:1, ws://***@h/");
    assertThat(secrets.mask("http://h/u:p@h mail@h")).isEqualTo("http://h/u:p@h mail@h");
  }

  @Test
  void credentials_that_are_added_are_masked_elsewhere_too() {
    secrets.addUserInfo("http://u:hun%21ter3@h/");

    assertThat(secrets.mask("pass hun!ter3 or hun%21ter3 of u")).isEqualTo("pass *** or *** of u");
    assertThat(secrets.mask("dTpodW4hdGVyMw==")).isEqualTo("***w==");
  }

  @Test
  void a_text_that_is_masked_stays_the_same() {
    String masked = secrets.mask("a hunter22 http://u:p@h");

    assertThat(secrets.mask(masked)).isEqualTo(masked).isEqualTo("a *** http://***@h");
  }

  @Test
  void each_line_of_a_secret_of_several_is_masked() {
    Secrets key = new Secrets(Map.of("key", "-----BEGIN-----\nAAAABBBBCCCC\n-----END-----"));

    assertThat(key.mask("| AAAABBBBCCCC\n|")).isEqualTo("| ***\n|");
  }

  @Test
  void a_refusal_is_masked_with_what_caused_it() {
    IllegalArgumentException clean = new IllegalArgumentException("x");
    IllegalArgumentException caused =
        new IllegalArgumentException("x", new IllegalStateException("hunter22"));

    assertThat(secrets.masked(clean)).isSameAs(clean);
    assertThat(secrets.masked(caused)).hasMessage("x").hasNoCause();
    assertThat(secrets.masked(new IllegalArgumentException("a hunter22"))).hasMessage("a ***");
  }
}
