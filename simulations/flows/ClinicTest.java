package flows;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;
import static java.time.Duration.*;

import dev.onrush.LoadSimulation;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.UserClass;
import dev.onrush.profile.LoadProfile.ConcurrentUsers;
import dev.onrush.threshold.Threshold;
import io.gatling.javaapi.core.ChainBuilder;
import java.time.Duration;

/**
 * A clinic on the morning of a new release: five kinds of staff, each with a scenario for people
 * and one for their devices, come to work step by step. There are ten flows, each with steps of its
 * own; the pharmacy and the billing start later than the wards.
 *
 * <p>The reference service takes the place of the clinic's: its groups are wards, its processes are
 * orders. The morning takes ten minutes by default; with {@code -Dpace=0.03} it takes 18 s.
 */
public class ClinicTest extends LoadSimulation {

  private static final Duration STEP = ofMinutes(2);

  @Override
  protected LoadPlan plan() {
    return loadPlan("Clinic")
        .flow("Reception", users(staff("Receptionist", wards())).profile(stairs(4, 8, 12, 16, 20)))
        .flow("Check-in", users(device("Terminal", wards())).profile(stairs(2, 4, 6, 8, 10)))
        .flow("Wards", users(staff("Nurse", ward())).profile(stairs(10, 20, 30, 40, 50)))
        .flow("Monitors", users(device("Monitor", alive())).profile(stairs(5, 10, 15, 20, 25)))
        .flow("Doctors", users(staff("Doctor", orders())).profile(stairs(2, 4, 6, 8, 10)))
        .flow("Rounds", users(device("Tablet", ward())).profile(stairs(1, 2, 3, 4, 5)))
        .flow(
            "Pharmacy",
            users(staff("Pharmacist", orders())).profile(stairs(1, 2, 3)).startingAfter(STEP))
        .flow(
            "Dispensers",
            users(device("Dispenser", orders())).profile(stairs(2, 4, 6)).startingAfter(STEP))
        .flow(
            "Billing",
            users(staff("Clerk", orders()))
                .profile(stairs(1, 2))
                .startingAfter(STEP.multipliedBy(3)))
        .flow(
            "Reports",
            users(device("Report", wards()))
                .profile(stairs(1, 2))
                .startingAfter(STEP.multipliedBy(3)))
        .thresholds(goodEnough());
  }

  private static Threshold[] goodEnough() {
    return new Threshold[] {
      p95().inFlow("Wards").below(ofMillis(500)),
      p95().during("step 5").inFlow("Doctors").below(ofSeconds(1)),
      p99().inFlow("Monitors").below(ofMillis(300)),
      errorRate().inFlow("Pharmacy").below(ofPercent(0.5)),
      errorRate().below(ofPercent(1)).abortAfter(ofSeconds(10))
    };
  }

  /** People look at an answer before they send the next request. */
  private static UserClass staff(String name, ChainBuilder work) {
    return userClass(name)
        .thinkTime(between(ofMillis(500), ofSeconds(2)))
        .task(name + " asks", work);
  }

  /** Devices send requests at a pace of their own. */
  private static UserClass device(String name, ChainBuilder work) {
    return userClass(name).pacing(ofSeconds(1)).task(name + " asks", work);
  }

  private static ChainBuilder wards() {
    return exec(get("/api/v1/groups").queryParam("size", 20));
  }

  private static ChainBuilder ward() {
    return exec(get("/api/v1/groups/#{randomInt(1,101)}"));
  }

  private static ChainBuilder orders() {
    return exec(get("/api/v1/processes").queryParam("size", 10));
  }

  private static ChainBuilder alive() {
    return exec(get("/health"));
  }

  /** Raises the number of users step by step to the last one; all steps are equally long. */
  private static ConcurrentUsers stairs(int... users) {
    ConcurrentUsers stairs = concurrentUsers();
    for (int i = 0; i < users.length; i++) {
      stairs = stairs.hold(users[i], STEP).named("step " + (i + 1));
    }
    return stairs;
  }
}
