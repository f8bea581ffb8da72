package dev.onrush.internal.importing.plan;

import dev.onrush.internal.importing.request.ImportedRequest;
import java.util.List;
import java.util.Optional;

/**
 * The plan that is made from a log.
 *
 * @param requests the requests of its users
 * @param visits users that come, send some requests and leave
 * @param steady users that are present nearly all the time
 */
public record ImportedPlan(
    List<ImportedRequest> requests, Optional<Population> visits, Optional<Population> steady) {

  /**
   * User classes with a common curve.
   *
   * @param userClasses the user classes
   * @param curve arrivals per second of users that come and go, or the number of steady users
   */
  public record Population(List<ImportedUserClass> userClasses, Curve curve) {

    /** Copies the classes. */
    public Population {
      userClasses = List.copyOf(userClasses);
    }
  }

  /** Copies the requests. */
  public ImportedPlan {
    requests = List.copyOf(requests);
  }
}
