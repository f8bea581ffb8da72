package dev.onrush.internal.live.terminal;

import dev.onrush.result.Command;
import dev.onrush.result.Command.FollowPlan;
import dev.onrush.result.Command.Pause;
import dev.onrush.result.Command.Resume;
import dev.onrush.result.Command.SetLevel;
import dev.onrush.result.Command.SkipPhase;
import dev.onrush.result.Command.Stop;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The meaning of keys, one after the other, as a state machine that is independent of the terminal.
 */
final class Keyboard {

  private static final char BACKSPACE = '\b';
  private static final char DELETE = '\u007f';
  static final char CTRL_C = '\u0003';
  static final char ESCAPE = '\u001b';
  private static final char CTRL_Z = '\u001a';
  private static final char CTRL_BACKSLASH = '\u001c';
  private static final int LONGEST = 9;

  /**
   * The current state of what the keys steer.
   *
   * @param paused whether the plan's clock is paused
   * @param level the number of users, or the arrivals per second; empty for all flows together, and
   *     without a profile, where the only command is stop
   * @param selected what is steered, if the run has several flows
   */
  record Steering(boolean paused, OptionalDouble level, Optional<String> selected) {

    /** Creates the state of a run that has one flow, or no profile. */
    Steering(boolean paused, OptionalDouble level) {
      this(paused, level, Optional.empty());
    }

    private boolean ofAllFlows() {
      return selected.isPresent() && level.isEmpty();
    }

    /** Returns the state after a command. */
    Steering after(Command command) {
      return command.match(
          new Command.Cases<>() {
            @Override
            public Steering pause() {
              return new Steering(true, level, selected);
            }

            @Override
            public Steering resume() {
              return new Steering(false, level, selected);
            }

            @Override
            public Steering setLevel(double given) {
              return new Steering(paused, OptionalDouble.of(given), selected);
            }

            @Override
            public Steering skipPhase() {
              return Steering.this;
            }

            @Override
            public Steering followPlan() {
              return Steering.this;
            }

            @Override
            public Steering stop() {
              return Steering.this;
            }
          });
    }
  }

  private String typed = "";
  private boolean confirming;
  private String notice = "";

  /** Returns the command of a key, if the key completes one. */
  Optional<Command> press(char key, Steering now) {
    notice = "";
    if (confirming) {
      confirming = false;
      return key == 'y' || key == 'Y' ? Optional.of(new Stop()) : Optional.empty();
    }
    if (!typed.isEmpty()) {
      return type(key);
    }
    switch (key) {
      case 'q', 'Q' -> {
        confirming = true;
        return Optional.empty();
      }
      case CTRL_Z ->
          say("Ctrl-Z would freeze the generator and invalidate the run; p pauses the run");
      case CTRL_BACKSLASH ->
          say("for a dump of this process's threads: jstack " + ProcessHandle.current().pid());
      default -> {
        if (now.level.isPresent()) {
          return steer(key, now, now.level.getAsDouble());
        }
        if (now.ofAllFlows()) {
          return steerAll(key, now);
        }
        if ("pPnNfF+-=_0123456789".indexOf(key) >= 0) {
          say("this simulation has no load profile to steer; the only key is q (stop)");
        } else {
          unknown(key, now);
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Command> steerAll(char key, Steering now) {
    switch (key) {
      case 'p', 'P', 'f', 'F' -> {
        return steer(key, now, 0);
      }
      default -> {
        if ("nN+-=_0123456789".indexOf(key) >= 0) {
          say("a level and a phase belong to one flow; Tab selects the flow that the keys steer");
        } else {
          unknown(key, now);
        }
        return Optional.empty();
      }
    }
  }

  private Optional<Command> steer(char key, Steering now, double level) {
    double step = Math.max(1, Math.round(level / 10));
    return switch (key) {
      case 'p', 'P' -> Optional.of(now.paused ? new Resume() : new Pause());
      case 'n', 'N' -> Optional.of(new SkipPhase());
      case 'f', 'F' -> Optional.of(new FollowPlan());
      // On many keyboards these characters share a key, so that shift does not matter.
      case '+', '=' -> Optional.of(new SetLevel(Math.round(level + step)));
      case '-', '_' -> Optional.of(new SetLevel(Math.max(0, Math.round(level - step))));
      default -> {
        if (key >= '0' && key <= '9') {
          typed = String.valueOf(key);
        } else {
          unknown(key, now);
        }
        yield Optional.empty();
      }
    };
  }

  /** Shows which keys there are. */
  private void unknown(char key, Steering now) {
    String name = key > ' ' && key != DELETE ? "\"" + key + "\" has no function. " : "";
    say(name + keys(now));
  }

  private Optional<Command> type(char key) {
    switch (key) {
      case '\r', '\n' -> {
        String text = typed;
        typed = "";
        try {
          return Optional.of(Command.parse("level " + text));
        } catch (IllegalArgumentException e) {
          say(String.valueOf(e.getMessage()));
        }
      }
      case BACKSPACE, DELETE -> typed = typed.substring(0, typed.length() - 1);
      case ESCAPE -> typed = "";
      default -> {
        boolean digit = key >= '0' && key <= '9';
        boolean point = key == '.' && !typed.contains(".");
        if ((digit || point) && typed.length() < LONGEST) {
          typed += key;
        }
      }
    }
    return Optional.empty();
  }

  /** Shows a notice until the next key. */
  void say(String text) {
    notice = text;
  }

  /** The current question or notice; empty if there is none. */
  String asked() {
    if (confirming) {
      return "Stop the run? y stops it and writes its report; any other key continues the run";
    }
    return typed.isEmpty() ? notice : "Level: " + typed + "_  Enter sets it, Esc cancels";
  }

  /** The line that lists the keys. */
  static String keys(Steering now) {
    String pause = "p " + (now.paused ? "resume" : "pause");
    if (now.ofAllFlows()) {
      return "Keys for all flows: " + pause + "  f follow plan  Tab select a flow  q stop";
    }
    return now.level.isEmpty()
        ? "Keys: q stop"
        : "Keys"
            + now.selected.map(flow -> " for " + flow).orElse("")
            + ": "
            + pause
            + "  + - level 10 %  0-9 level  n next phase  f follow plan"
            + (now.selected.isPresent() ? "  Tab next flow" : "")
            + "  q stop";
  }
}
