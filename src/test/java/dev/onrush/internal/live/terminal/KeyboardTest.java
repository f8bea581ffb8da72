package dev.onrush.internal.live.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.live.terminal.Keyboard.Steering;
import dev.onrush.result.Command;
import dev.onrush.result.Command.FollowPlan;
import dev.onrush.result.Command.Pause;
import dev.onrush.result.Command.Resume;
import dev.onrush.result.Command.SetLevel;
import dev.onrush.result.Command.SkipPhase;
import dev.onrush.result.Command.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class KeyboardTest {

  private final Keyboard keyboard = new Keyboard();
  private Steering steering = at(50);

  private static Steering at(double level) {
    return new Steering(false, OptionalDouble.of(level));
  }

  /** Returns the commands of the keys, each executed before the next one. */
  private List<Command> press(String keys) {
    List<Command> asked = new ArrayList<>();
    for (char key : keys.toCharArray()) {
      keyboard
          .press(key, steering)
          .ifPresent(
              command -> {
                asked.add(command);
                steering = steering.after(command);
              });
    }
    return asked;
  }

  @Test
  void p_pauses_and_resumes_in_turn() {
    assertThat(press("ppp")).containsExactly(new Pause(), new Resume(), new Pause());
  }

  @Test
  void plus_and_minus_change_the_level_by_a_tenth() {
    // 50, 50 + 5, 55 + round(5.5), 61 - round(6.1)
    assertThat(press("++-")).containsExactly(new SetLevel(55), new SetLevel(61), new SetLevel(55));
  }

  @Test
  void plus_and_minus_change_a_low_level_by_one_and_never_below_none() {
    steering = at(1);

    assertThat(press("+--=_"))
        .containsExactly(
            new SetLevel(2), new SetLevel(1), new SetLevel(0), new SetLevel(1), new SetLevel(0));
    assertThat(press("-")).containsExactly(new SetLevel(0));
  }

  @Test
  void the_line_of_keys_says_what_each_does_now() {
    assertThat(Keyboard.keys(steering))
        .isEqualTo("Keys: p pause  + - level 10 %  0-9 level  n next phase  f follow plan  q stop");
    assertThat(Keyboard.keys(new Steering(false, OptionalDouble.empty())))
        .isEqualTo("Keys: q stop");
  }

  @Test
  void n_skips_and_f_follows() {
    assertThat(press("nf")).containsExactly(new SkipPhase(), new FollowPlan());
  }

  @Test
  void digits_type_a_level_that_enter_sets() {
    assertThat(press("12x0.5")).isEmpty();
    assertThat(keyboard.asked()).isEqualTo("Level: 120.5_  Enter sets it, Esc cancels");

    assertThat(press("\r")).containsExactly(new SetLevel(120.5));
    assertThat(keyboard.asked()).isEmpty();
  }

  @Test
  void typing_can_be_mended_and_left() {
    assertThat(press("12\u007f\u007f+")).containsExactly(new SetLevel(55));
    assertThat(press("99\u001b\r")).isEmpty();
  }

  @Test
  void a_level_that_there_is_not_is_told() {
    assertThat(press("9999999\r")).isEmpty();

    assertThat(keyboard.asked()).isEqualTo("level was 9999999; 0 to 1,000,000 are allowed");
  }

  @Test
  void a_key_that_there_is_not_shows_the_keys() {
    steering = at(50);

    assertThat(press("x")).isEmpty();
    assertThat(keyboard.asked())
        .isEqualTo(
            "\"x\" has no function. Keys: p pause  + - level 10 %  0-9 level  n next phase"
                + "  f follow plan  q stop");
    assertThat(press("\t")).isEmpty();
    assertThat(keyboard.asked()).startsWith("Keys: p pause");
    assertThat(press("p")).hasSize(1);
    assertThat(keyboard.asked()).isEmpty();
  }

  @Test
  void q_stops_after_a_second_key_alone() {
    assertThat(press("qn")).isEmpty();
    assertThat(press("q")).isEmpty();
    assertThat(keyboard.asked()).startsWith("Stop the run?");
    assertThat(press("y")).containsExactly(new Stop());
  }

  @Test
  void a_message_stays_until_the_next_key() {
    keyboard.say("the run is not paused");
    assertThat(keyboard.asked()).isEqualTo("the run is not paused");

    press("0");
    press("\u001b");

    assertThat(keyboard.asked()).isEmpty();
  }

  @Test
  void without_a_profile_there_is_only_a_stop() {
    steering = new Steering(false, OptionalDouble.empty());

    assertThat(Keyboard.keys(steering)).isEqualTo("Keys: q stop");
    assertThat(press("pn+5\r")).isEmpty();
    press("p");
    assertThat(keyboard.asked()).contains("the only key is q (stop)");
    assertThat(press("qy")).containsExactly(new Stop());
  }

  @Test
  void keys_that_would_suspend_or_quit_say_what_to_do_instead() {
    press("\u001a");
    assertThat(keyboard.asked()).endsWith("p pauses the run");

    press("\u001c");
    assertThat(keyboard.asked()).endsWith("jstack " + ProcessHandle.current().pid());
  }

  @Test
  void all_flows_are_paused_and_let_follow_the_plan_and_a_level_needs_one_of_them() {
    steering = new Steering(false, OptionalDouble.empty(), Optional.of("all flows"));

    assertThat(press("pf")).containsExactly(new Pause(), new FollowPlan());
    assertThat(press("5")).isEmpty();
    assertThat(keyboard.asked())
        .isEqualTo(
            "a level and a phase belong to one flow; Tab selects the flow that the keys steer");
    assertThat(press("qy")).containsExactly(new Stop());
  }
}
