package dev.onrush.plan;

import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import io.gatling.javaapi.core.ChainBuilder;

/**
 * A task of a user: any Gatling chain. Immutable.
 *
 * @param name the name, unique within the user class; requests written with {@code get(…)} and
 *     similar methods are named after the task
 * @param weight how often the task is picked, relative to the other tasks of the class; 1 to
 *     1,000,000
 * @param chain the steps of the task
 * @since 0.1.0
 */
public record Task(String name, int weight, ChainBuilder chain) {

  /**
   * The session attribute that contains the name of the current task. It has no dot, because a dot
   * in Gatling's expression language leads to a part of an attribute.
   */
  public static final String NAME_ATTRIBUTE = "onrushTask";

  /**
   * The name of requests that have no name of their own and are sent before a user's first task.
   */
  public static final String ON_START = "onStart";

  /** The name of requests that have no name of their own and are sent when a user leaves. */
  public static final String ON_STOP = "onStop";

  /** The greatest weight of a task, and of a user class. */
  static final int HEAVIEST = 1_000_000;

  /**
   * Creates a task.
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
