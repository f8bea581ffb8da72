package dev.onrush.result;

import dev.onrush.units.Quantity;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command that steers a run by hand. Immutable.
 *
 * <p>Two things are steered independently: the plan's clock, which runs, is paused, or is moved to
 * the next phase; and the level, which follows the plan or is given by hand.
 *
 * @since 0.1.0
 */
public sealed interface Command {

  /** The command as text that {@link #parse} reads: {@code pause}, {@code level 200}. */
  String text();

  /** Calls the method of {@code cases} for this kind of command and returns its result. */
  <R> R match(Cases<R> cases);

  /**
   * A function of a command, with one method for each kind of command, so that an implementation
   * cannot forget one.
   *
   * @param <R> the type of the result
   */
  interface Cases<R> {

    /** Returns the result for a pause. */
    R pause();

    /** Returns the result for the end of a pause. */
    R resume();

    /** Returns the result for the end of a phase. */
    R skipPhase();

    /** Returns the result for a level given by hand, in users or arrivals per second. */
    R setLevel(double level);

    /** Returns the result for the return to the plan's level. */
    R followPlan();

    /** Returns the result for the end of the run. */
    R stop();
  }

  /** Stops the plan's clock: no iteration begins, and no user starts or leaves. */
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

  /** Continues the plan's clock from the moment at which it was paused. */
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

  /** Ends the current phase; the next phase begins. */
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
   * Sets another level from now on, whatever the level of the plan is, until {@link FollowPlan}.
   *
   * @param level the level: users in a closed workload, or arrivals per second in an open one; 0 to
   *     1,000,000
   */
  record SetLevel(double level) implements Command {

    private static final double MOST = 1_000_000;

    /**
     * Creates a command that sets a level.
     *
     * @throws IllegalArgumentException if {@code level} is outside its range
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

  /** Returns to the plan's own level. */
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
   * Parses a command.
   *
   * @throws IllegalArgumentException if {@code text} is not a command; the message lists the
   *     commands
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
                  + "\"; the commands are: pause, resume, skip (to the next phase), level N (users,"
                  + " or arrivals per second), follow (the plan again), stop");
    };
  }
}
