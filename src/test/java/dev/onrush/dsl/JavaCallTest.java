package dev.onrush.dsl;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onrush.plan.Task;
import dev.onrush.plan.UserClass;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class JavaCallTest {

  private static final JavaCall<Integer> INSERT = call("Insert", session -> 1);

  @Test
  void a_call_is_a_task_of_its_own_name() {
    UserClass users = userClass("U").task(3, INSERT).task(call("Select", session -> 2));

    assertThat(users.tasks()).extracting(Task::name).containsExactly("Insert", "Select");
    assertThat(users.tasks()).extracting(Task::weight).containsExactly(3, 1);
  }

  @Test
  void a_call_waits_for_a_minute_unless_it_says_otherwise() {
    assertThat(INSERT.timeout()).isEqualTo(ofSeconds(60));
    assertThat(INSERT.timeout(ofSeconds(2)).timeout()).isEqualTo(ofSeconds(2));
  }

  @Test
  void mistakes_are_refused_when_they_are_written() {
    refused(
        () -> call("", s -> 1),
        "name of a call was blank; give it a name such as \"Insert order\"");
    refused(
        () -> call("  ", s -> 1),
        "name of a call was blank; give it a name such as \"Insert order\"");
    refused(
        () -> INSERT.timeout(Duration.ZERO),
        "time-out of call \"Insert\" was 0 ms; it must be longer than zero");
    refused(
        () -> INSERT.timeout(ofSeconds(-1)),
        "time-out of call \"Insert\" was -1 s; zero or longer is allowed");
    refused(
        () -> INSERT.check(" ", n -> true),
        "name of a check was blank; give it a name such as \"inserted\"");
    refused(
        () -> INSERT.check("one", n -> n == 1).check("one", n -> n > 0),
        "call \"Insert\" has two checks named \"one\"; rename one");
    refused(
        () -> INSERT.saveAs(""),
        "attribute of call \"Insert\" was blank; give it a name such as \"order\"");
    refused(
        () -> userClass("U").task(INSERT).task(2, call("Insert", s -> 2)),
        "user class \"U\" has two tasks named \"Insert\"; rename one");
  }

  private static void refused(ThrowingCallable mistake, String message) {
    assertThatThrownBy(mistake)
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
