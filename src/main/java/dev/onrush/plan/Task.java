package dev.onrush.plan;

import io.gatling.javaapi.core.ChainBuilder;

/**
 * One thing that a user does: any Gatling chain.
 *
 * @param name unique within its user class; requests written with {@code get(…)} and its siblings
 *     are named after it
 * @param weight how often it is picked, relative to the class's other tasks; at least 1
 * @param chain what is done
 */
public record Task(String name, int weight, ChainBuilder chain) {

  /**
   * The session attribute that holds the name of the task at work; Gatling's EL reads a dot in it
   * as a step.
   */
  public static final String NAME_ATTRIBUTE = "onrushTask";

  public Task {
    if (name.isBlank()) {
      throw new IllegalArgumentException("task name was blank; give it a name such as \"Log in\"");
    }
    if (weight < 1) {
      throw new IllegalArgumentException(
          "weight of task \"" + name + "\" was " + weight + "; whole numbers from 1 are allowed");
    }
  }
}
