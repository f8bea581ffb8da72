package dev.onrush.internal.report.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangeTextTest {

  /** Long enough that a body with it is not kept on one line. */
  private static final String LONG = "x".repeat(100);

  private static String withoutSpace(String text) {
    return text.replaceAll("\\s", "");
  }

  @Test
  void json_has_a_line_for_each_field_and_element() {
    assertThat(
            ExchangeText.readable(
                "{\"a\":1,\"b\":{\"c\":[true,null,-2.5e3],\"d\":{},\"e\":[ ]},\"f\":\""
                    + LONG
                    + "\"}"))
        .isEqualTo(
            """
            {
              "a": 1,
              "b": {
                "c": [
                  true,
                  null,
                  -2.5e3
                ],
                "d": {},
                "e": []
              },
              "f": "%s"
            }"""
                .formatted(LONG));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"total\":19.90,\"sum\":12345678.90,\"small\":1e-7,\"big\":123456789012345678901234567890}",
        "{\"id\":1,\"id\":2,\"\":0}",
        "{\"a\":\"\\u00e9\\/ \\\" } , : [ \\\\\",\"é\":\"\uD83D\uDE00\"}",
        "[[],[[]],{\"a\":{}}]",
        "{\"a\":1}\n{\"b\":2}\n",
        "{\"a\":1}[2] 3 4 \"five\" null",
      })
  void only_white_space_is_changed(String json) {
    String body = json + "\n[\"" + LONG + "\"]";

    String text = ExchangeText.readable(body);

    assertThat(text).isNotEqualTo(body).contains("\n  \"" + LONG);
    assertThat(withoutSpace(text)).isEqualTo(withoutSpace(body));
  }

  @Test
  void each_value_of_several_has_lines_of_its_own() {
    assertThat(ExchangeText.readable("{\"a\":1}{\"b\":2}\n\n3  4 [\"" + LONG + "\"]"))
        .isEqualTo(
            """
            {
              "a": 1
            }
            {
              "b": 2
            }
            3
            4
            [
              "%s"
            ]"""
                .formatted(LONG));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[500] Internal Server Error",
        "[main] INFO started",
        "{\"a\":1} and more",
        "{\"a\":1",
        "{\"a\":1,}",
        "[NaN]",
        "{a: 1}",
        "{\"a\":1}}",
        "<p>[1]</p>",
        "",
      })
  void what_is_not_all_json_stays_as_it_is(String start) {
    String body = start + "\n" + LONG;

    assertThat(ExchangeText.readable(body)).isEqualTo(body);
  }
}
