package dev.onrush.internal.gatling.chain;

import dev.onrush.internal.gatling.field.FieldValues;
import io.gatling.http.protocol.HttpProtocolRequestPart;
import io.gatling.http.protocol.HttpProtocolResponsePart;
import io.gatling.http.request.builder.HttpRequestBuilder;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recognises requests and protocols without code of the user's. They can be sent by the warm-up
 * without side effects.
 */
public final class PlainRequests {

  /** Packages of Gatling, Scala and our DSL, whose objects are searched. */
  private static final List<String> WALKED = List.of("io.gatling.", "scala.", "dev.onrush.dsl.");

  /**
   * Packages of libraries that do not call other code by themselves, whose objects are not
   * searched.
   */
  private static final List<String> SKIPPED =
      List.of(
          "java.",
          "javax.",
          "jdk.",
          "sun.",
          "[",
          "io.netty.",
          "com.typesafe.",
          "com.fasterxml.",
          "com.github.benmanes.",
          "io.burt.",
          "jodd.",
          "net.sf.saxon.");

  /**
   * Part of the class name of a lambda. A lambda that a library creates may call the user's
   * functions.
   */
  private static final String LAMBDA = "$$Lambda";

  /**
   * The greatest number of objects that are searched; above it, a request does not count as plain.
   */
  private static final int MOST = 100_000;

  private PlainRequests() {}

  /**
   * Whether a request and its checks contain no function of the user's, which could have any
   * effect.
   */
  public static boolean isPlain(HttpRequestBuilder request) {
    return isOfWords(request);
  }

  /** Whether the requests of a protocol and their headers contain no function of the user's. */
  public static boolean isPlain(HttpProtocolRequestPart requests) {
    return isOfWords(requests);
  }

  /** Whether the processing of responses by a protocol contains no function of the user's. */
  public static boolean isPlain(HttpProtocolResponsePart responses) {
    return isOfWords(responses);
  }

  private static boolean isOfWords(Object root) {
    Set<Object> visited = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      Object at = open.pop();
      if (!visited.add(at)) {
        continue;
      }
      String type = at.getClass().getName();
      if (at instanceof java.lang.Iterable<?> many) {
        many.forEach(each -> push(open, each));
      } else if (at instanceof Object[] many) {
        for (Object each : many) {
          push(open, each);
        }
      } else if (WALKED.stream().anyMatch(type::startsWith)) {
        FieldValues.of(at).values().forEach(open::push);
      } else if (type.contains(LAMBDA)
          || SKIPPED.stream().noneMatch(type::startsWith)
          || visited.size() > MOST) {
        return false;
      }
    }
    return true;
  }

  private static void push(Deque<Object> open, @Nullable Object each) {
    if (each != null) {
      open.push(each);
    }
  }
}
