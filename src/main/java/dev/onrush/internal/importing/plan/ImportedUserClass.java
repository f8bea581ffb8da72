package dev.onrush.internal.importing.plan;

import dev.onrush.internal.importing.request.ImportedRequest;
import dev.onrush.internal.text.Printable;
import java.util.List;

/**
 * A user class of an imported plan.
 *
 * @param name the name of the class
 * @param weight the weight among the classes of its population
 * @param steps the requests of its users, each with its share; the shares add up to 10,000
 * @param pause the pause between two requests
 * @param lengths the number of requests of a session, each as probable as any other; empty for
 *     users that stay
 * @param response the mean response time in the log, in seconds, which passes before a pause; 0 if
 *     the log does not contain durations, or contains whole seconds and only short responses
 */
public record ImportedUserClass(
    String name,
    int weight,
    List<Step> steps,
    Pause pause,
    List<Integer> lengths,
    double response) {

  /** The sum of all shares, in hundredths of a percent. */
  public static final int WHOLE = 10_000;

  /**
   * The longest name of a request within the name of a class, in characters, because the name of a
   * user class is limited.
   */
  private static final int LONGEST_NAME = 200;

  /**
   * A request with its share.
   *
   * @param request the index of the request in the plan
   * @param share the share of all requests of the class, in hundredths of a percent
   */
  public record Step(int request, int share) {}

  /** Copies the lists. */
  public ImportedUserClass {
    steps = List.copyOf(steps);
    lengths = List.copyOf(lengths);
  }

  /**
   * Names a class after its most frequent requests.
   *
   * @param steps the requests of the class, the most frequent first
   * @param requests the requests of the plan
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
    return name.length() > LONGEST_NAME ? Printable.beginning(name, LONGEST_NAME) + " …" : name;
  }

  /** The mean number of requests of a session. */
  public double meanLength() {
    return lengths.stream().mapToInt(Integer::intValue).average().orElse(0);
  }

  /** Returns this class with another weight. */
  ImportedUserClass withWeight(int other) {
    return new ImportedUserClass(name, other, steps, pause, lengths, response);
  }
}
