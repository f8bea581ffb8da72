package dev.onrush.plan;

import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import io.gatling.javaapi.core.ChainBuilder;

/**
 * One thing that a user does: any Gatling chain. Immutable.
 *
 * @param name unique within its user class; requests written with {@code get(…)} and its siblings
 *     are named after it
 * @param weight how often it is picked, relative to the class's other tasks; 1 to 1,000,000
 * @param chain what is done
 * @since 0.1.0
 */
public record Task(String name, int weight, ChainBuilder chain) {

  /**
   * The session attribute that holds the name of the task at work; Gatling's EL reads a dot in it
   * as a step.
   */
  public static final String NAME_ATTRIBUTE = "onrushTask";

  /** What requests without a name of their own are called before a user's first task. */
  public static final String ON_START = "onStart";

  /** What requests without a name of their own are called when a user leaves. */
  public static final String ON_STOP = "onStop";

  /** The greatest weight of a task, and of a user class. */
  static final int HEAVIEST = 1_000_000;

  /**
   * A task within these ranges.
   *
   * @throws IllegalArgumentException if the name is blank, the weight outside its range, or an
   *     argument null
   */
  public Task {
    Given.value(name, "task name");
    Given.value(chain, "chain of task \"" + name + "\"");
    if (name.isBlank()) {
      throw new IllegalArgumentException("task name was blank; give it a name such as \"Log in\"");
    }
    if (weight < 1 || weight > HEAVIEST) {
      throw new IllegalArgumentException(
          "weight of task \""
              + name
              + "\" was "
              + weight
              + "; whole numbers from 1 to "
              + Quantity.count(HEAVIEST)
              + " are allowed");
    }
  }
}
