package dev.onrush.internal.importing.recording;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The ids and tokens of a response. The text itself is not kept, so that a recording of any size
 * needs little memory.
 *
 * @param found each with the place in which a run finds it again
 * @param mentioned ids that are somewhere in a text, in no place that is certain
 */
record AnswerValues(List<Found> found, Set<String> mentioned) {

  /** Of a response without such values. */
  static final AnswerValues NONE = new AnswerValues(List.of(), Set.of());

  /**
   * A value of a response.
   *
   * @param value of it
   * @param names that a request may have for it, in lower case: {@code orderid}
   * @param extractor the method of Gatling's that finds it: {@code jsonPath}
   * @param arguments of that method
   */
  record Found(String value, List<String> names, String extractor, List<String> arguments) {

    /** What it is called in the response. */
    String label() {
      if (extractor.equals("jsonPath")) {
        String path = arguments.get(0);
        return path.substring(path.lastIndexOf('.') + 1);
      }
      return names.get(0);
    }

    /** Copies. */
    Found {
      names = List.copyOf(names);
      arguments = List.copyOf(arguments);
    }
  }

  /** Copies. */
  AnswerValues {
    found = List.copyOf(found);
    mentioned = Set.copyOf(mentioned);
  }

  /** These and more, each once. */
  AnswerValues and(AnswerValues more) {
    Set<Found> allFound = new LinkedHashSet<>(found);
    allFound.addAll(more.found);
    Set<String> allMentioned = new LinkedHashSet<>(mentioned);
    allMentioned.addAll(more.mentioned);
    return new AnswerValues(List.copyOf(allFound), allMentioned);
  }
}
