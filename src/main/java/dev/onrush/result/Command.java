package dev.onrush.result;

import dev.onrush.units.Quantity;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command that steers a run by hand. Immutable.
 *
 * <p>Two things are steered apart: the plan's clock (it goes, stands still, or is moved to the next
 * phase), and the level (the plan's, or a number given by hand).
 *
 * @since 0.1.0
 */
public sealed interface Command {

  /** As it is written, and read by {@link #parse}: {@code pause}, {@code level 200}. */
  String text();

  /** The result of the case that it is. */
  <R> R match(Cases<R> cases);

  /**
   * One result for each command, so that none is forgotten.
   *
   * @param <R> the result
   */
  interface Cases<R> {

    /** Of a pause. */
    R pause();

    /** Of the end of a pause. */
    R resume();

    /** Of the end of a phase. */
    R skipPhase();

    /** Of a level given by hand: users, or arrivals per second. */
    R setLevel(double level);

    /** Of the return to the plan's level. */
    R followPlan();

    /** Of the end of the run. */
    R stop();
  }

  /** The plan's clock stands still: no iteration begins, and no user comes or leaves. */
  record Pause() implements Command {
    @Override
    public String text() {
      return "pause";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.pause();
    }
  }

  /** The plan's clock goes on from where it was paused. */
  record Resume() implements Command {
    @Override
    public String text() {
      return "resume";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.resume();
    }
  }

  /** Ends the phase at work; the next one begins. */
  record SkipPhase() implements Command {
    @Override
    public String text() {
      return "skip";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.skipPhase();
    }
  }

  /**
   * Another level from now on, whatever the plan has, until {@link FollowPlan}.
   *
   * @param level users of a closed workload, or arrivals each second of an open one; 0 to 1,000,000
   */
  record SetLevel(double level) implements Command {

    private static final double MOST = 1_000_000;

    /**
     * A level within its range.
     *
     * @throws IllegalArgumentException if it is outside
     */
    public SetLevel {
      if (!(level >= 0 && level <= MOST)) {
        throw new IllegalArgumentException(
            "level was " + Quantity.plain(level) + "; 0 to 1,000,000 are allowed");
      }
    }

    @Override
    public String text() {
      return "level " + Quantity.plain(level);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.setLevel(level);
    }
  }

  /** The plan's own level again. */
  record FollowPlan() implements Command {
    @Override
    public String text() {
      return "follow";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.followPlan();
    }
  }

  /** Ends the run now, gracefully: with its report. */
  record Stop() implements Command {
    @Override
    public String text() {
      return "stop";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.stop();
    }
  }

  /**
   * The command that {@code text} writes.
   *
   * @throws IllegalArgumentException if there is none such; the message lists what there is
   */
  static Command parse(String text) {
    String asked = text.strip().toLowerCase(Locale.ROOT);
    Matcher level = Pattern.compile("level\\s+(\\d{1,9}(?:\\.\\d{1,9})?)").matcher(asked);
    if (level.matches()) {
      return new SetLevel(Double.parseDouble(level.group(1)));
    }
    return switch (asked) {
      case "pause" -> new Pause();
      case "resume" -> new Resume();
      case "skip" -> new SkipPhase();
      case "follow" -> new FollowPlan();
      case "stop" -> new Stop();
      default ->
          throw new IllegalArgumentException(
              "command was \""
                  + text
                  + "\"; there are: pause, resume, skip (to the next phase), level N (users, or"
                  + " arrivals a second), follow (the plan again), stop");
    };
  }
}
