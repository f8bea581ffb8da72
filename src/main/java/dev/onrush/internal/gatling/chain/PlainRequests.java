package dev.onrush.internal.gatling.chain;

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
 * Requests and protocols without code of the user's: they can be sent by the warm-up, as nobody
 * notices.
 */
public final class PlainRequests {

  /** What is Gatling's own, or made by our words. */
  private static final List<String> WALKED = List.of("io.gatling.", "scala.", "dev.onrush.dsl.");

  /** Libraries, which call nobody back by themselves. */
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

  /** In the name of a lambda's class; one that a library makes may call the user's functions. */
  private static final String LAMBDA = "$$Lambda";

  /** Objects that one of them is made of, at most. */
  private static final int MOST = 100_000;

  private PlainRequests() {}

  /**
   * Whether a request and its checks are of words only, with no function of the user's own in them,
   * which could do anything.
   */
  public static boolean isPlain(HttpRequestBuilder request) {
    return isOfWords(request);
  }

  /** Whether all requests of a protocol and their headers are of words only. */
  public static boolean isPlain(HttpProtocolRequestPart requests) {
    return isOfWords(requests);
  }

  /** Whether what a protocol does with all responses is of words only. */
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
