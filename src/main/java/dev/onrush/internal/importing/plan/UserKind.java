package dev.onrush.internal.importing.plan;

import dev.onrush.internal.importing.request.ImportedRequest;
import java.util.List;

/**
 * A class of users of an imported plan.
 *
 * @param name of it
 * @param weight among its like
 * @param steps what its users ask for, each with its share; the shares add up to 10,000
 * @param pause between two requests
 * @param lengths how many requests a session has, each as probable as any other; empty of users
 *     that stay
 * @param response the mean time of a response in the log, in seconds, which comes before a pause; 0
 *     if the log has no durations, or is one of whole seconds and has only short ones
 */
public record UserKind(
    String name,
    int weight,
    List<Step> steps,
    Pause pause,
    List<Integer> lengths,
    double response) {

  /** What all shares add up to: hundredths of percent. */
  public static final int WHOLE = 10_000;

  /** Of a request, within the name of a class: that of a user class is bounded. */
  private static final int LONGEST_NAME = 200;

  /**
   * A request and how often it is made.
   *
   * @param request its index among those of the plan
   * @param share of all requests of the class, in hundredths of percent
   */
  public record Step(int request, int share) {}

  /** Copies. */
  public UserKind {
    steps = List.copyOf(steps);
    lengths = List.copyOf(lengths);
  }

  /**
   * A name after what users mostly ask for.
   *
   * @param steps the most frequent first
   * @param requests of the plan
   */
  static String nameAfter(List<Step> steps, List<ImportedRequest> requests) {
    String first = shortened(requests.get(steps.get(0).request()).name());
    if (steps.size() == 1) {
      return "Only " + first;
    }
    return steps.get(0).share() >= WHOLE / 2
        ? "Mostly " + first
        : first + " and " + shortened(requests.get(steps.get(1).request()).name());
  }

  private static String shortened(String name) {
    return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + " …" : name;
  }

  /** The mean number of requests of a session. */
  public double meanLength() {
    return lengths.stream().mapToInt(Integer::intValue).average().orElse(0);
  }

  /** The same with another weight. */
  UserKind withWeight(int other) {
    return new UserKind(name, other, steps, pause, lengths, response);
  }
}
