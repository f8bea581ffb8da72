package dev.onrush.internal.importing.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathTreeTest {

  private final PathTree tree = new PathTree(new SplittableRandom(1));

  private List<String> paths() {
    return tree.endpoints().stream()
        .map(e -> e.method() + " /" + String.join("/", e.path()) + " " + e.requests())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "17",
        "123e4567-e89b-12d3-a456-426614174000",
        "507f1f77bcf86cd799439011",
        "2026-03-02",
        "ORD-20394",
        "jo@example.com",
        "jo%40example.com",
        "%E9%40example.com",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
        "x7Kp2qRt9LmN4vBw8ZsD",
        "x7Kp2qRt9LmN4v%2BBw8ZsD%3D",
        "auth0%7C5f7c8ec7c33c6c004bbafe82",
        "s:x7Kp2qRt9LmN4vBw8ZsD",
        "https%3A%2F%2Fapp.example%2Fx7Kp2qRt9LmN4vBw8ZsD"
      })
  void an_id_opens_its_position(String id) {
    tree.add("GET", "/things/" + id + "/parts", 200);

    assertThat(paths()).containsExactly("GET /things/{}/parts 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v1",
        "groups",
        "index2.html",
        "spring-shoes",
        "caf%C3%A9",
        "oauth2",
        "red%20running%20shoes%20for%20men",
        "http%3A%2F%2Fwww.w3.org%2F2001%2FXMLSchema-instance",
        "%D0%BE%D0%B1%D1%83%D0%B2%D1%8C-%D0%B4%D0%BB%D1%8F-%D0%B1%D0%B5%D0%B3%D0%B0"
      })
  void a_word_keeps_its_position(String word) {
    tree.add("GET", "/things/" + word, 200);

    assertThat(paths()).containsExactly("GET /things/" + word + " 1");
  }

  @Test
  void a_position_with_very_many_words_opens_while_it_is_read() {
    for (int i = 0; i < 300; i++) {
      tree.add("GET", "/users/" + word(i) + "/mail", 200);
      tree.add("GET", "/users/" + word(i), 200);
    }

    assertThat(paths()).containsExactly("GET /users/{} 300", "GET /users/{}/mail 300");
  }

  @Test
  void the_first_position_opens_too_and_with_the_first_word_that_is_too_many() {
    for (int i = 0; i < 101; i++) {
      for (int times = 0; times < 10; times++) {
        tree.add("GET", "/" + word(i), 200);
        tree.add("GET", "/" + word(i) + "/mail", 200);
      }
      if (i == 99) {
        assertThat(paths()).hasSize(200);
      }
    }

    assertThat(paths()).containsExactly("GET /{} 1010", "GET /{}/mail 1010");
  }

  @Test
  void a_position_with_many_rare_words_opens_at_the_end_and_one_with_frequent_ones_does_not() {
    for (int i = 0; i < 30; i++) {
      tree.add("GET", "/users/" + word(i), 200);
      for (int times = 0; times < 20; times++) {
        tree.add("GET", "/pages/" + word(i), 200);
      }
    }

    tree.openRareWords();

    assertThat(paths()).hasSize(31).contains("GET /users/{} 30", "GET /pages/" + word(7) + " 20");
  }

  @Test
  void who_holds_an_endpoint_that_was_merged_finds_the_whole() {
    Endpoint first = tree.add("GET", "/users/" + word(0), 200).orElseThrow();
    for (int i = 1; i < 300; i++) {
      tree.add("GET", "/users/" + word(i), i % 2 == 0 ? 200 : 403);
    }

    assertThat(first.merged().requests()).isEqualTo(300);
    assertThat(first.merged().statuses()).containsEntry(200, 150L).containsEntry(403, 150L);
    assertThat(first.merged().targets()).hasSize(300).contains("/users/" + word(0));
  }

  @Test
  void paths_that_nobody_was_ever_answered_are_not_learnt() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(tree.add("GET", "/" + word(i) + ".php", 404)).isEmpty();
    }
    tree.add("GET", "/users/7", 200);

    assertThat(tree.add("GET", "/users/8", 404)).isPresent();
    assertThat(paths()).containsExactly("GET /users/{} 2");
  }

  @Test
  void of_many_addresses_a_sample_is_kept_and_long_ones_are_left_out() {
    for (int i = 0; i < 5_000; i++) {
      tree.add("GET", "/users/" + i, 200);
    }

    assertThat(tree.endpoints().get(0).targets())
        .hasSize(TargetSample.MOST)
        .doesNotHaveDuplicates();
    assertThat(tree.add("GET", "/" + "x".repeat(1 << 20), 200)).isEmpty();
    assertThat(tree.add("GET", "/a".repeat(100), 200)).isEmpty();
  }

  /** Words without digits. */
  private static String word(int number) {
    return "w"
        + (char) ('a' + number / 26 % 26)
        + (char) ('a' + number % 26)
        + (char) ('a' + number / 676);
  }
}
