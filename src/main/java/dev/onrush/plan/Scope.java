package dev.onrush.plan;

import java.util.Optional;

/**
 * Whose samples a statistic is drawn from; what is empty does not restrict.
 *
 * @param request a request's name, with or without the groups before it ({@code Checkout / Pay})
 * @param userClass a user class, or the scenario of a plain Gatling simulation
 * @param phase the phase in which the request was sent
 */
public record Scope(Optional<String> request, Optional<String> userClass, Optional<String> phase) {

  public static final Scope ALL = new Scope(Optional.empty(), Optional.empty(), Optional.empty());

  /** Stands between a group and what is within it, in names. */
  public static final String GROUP_SEPARATOR = " / ";

  /** Whether the request named {@code path}, groups included, is meant. */
  public boolean matchesRequest(String path) {
    return request.isEmpty()
        || path.equals(request.get())
        || path.endsWith(GROUP_SEPARATOR + request.get());
  }

  /** {@code " of Login by Active in spike"}; empty for all. */
  @Override
  public String toString() {
    return request.map(r -> " of " + r).orElse("")
        + userClass.map(c -> " by " + c).orElse("")
        + phase.map(p -> " in " + p).orElse("");
  }
}
