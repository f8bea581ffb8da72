package dev.onrush.internal.importing.recording;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The ids and tokens of a response. The text itself is not kept, so that a recording of any size
 * needs little memory.
 *
 * @param found the values, each with the place in which a run finds it again
 * @param mentioned ids somewhere in a text, whose place in a later response is not certain
 */
record ResponseValues(List<Found> found, Set<String> mentioned) {

  /** The values of a response that contains none. */
  static final ResponseValues NONE = new ResponseValues(List.of(), Set.of());

  /**
   * A value of a response.
   *
   * @param value the value
   * @param names the names that a request may use for the value, in lower case: {@code orderid}
   * @param extractor the method of Gatling's DSL that finds the value: {@code jsonPath}
   * @param arguments the arguments of that method
   */
  record Found(String value, List<String> names, String extractor, List<String> arguments) {

    /** The name of the value in the response. */
    String label() {
      if (extractor.equals("jsonPath")) {
        String path = arguments.get(0);
        return path.substring(path.lastIndexOf('.') + 1);
      }
      return names.get(0);
    }

    /** Copies the lists. */
    Found {
      names = List.copyOf(names);
      arguments = List.copyOf(arguments);
    }
  }

  /** Copies the collections. */
  ResponseValues {
    found = List.copyOf(found);
    mentioned = Set.copyOf(mentioned);
  }

  /** Returns these values and more, each once. */
  ResponseValues and(ResponseValues more) {
    Set<Found> allFound = new LinkedHashSet<>(found);
    allFound.addAll(more.found);
    Set<String> allMentioned = new LinkedHashSet<>(mentioned);
    allMentioned.addAll(more.mentioned);
    return new ResponseValues(List.copyOf(allFound), allMentioned);
  }
}
