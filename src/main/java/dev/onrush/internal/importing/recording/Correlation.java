package dev.onrush.internal.importing.recording;

import dev.onrush.internal.importing.request.ImportedRequest;
import dev.onrush.internal.importing.request.Names;
import dev.onrush.internal.importing.session.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Values of requests that come from earlier responses. A value is taken from a response if it could
 * not be another one: because it is long and looks like an id or a token, or because it is an id
 * and both places name it alike. What an earlier request has sent itself is its user's own.
 */
final class Correlation {

  /** A shorter id may be equal to another by chance. */
  private static final int SHORTEST = 6;

  /** Of a token, whatever it looks like. */
  private static final int LONG = 16;

  private static final int MOST = 200_000;

  private static final List<String> IDS =
      List.of("id", "uuid", "guid", "ref", "token", "csrf", "code", "number");

  private final Map<String, Source> sources = new HashMap<>();
  private final Map<String, String> mentioned = new HashMap<>();
  private final Map<Source, String> variables = new HashMap<>();
  private final Map<Integer, List<ImportedRequest.Saved>> saved = new HashMap<>();
  private final Set<String> sent = new HashSet<>();
  private final Names names = new Names();

  /** Nothing is known yet. */
  Correlation() {}

  private record Source(int request, AnswerValues.Found found) {}

  /**
   * The variable that has a value, which is saved from then on.
   *
   * @param name of the value in the request; empty if it does not say what the value is
   */
  Optional<String> variable(String name, String value) {
    Source source = sources.get(Names.plain(name) + "=" + value);
    source = source == null ? sources.get("=" + value) : source;
    if (source == null) {
      return Optional.empty();
    }
    String variable = variables.get(source);
    if (variable == null) {
      variable = names.unused(name.isEmpty() ? source.found().label() : name, "value");
      variables.put(source, variable);
      saved
          .computeIfAbsent(source.request(), request -> new ArrayList<>())
          .add(
              new ImportedRequest.Saved(
                  variable, source.found().extractor(), source.found().arguments()));
    }
    return Optional.of(variable);
  }

  /**
   * That a response has an id somewhere, in no place that is certain.
   *
   * @param what the id is, in words
   */
  Optional<String> mentionOfId(String what, String id) {
    return sent.contains(id)
        ? Optional.empty()
        : Optional.ofNullable(mentioned.get(id))
            .map(request -> what + " is in the response of " + request);
  }

  /**
   * The same of a value that may be no id, such as a quantity: only if it could not be another one.
   *
   * @param name of the value in the request; empty if it does not say what the value is
   */
  Optional<String> mentionOfValue(String name, String what, String value) {
    return isUnmistakable(value) || namesOne(Names.plain(name))
        ? mentionOfId(what, value)
        : Optional.empty();
  }

  /** Notes that a request has sent a value; to be called when all of the request is known. */
  void sent(String value) {
    sent.add(value);
  }

  /**
   * Notes the values of a response.
   *
   * @param request its number
   * @param called its name
   */
  void answered(int request, String called, AnswerValues values) {
    for (AnswerValues.Found found : values.found()) {
      if (!sent.contains(found.value()) && sources.size() < MOST) {
        Source source = new Source(request, found);
        if (isUnmistakable(found.value())) {
          sources.putIfAbsent("=" + found.value(), source);
        }
        found.names().stream()
            .filter(Correlation::namesOne)
            .forEach(name -> sources.putIfAbsent(name + "=" + found.value(), source));
      }
    }
    if (mentioned.size() < MOST) {
      values.mentioned().forEach(value -> mentioned.putIfAbsent(value, called));
    }
  }

  private static boolean isUnmistakable(String value) {
    return Values.isPrivate(value)
        || value.length() >= LONG
        || (value.length() >= SHORTEST && Values.isId(value) && !Values.isDate(value));
  }

  /** {@code orderid} names one of many things; {@code id} alone does not say of what. */
  private static boolean namesOne(String name) {
    return IDS.stream().anyMatch(id -> name.endsWith(id) && !name.equals(id));
  }

  /** What is to be saved of the response of a request. */
  List<ImportedRequest.Saved> saved(int request) {
    return saved.getOrDefault(request, List.of());
  }
}
