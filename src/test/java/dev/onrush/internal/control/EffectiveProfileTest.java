package dev.onrush.internal.control;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.onrush.profile.LoadProfile.ArrivalRate;
import dev.onrush.profile.LoadProfile.ConcurrentUsers;
import dev.onrush.profile.Phase;
import dev.onrush.profile.Stage;
import dev.onrush.result.Command;
import dev.onrush.result.Intervention;
import dev.onrush.units.Rate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EffectiveProfileTest {

  /** 0 to 100 users in 10 s, 100 for 20 s, 100 to 0 in 10 s. */
  private static final ConcurrentUsers USERS =
      ConcurrentUsers.none()
          .rampTo(100, ofSeconds(10))
          .holdFor(ofSeconds(20))
          .rampTo(0, ofSeconds(10));

  private static final ArrivalRate RATE =
      ArrivalRate.none().hold(new Rate(10), ofSeconds(30)).named("steady");

  private static EffectiveProfile after(EffectiveProfile effective, Duration at, String command) {
    return effective.with(new Intervention(at, Command.parse(command), "test"));
  }

  private static List<String> phases(EffectiveProfile effective) {
    return effective.profile().phases().stream()
        .map(p -> p.name() + " " + p.start().toMillis() + "-" + p.end().toMillis())
        .toList();
  }

  @Test
  void without_intervention_the_course_is_the_plans() {
    assertThat(EffectiveProfile.of(USERS).profile()).isEqualTo(USERS);
  }

  @Test
  void a_pause_moves_what_comes_after_it_by_its_length() {
    EffectiveProfile paused = after(EffectiveProfile.of(USERS), ofSeconds(5), "pause");
    EffectiveProfile resumed = after(paused, ofSeconds(12), "resume");

    assertThat(phases(resumed))
        .containsExactly(
            "ramp-up 0-5000",
            "paused 5000-12000",
            "ramp-up 12000-17000",
            "steady 17000-37000",
            "ramp-down 37000-47000");
    // The ramp continues where it was: at half of 100.
    assertThat(resumed.profile().levelAt(ofSeconds(5))).isEqualTo(50);
    assertThat(resumed.profile().levelAt(ofSeconds(11))).isEqualTo(50);
    assertThat(resumed.profile().levelAt(ofMillis(14_500))).isEqualTo(75);
  }

  @Test
  void a_pause_that_goes_on_has_no_end_but_for_whoever_tells_of_it() {
    EffectiveProfile paused = after(EffectiveProfile.of(USERS), ofSeconds(5), "pause");

    assertThat(paused.paused()).isTrue();
    assertThat(paused.profile().duration()).isGreaterThan(ofDays(1000));
    assertThat(paused.profileAsOf(ofSeconds(65)).duration()).isEqualTo(ofSeconds(40 + 60));
  }

  @Test
  void nobody_arrives_in_a_pause_and_none_is_lost_by_it() {
    EffectiveProfile resumed =
        after(after(EffectiveProfile.of(RATE), ofSeconds(10), "pause"), ofSeconds(15), "resume");
    ArrivalRate rate = (ArrivalRate) resumed.profile();

    assertThat(rate.arrivalsBy(ofSeconds(10))).isEqualTo(100);
    assertThat(rate.arrivalsBy(ofSeconds(15))).isEqualTo(100);
    assertThat(rate.arrivalsBy(ofSeconds(35))).isEqualTo(300);
    // The 101st arrival was due at 10.1 s of the plan.
    assertThat(rate.dueAt(101)).isEqualTo(ofMillis(15_100));
  }

  @Test
  void a_level_by_hand_holds_until_the_plan_is_followed_again() {
    EffectiveProfile set = after(EffectiveProfile.of(USERS), ofSeconds(15), "level 7");
    EffectiveProfile back = after(set, ofSeconds(35), "follow");

    assertThat(set.profile().levelAt(ofSeconds(14))).isEqualTo(100);
    assertThat(set.profile().levelAt(ofSeconds(15))).isEqualTo(7);
    assertThat(set.profile().levelAt(ofSeconds(39))).isEqualTo(7);
    assertThat(set.level()).hasValue(7);
    assertThat(back.profile().levelAt(ofSeconds(34))).isEqualTo(7);
    // Half of the ramp-down is left.
    assertThat(back.profile().levelAt(ofSeconds(35))).isEqualTo(50);
    assertThat(back.profile().duration()).isEqualTo(USERS.duration());
    assertThat(back.level()).isEmpty();
  }

  @Test
  void a_level_by_hand_before_a_jump_holds_until_the_plan_is_followed_again() {
    ConcurrentUsers jumping =
        ConcurrentUsers.none()
            .hold(10, ofSeconds(30))
            .rampTo(50, Duration.ZERO)
            .holdFor(ofSeconds(30));

    EffectiveProfile set = after(EffectiveProfile.of(jumping), ofSeconds(20), "level 20");
    EffectiveProfile back = after(set, ofSeconds(25), "follow");

    assertThat(phases(set)).containsExactly("steady 0-30000", "steady 2 30000-60000");
    assertThat(set.profile().levelAt(ofSeconds(19))).isEqualTo(10);
    assertThat(set.profile().levelAt(ofSeconds(20))).isEqualTo(20);
    assertThat(set.profile().levelAt(ofSeconds(30))).isEqualTo(20);
    assertThat(back.profile().levelAt(ofSeconds(25))).isEqualTo(10);
    assertThat(back.profile().levelAt(ofSeconds(30))).isEqualTo(50);
    assertThat(back.profile().duration()).isEqualTo(ofSeconds(60));
  }

  @Test
  void a_jump_is_skipped_with_its_phase_and_is_not_one_itself() {
    ConcurrentUsers jumping =
        ConcurrentUsers.none()
            .hold(10, ofSeconds(30))
            .rampTo(50, Duration.ZERO)
            .holdFor(ofSeconds(30))
            .hold(70, ofSeconds(30))
            .rampTo(0, Duration.ZERO);
    EffectiveProfile paused = after(EffectiveProfile.of(jumping), ofSeconds(10), "pause");

    EffectiveProfile once = after(paused, ofSeconds(11), "skip");
    EffectiveProfile twice = after(once, ofSeconds(12), "skip");

    assertThat(after(once, ofSeconds(20), "resume").profile().levelAt(ofSeconds(20))).isEqualTo(50);
    assertThat(after(twice, ofSeconds(20), "resume").profile().levelAt(ofSeconds(20)))
        .isEqualTo(70);
    assertThatThrownBy(() -> after(twice, ofSeconds(13), "skip"))
        .hasMessage("phase \"steady 3\" is the last; stop ends the run");
  }

  @Test
  void a_segment_with_a_jump_lasts_as_long_for_a_flow_that_holds_its_level() {
    ProfileSegment segment =
        new ProfileSegment(
            ofSeconds(3),
            List.of(
                new Stage("jump", 10, 20, Duration.ZERO),
                new Stage("probe 2", 20, 20, ofSeconds(5))),
            "test");

    assertThat(segment.holding(7).stages())
        .containsExactly(new Stage("probe 2", 7, 7, ofSeconds(5)));
  }

  @Test
  void a_phase_with_two_levels_is_not_held() {
    EffectiveProfile set = after(EffectiveProfile.of(USERS), ofSeconds(15), "level 7");

    assertThat(set.profile().phases())
        .filteredOn(p -> p.name().equals("steady"))
        .singleElement()
        .satisfies(p -> assertThat(p.held()).isEmpty());
  }

  @Test
  void skipping_ends_the_phase_at_work() {
    EffectiveProfile skipped = after(EffectiveProfile.of(USERS), ofSeconds(4), "skip");

    assertThat(phases(skipped))
        .containsExactly("ramp-up 0-4000", "steady 4000-24000", "ramp-down 24000-34000");
    assertThat(skipped.profile().levelAt(ofSeconds(4))).isEqualTo(100);
  }

  @Test
  void skipping_while_paused_goes_on_in_the_next_phase_after_the_pause() {
    EffectiveProfile paused = after(EffectiveProfile.of(USERS), ofSeconds(4), "pause");
    EffectiveProfile resumed = after(after(paused, ofSeconds(5), "skip"), ofSeconds(6), "resume");

    assertThat(phases(resumed))
        .containsExactly(
            "ramp-up 0-4000", "paused 4000-6000", "steady 6000-26000", "ramp-down 26000-36000");
  }

  @Test
  void what_has_been_stays_as_it_was() {
    EffectiveProfile effective = EffectiveProfile.of(USERS);
    String[] commands = {"level 30", "pause", "level 500", "resume", "skip", "follow"};

    for (int i = 0; i < commands.length; i++) {
      Duration at = ofSeconds(3 + i);
      EffectiveProfile next = after(effective, at, commands[i]);

      for (long millis = 0; millis < at.toMillis(); millis += 100) {
        assertThat(next.profile().levelAt(ofMillis(millis)))
            .as(commands[i] + " at " + millis)
            .isCloseTo(effective.profile().levelAt(ofMillis(millis)), within(1e-9));
      }
      effective = next;
    }
  }

  @Test
  void a_pause_is_a_phase_of_its_own_which_no_plan_can_have() {
    assertThatThrownBy(() -> USERS.named(Phase.PAUSED)).hasMessageContaining("\"paused\"");
  }

  @Test
  void what_cannot_be_done_is_refused_with_what_can() {
    EffectiveProfile effective = EffectiveProfile.of(USERS);
    EffectiveProfile paused = after(effective, ofSeconds(1), "pause");

    assertThatThrownBy(() -> after(effective, ofSeconds(1), "resume"))
        .hasMessage("the run is not paused");
    assertThatThrownBy(() -> after(paused, ofSeconds(2), "pause"))
        .hasMessage("the run is already paused; resume continues it");
    assertThatThrownBy(() -> after(effective, ofSeconds(1), "follow"))
        .hasMessage("the level already follows the plan");
    assertThatThrownBy(() -> after(effective, ofSeconds(35), "skip"))
        .hasMessage("phase \"ramp-down\" is the last; stop ends the run");
    assertThatThrownBy(() -> after(effective, ofSeconds(40), "level 3"))
        .hasMessage(
            "the plan ended after 00:40; users finish what they have begun, and the only possible"
                + " command is: stop");
    assertThatThrownBy(() -> Command.parse("level -1"))
        .hasMessageStartingWith("command was \"level -1\"; the commands are: pause, resume, skip");
    assertThatThrownBy(() -> Command.parse("level 1000001"))
        .hasMessage("level was 1000001; 0 to 1,000,000 are allowed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pause", "resume", "skip", "level 12.5", "level 200", "follow", "stop"})
  void a_command_is_read_as_it_is_written(String text) {
    assertThat(Command.parse(text).text()).isEqualTo(text);
  }
}
