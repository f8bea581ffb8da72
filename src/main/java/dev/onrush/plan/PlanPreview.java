package dev.onrush.plan;

import dev.onrush.internal.text.Columns;
import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.Phase;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes a plan as text for people: its load, its users and its thresholds.
 *
 * @since 0.1.0
 */
public final class PlanPreview {

  private static final int COLUMNS = 60;
  private static final String BARS = " ▁▂▃▄▅▆▇█";

  private PlanPreview() {}

  /**
   * Returns the preview of a plan, which is several lines long.
   *
   * @throws IllegalArgumentException if the plan is null
   */
  public static String of(LoadPlan plan) {
    Given.value(plan, "plan");
    StringBuilder text = new StringBuilder();
    if (plan.hasSeveralFlows() && plan.searched().isPresent()) {
      searchedFlow(text, plan, plan.searched().get());
    } else if (plan.hasSeveralFlows()) {
      severalFlows(text, plan);
    } else {
      oneFlow(text, plan.name(), plan.flows().get(0));
    }
    setup(text, plan.setup());
    text.append('\n');
    line(text, "Thresholds");
    for (Threshold threshold : plan.thresholds()) {
      line(
          text,
          "  %s%s%s",
          threshold,
          threshold.abort().map(a -> ", " + a).orElse(""),
          threshold.isWarning() ? ", warning" : "");
    }
    return text.toString();
  }

  private static void setup(StringBuilder text, PlanSetup setup) {
    setup.before().ifPresent(hook -> line(text, "  once before: %s", hook.text()));
    setup.after().ifPresent(hook -> line(text, "  once after: %s", hook.text()));
  }

  private static void oneFlow(StringBuilder text, String name, Flow flow) {
    line(
        text,
        "%s: %s, %s",
        name,
        workload(flow),
        flow.search().isPresent() ? "a search for the capacity" : Quantity.duration(flow.end()));
    text.append('\n');
    if (flow.search().isPresent()) {
      search(text, flow.search().get());
    } else {
      chart(text, flow, flow.end());
      text.append('\n');
      phases(text, flow);
    }
    text.append('\n');
    classes(text, flow);
  }

  /** Writes the charts of all flows over the same time axis, and then each flow in detail. */
  private static void severalFlows(StringBuilder text, LoadPlan plan) {
    Duration length = plan.duration();
    line(text, "%s: %d flows, %s", plan.name(), plan.flows().size(), Quantity.duration(length));
    text.append('\n');
    for (Flow flow : plan.flows()) {
      line(text, "%s", flow.name());
      chart(text, flow, length);
    }
    eachFlow(text, plan, flow -> phases(text, flow));
  }

  /**
   * Writes the flow that is searched, and the other flows, which hold their levels for as long as
   * the search takes.
   */
  private static void searchedFlow(StringBuilder text, LoadPlan plan, Flow searched) {
    line(
        text,
        "%s: %d flows, a search for the capacity of %s",
        plan.name(),
        plan.flows().size(),
        searched.name());
    eachFlow(
        text,
        plan,
        flow ->
            flow.search()
                .ifPresentOrElse(search -> search(text, search), () -> holding(text, flow)));
  }

  private static void eachFlow(StringBuilder text, LoadPlan plan, Consumer<Flow> load) {
    for (Flow flow : plan.flows()) {
      text.append('\n');
      line(text, "%s: %s", flow.name(), workload(flow));
      text.append('\n');
      load.accept(flow);
      text.append('\n');
      classes(text, flow);
    }
  }

  /**
   * Writes the level that a flow holds during a search: {@code Level 40 users from 00:10 on, until
   * the search ends}.
   */
  private static void holding(StringBuilder text, Flow flow) {
    Duration from = SearchFlows.steadyFrom(flow);
    line(
        text,
        "%-14s %s%s, until the search ends",
        "Level",
        flow.profile().unit().text(flow.profileInRun().levelAt(from)),
        from.isZero() ? "" : " from " + Quantity.clock(from) + " on");
  }

  private static String workload(Flow flow) {
    return flow.workload()
        + flow.profile()
            .match(
                closed -> "",
                open ->
                    switch (open.spacing()) {
                      case EVEN -> "";
                      case POISSON -> ", at random";
                    });
  }

  /**
   * Returns the parts that identify a plan, by name: the workload and profile of each flow, and the
   * share, think time, pacing and tasks of each user class. Runs whose plans differ in these parts
   * are not compared.
   */
  public static Map<String, String> shape(LoadPlan plan) {
    Map<String, String> shape = new LinkedHashMap<>();
    for (Flow flow : plan.flows()) {
      String of = plan.hasSeveralFlows() ? "flow " + flow.name() + " " : "";
      shape.put(of + "workload", workload(flow));
      shape.put(
          of + "profile",
          flow.search().map(PlanPreview::shape).orElseGet(() -> shape(flow.profile())));
      for (UserClass userClass : flow.classes()) {
        String tasks =
            userClass.tasks().stream()
                .map(task -> task.weight() + " " + task.name())
                .collect(Collectors.joining(", "));
        shape.put(
            of + "user class " + userClass.name(), usersText(userClass) + ", tasks: " + tasks);
      }
    }
    return shape;
  }

  /** Returns the shape of a search, without the settings that have their default values. */
  private static String shape(CapacitySearch search) {
    CapacitySearch usual = new CapacitySearch(search.unit(), search.first(), search.most());
    StringBuilder shape =
        new StringBuilder("search from ")
            .append(search.text(search.first()))
            .append(" up to ")
            .append(search.text(search.most()))
            .append(", ")
            .append(Quantity.duration(search.hold()))
            .append(" each");
    if (!search.settle().equals(usual.settle())) {
      shape.append(", ").append(Quantity.duration(search.settle())).append(" to settle");
    }
    if (!search.rest().equals(usual.rest())) {
      shape.append(", at most ").append(Quantity.duration(search.rest())).append(" to rest");
    }
    if (!search.tolerance().equals(usual.tolerance())) {
      shape.append(", within ").append(Quantity.SHARE.exact(search.tolerance().value()));
    }
    if (search.probes() != usual.probes()) {
      shape.append(", at most ").append(search.probes()).append(" probes");
    }
    return shape.toString();
  }

