package dev.onrush.internal.importing.plan;

import dev.onrush.internal.importing.request.ImportedRequest;
import java.util.List;
import java.util.Optional;

/**
 * The plan that a log becomes.
 *
 * @param requests that its users make
 * @param visits users that come, make some requests and leave
 * @param steady users that are there nearly all the time
 */
public record ImportedPlan(
    List<ImportedRequest> requests, Optional<Population> visits, Optional<Population> steady) {

  /**
   * User classes with one curve.
   *
   * @param kinds of users
   * @param curve arrivals per second, or users
   */
  public record Population(List<UserKind> kinds, Curve curve) {

    /** A copy. */
    public Population {
      kinds = List.copyOf(kinds);
    }
  }

  /** A copy. */
  public ImportedPlan {
    requests = List.copyOf(requests);
  }
}
