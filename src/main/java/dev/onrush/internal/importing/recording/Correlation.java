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
import java.util.regex.Pattern;

/**
 * Finds the values of requests that come from earlier responses. A value is taken from a response
 * if it is unmistakable: because it is long and looks like an id or a token, or because it is an id
 * and has the same name in both places. A value that an earlier request has already sent belongs to
 * the user, and is not taken from a response.
 */
final class Correlation {

  /** The shortest id, in characters. A shorter one may equal another value by chance. */
  private static final int SHORTEST = 6;

  /** The length, in characters, from which a value is unmistakable whatever it looks like. */
  private static final int LONG = 16;

  private static final int MOST = 200_000;

  private static final List<String> IDS =
      List.of("id", "uuid", "guid", "ref", "token", "csrf", "code", "number");

  private static final Pattern NAMED =
      Pattern.compile("(?=.*\\d)[A-Za-z0-9._~-]{" + SHORTEST + ",}");

  private final Map<String, Source> sources = new HashMap<>();
  private final Map<String, String> mentioned = new HashMap<>();
  private final Map<Source, String> variables = new HashMap<>();
  private final Map<Integer, List<ImportedRequest.Saved>> saved = new HashMap<>();
  private final Set<String> sent = new HashSet<>();
  private final Names names = new Names();

  /** Creates a correlation without values. */
  Correlation() {}

  private record Source(int request, ResponseValues.Found found) {}

  /**
   * Returns the variable that contains a value. From then on, the value of the response is saved in
   * it.
   *
   * @param name the name of the value in the request; empty if it does not say what the value is
   */
  Optional<String> variable(String name, String value) {
    Source source = sources.get(Names.plain(name) + "=" + value);
    source = source == null ? sources.get("=" + value) : source;
    if (source == null) {
      return Optional.empty();
    }
    String variable = variables.get(source);
    if (variable == null) {
      variable = names.unique(name.isEmpty() ? source.found().label() : name, "value");
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
   * Returns a note that a response contains an id whose place is not certain; empty if there is no
   * such response, or if an earlier request has sent the id.
   *
   * @param what the id in words, for the note
   */
  Optional<String> mentionOfId(String what, String id) {
    return sent.contains(id)
        ? Optional.empty()
        : Optional.ofNullable(mentioned.get(id))
            .map(request -> what + " is in the response of " + request);
  }

  /**
   * Returns the note of {@link #mentionOfId} for a value that may not be an id, such as a quantity:
   * only if the value is unmistakable, or its name is the name of an id.
   *
   * @param name the name of the value in the request; empty if it does not say what the value is
   * @param what the value in words, for the note
   */
  Optional<String> mentionOfValue(String name, String what, String value) {
    return isUnmistakable(value) || namesOne(Names.plain(name))
        ? mentionOfId(what, value)
        : Optional.empty();
  }

  /**
   * Records that a request has sent a value. Call it after all values of the request have been
   * looked up.
   */
  void addSent(String value) {
    sent.add(value);
  }

  /**
   * Records the values of a response.
   *
   * @param request the number of the request
   * @param called the name of the request
   */
  void addResponse(int request, String called, ResponseValues values) {
    for (ResponseValues.Found found : values.found()) {
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

  /**
   * Whether a name says which thing an id belongs to: {@code orderid} does, {@code id} alone does
   * not.
   */
  private static boolean namesOne(String name) {
    return IDS.stream().anyMatch(id -> name.endsWith(id) && !name.equals(id));
  }

  /**
   * Whether a value may be an id because of its name, whatever it looks like: {@code usr_9fk2} in
   * {@code userId}. A word without digits is rather a choice of the user.
   */
  static boolean isNamedId(String name, String value) {
    String plain = Names.plain(name);
    return NAMED.matcher(value).matches() && IDS.stream().anyMatch(plain::endsWith);
  }

  /** Returns the values to save from the response of a request. */
  List<ImportedRequest.Saved> saved(int request) {
    return saved.getOrDefault(request, List.of());
  }
}
