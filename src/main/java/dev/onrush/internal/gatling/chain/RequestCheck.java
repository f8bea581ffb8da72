package dev.onrush.internal.gatling.chain;

import dev.onrush.internal.gatling.field.FieldValues;
import io.gatling.commons.validation.Failure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import scala.Function1;

/**
 * Checks the texts and files of requests before anything is sent. No function of the user's is
 * called.
 */
final class RequestCheck {

  /**
   * An expression of JMeter and of Gatling before version 3.7. Today, Gatling sends it as it is
   * written.
   */
  private static final Pattern OTHER_EXPRESSION = Pattern.compile("\\$\\{[^{}\\s\"]+}");

  private RequestCheck() {}

  /**
   * Refuses requests whose address contains an expression of another language, or whose body is in
   * a file that cannot be read.
   *
   * @return a sentence about other places that contain such an expression; empty if there are none
   * @throws IllegalArgumentException for the first request that is wrong
   */
  static Optional<String> check(Collection<ChainWalk.Addressed> requests) {
    List<String> places = new ArrayList<>();
    for (ChainWalk.Addressed each : requests) {
      String request =
          "request \""
              + NameExpression.value(each.request().requestName(), each.session())
                  .orElse("(name not known yet)")
              + "\"";
      expression(each.request().urlOrURI(), why -> {})
          .ifPresent(
              found -> {
                throw new IllegalArgumentException(
                    request
                        + " has \""
                        + found
                        + "\" in its address, which is sent as it is written; write \"#"
                        + found.substring(1)
                        + "\" for an attribute of the session");
              });
      parts(each)
          .forEach(
              (part, content) ->
                  expression(content, why -> refuseBody(request, why))
                      .ifPresent(
                          found ->
                              places.add(request + " sends \"" + found + "\" in its " + part)));
    }
    List<String> distinct = places.stream().distinct().toList();
    return distinct.isEmpty()
        ? Optional.empty()
        : Optional.of(
            distinct.get(0)
                + " as it is written"
                + (distinct.size() == 1 ? "" : " (and " + (distinct.size() - 1) + " more)")
                + "; an attribute of the session is written #{name}");
  }

  private static Map<String, Object> parts(ChainWalk.Addressed of) {
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("query", of.request().queryParams());
    parts.put("headers", of.request().headers());
    parts.put("body", of.body());
    return parts;
  }

  private static void refuseBody(String request, String why) {
    throw new IllegalArgumentException(
        request
            + " has a body that cannot be created: "
            + why
            + (why.endsWith("not found")
                ? "; correct the name, or add the file, for example to src/test/resources"
                : "; correct the file"));
  }

  /**
   * Returns the first expression of another language in the constant texts of a part of a request.
   *
   * @param failure takes the reason for which a value can never be created
   */
  private static Optional<String> expression(Object part, Consumer<String> failure) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> open = new ArrayDeque<>(List.of(part));
    Optional<String> first = Optional.empty();
    while (!open.isEmpty()) {
      Object at = open.pop();
      String type = at.getClass().getName();
      if (at instanceof String text) {
        Matcher found = OTHER_EXPRESSION.matcher(text);
        if (first.isEmpty() && found.find()) {
          first = Optional.of(found.group());
        }
      } else if ((type.startsWith("io.gatling.") || type.startsWith("scala.")) && seen.add(at)) {
        for (Object value : FieldValues.of(at).values()) {
          // Gatling looks for a file when the plan names it, and wraps the failure in a function.
          if (at instanceof Function1<?, ?> && value instanceof Failure never) {
            failure.accept(never.message());
          }
          open.push(value);
        }
      }
    }
    return first;
  }
}