  private static String shape(LoadProfile profile) {
    return profile.stages().stream()
        .map(
            stage ->
                (stage.isJump() ? "" : stage.phase() + " ")
                    + "from "
                    + Quantity.plain(stage.from())
                    + " to "
                    + Quantity.plain(stage.to())
                    + (stage.isJump() ? " at once" : " in " + Quantity.duration(stage.duration())))
        .collect(Collectors.joining(", "));
  }

  /**
   * Writes the levels of the climb and the limits of a search. The levels after the climb depend on
   * what the service does.
   */
  private static void search(StringBuilder text, CapacitySearch search) {
    line(
        text,
        "%-14s %s, as long as each level holds",
        "Levels",
        search.climb().stream().map(search::text).collect(Collectors.joining(", ")));
    line(
        text,
        "%-14s halfway between the highest level that held and the lowest that broke, until %s apart;"
            + " both are probed twice",
        "Then",
        Quantity.SHARE.exact(search.tolerance().value()));
    line(
        text,
        "%-14s %s to settle, %s held and judged, at most %s to rest at %s until it has recovered",
        "Each probe",
        Quantity.duration(search.settle()),
        Quantity.duration(search.hold()),
        Quantity.duration(search.rest()),
        search.text(search.first()));
    line(
        text,
        "%-14s %d probes, %s if the service recovers at once, %s if each rest takes its full time",
        "At most",
        search.probes(),
        Quantity.clock(
            search
                .settle()
                .plus(search.hold())
                .plus(Duration.ofSeconds(4)) // three calm seconds, and the rest of one more
                .multipliedBy(search.probes())),
        Quantity.clock(search.longest().duration()));
  }

  private static void phases(StringBuilder text, Flow flow) {
    boolean closed = !flow.profile().isOpen();
    UserSchedule schedule = new UserSchedule(flow.classes(), flow.profileInRun());
    List<String> names = flow.classes().stream().map(UserClass::name).toList();
    int width =
        flow.profileInRun().phases().stream()
            .mapToInt(p -> Columns.width(p.name()))
            .reduce(14, Math::max);
    String row = "%s %8s %8s  %s";
    line(
        text,
        row,
        Columns.padded("Phase", width),
        "from",
        "for",
        closed
            ? "users at its end: " + String.join(", ", names)
            : "arrivals in it: " + String.join(", ", names));
    for (Phase phase : flow.profileInRun().phases()) {
      long[] counts =
          closed ? usersAtTheEnd(schedule, names.size(), phase) : arrivals(schedule, phase);
      line(
          text,
          row,
          Columns.padded(phase.name(), width),
          Quantity.clock(phase.start()),
          Quantity.duration(phase.duration()),
          Arrays.stream(counts).mapToObj(String::valueOf).collect(Collectors.joining(", ")));
    }
  }

  /** The number of users of each class just before the end of a phase. */
  private static long[] usersAtTheEnd(UserSchedule schedule, int classes, Phase phase) {
    Duration end = phase.end().minusMillis(1);
    return IntStream.range(0, classes).mapToLong(i -> schedule.usersAt(i, end)).toArray();
  }

  /** The number of arrivals of each class in a phase. */
  private static long[] arrivals(UserSchedule schedule, Phase phase) {
    long[] before = schedule.arrivalsOfClassesBy(phase.start());
    long[] arrivals = schedule.arrivalsOfClassesBy(phase.end());
    Arrays.setAll(arrivals, i -> arrivals[i] - before[i]);
    return arrivals;
  }

  private static void classes(StringBuilder text, Flow flow) {
    for (UserClass userClass : flow.classes()) {
      line(
          text,
          "%s (%s%s)",
          userClass.name(),
          usersText(userClass),
          thinkTimeRemark(flow, userClass));
      int sum = userClass.tasks().stream().mapToInt(Task::weight).sum();
      for (Task task : userClass.tasks()) {
        line(text, "  %5.1f %%  %s", 100.0 * task.weight() / sum, task.name());
      }
    }
  }

  private static String usersText(UserClass userClass) {
    return userClass.share().text()
        + ", think time "
        + userClass.thinkTime().describe()
        + userClass.pacing().map(p -> ", pacing " + Quantity.duration(p)).orElse("");
  }

  /**
   * Returns a remark for a think time without effect: a user of an arrival rate iterates only once.
   */
  private static String thinkTimeRemark(Flow flow, UserClass userClass) {
    boolean thinks = !userClass.thinkTime().equals(new ThinkTime.Constant(Duration.ZERO));
    return flow.profile().isOpen() && thinks ? ", without effect: each user iterates once" : "";
  }

  /**
   * Writes the chart of a flow: one character for each column, as high as the level in the middle
   * of the column.
   */
  private static void chart(StringBuilder text, Flow flow, Duration length) {
    LoadProfile profile = flow.profileInRun();
    StringBuilder chart = new StringBuilder();
    for (int column = 0; column < COLUMNS; column++) {
      Duration at = length.multipliedBy(2L * column + 1).dividedBy(2L * COLUMNS);
      double share = profile.levelAt(at) / profile.peak();
      chart.append(BARS.charAt((int) Math.ceil(share * (BARS.length() - 1) - 1e-9)));
    }
    line(text, "  %s  peak %s", chart, profile.unit().text(profile.peak()));
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
