package dev.onrush.internal.launch.plan;

import dev.onrush.dsl.OnrushDsl;
import dev.onrush.internal.gatling.chain.ChainContents;
import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.settings.table.Setting;
import dev.onrush.plan.Flow;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.Task;
import dev.onrush.plan.ThinkTime;
import dev.onrush.plan.UserClass;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.CoreDsl;
import io.gatling.javaapi.core.Session;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Creates the plan of a trial run: one user of each class, which performs each task once, in order.
 */
public final class OncePlan {

  /** The time in which all users arrive, one of each class. */
  private static final Duration ARRIVALS = Duration.ofSeconds(1);

  private OncePlan() {}

  /**
   * Refuses settings that cannot be combined with {@code once}.
   *
   * @throws IllegalArgumentException if there are any
   */
  public static void check(Settings settings) {
    if (settings.injectors().isPresent() || !settings.cluster().join().isEmpty()) {
      throw new IllegalArgumentException(
          "once was true, and "
              + settings.injectors().stream()
                  .mapToObj(n -> "injectors was " + n + settings.source(Setting.INJECTORS))
                  .findFirst()
                  .orElse("cluster.join was given" + settings.source(Setting.CLUSTER_JOIN))
              + "; one user needs one JVM; leave one of the two out");
    }
    settings
        .duet()
        .ifPresent(
            duet -> {
              throw new IllegalArgumentException(
                  "once was true, and against was "
                      + duet.against().map(URI::toString).orElse("started")
                      + settings.source(Setting.AGAINST)
                      + "; one user tests one version only; leave one of the two out, with"
                      + " -Dagainst= if it is set in a file");
            });
    settings
        .baseline()
        .ifPresent(
            name -> {
              throw new IllegalArgumentException(
                  "once was true, and baseline was \""
                      + name
                      + "\""
                      + settings.source(Setting.BASELINE)
                      + "; one user has no figures to compare; leave one of the two out");
            });
  }

  /**
   * Refuses a plan that cannot be run with {@code once}.
   *
   * @throws IllegalArgumentException if the plan is a capacity search
   */
  public static void check(LoadPlan plan) {
    if (plan.search().isPresent()) {
      throw new IllegalArgumentException(
          "once was true, and plan \""
              + plan.name()
              + "\" is a capacity search, which is not possible with one user; remove the"
              + " setting once, or give the plan a load profile");
    }
  }

  /**
   * Returns the plan with one user of each class instead of its load, and with a threshold on
   * failures only.
   *
   * @param plan a plan that has been {@linkplain #check(LoadPlan) checked}
   * @throws IllegalArgumentException if it has a rendez-vous of several users
   */
  public static LoadPlan of(LoadPlan plan) {
    List<UserClass> users = plan.classes().stream().map(OncePlan::once).toList();
    Flow flow =
        new Flow(
            plan.name(),
            users,
            OnrushDsl.arrivalRate().hold(OnrushDsl.perSecond(users.size()), ARRIVALS));
    return new LoadPlan(
        plan.name(),
        List.of(flow),
        List.of(OnrushDsl.errorCount().atMost(0)),
        plan.http(),
        plan.setup());
  }

  private static UserClass once(UserClass user) {
    int meeting = ChainContents.of(List.of(user)).meeting();
    if (meeting > 1) {
      throw new IllegalArgumentException(
          "once was true, and "
              + RendezVousUsers.text(user, meeting)
              + ", where one user would wait until the end; remove the setting once, or choose other"
              + " user classes with -Donly");
    }
    List<ChainBuilder> tasks = user.tasks().stream().map(OncePlan::named).toList();
    Task all =
        new Task(
            user.tasks().size() == 1 ? user.tasks().get(0).name() : "each task once",
            1,
            CoreDsl.exec(
                tasks.get(0), tasks.subList(1, tasks.size()).toArray(ChainBuilder[]::new)));
    return new UserClass(
        user.name(),
        new UserClass.Share.Weight(1),
        List.of(all),
        new ThinkTime.Constant(Duration.ZERO),
        Optional.empty(),
        user.onStart(),
        user.onStop());
  }

  /**
   * Returns the chain of a task. It first sets the name of the task, and resets the session's
   * failure status, so that a failure of the previous task does not count for this one.
   */
  private static ChainBuilder named(Task task) {
    return CoreDsl.exec(
            (Session session) -> session.markAsSucceeded().set(Task.NAME_ATTRIBUTE, task.name()))
        .exec(task.chain());
  }
}
