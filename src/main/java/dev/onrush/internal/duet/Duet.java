package dev.onrush.internal.duet;

import dev.onrush.internal.duet.PairedBlocks.Found;
import dev.onrush.internal.metrics.ChangeUnit;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Measure.WorseThanA;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Subject;
import dev.onrush.threshold.Threshold;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A duet in progress: its blocks of time, and its thresholds on the difference between the
 * variants. These thresholds hold simultaneously: the share of runs in which one of their
 * comparisons is wrong at any moment is divided among them (Bonferroni). Each request is a separate
 * comparison, in each group that contains it.
 */
public final class Duet {

  private final PairedBlocks blocks;
  private final Terms terms;
  private final List<Threshold> asked;
  private final List<String> planned;
  private boolean over;

  /**
   * The terms of the comparison.
   *
   * @param a the address of the version that serves as the reference
   * @param b the address of the version under test
   * @param margin a difference in percent that does not matter
   * @param stops whether the run ends as soon as each threshold on the difference is certain
   */
  public record Terms(String a, String b, double margin, boolean stops) {}

  /** The certainty about a threshold on the difference. */
  public enum Certainty {
    /** B is worse by more than the threshold allows. */
    WORSE,
    /** B is not worse by more than the threshold allows. */
    NOT_WORSE,
    /**
     * B was far worse, and by more than chance makes equal versions differ, but this is not
     * certain. The seconds after a version broke down are correlated, and together say little more
     * than one of them.
     */
    FAR_WORSE,
    /**
     * B may even be far worse: the interval is so wide that this run would not have shown a change
     * that everyone notices.
     */
    TOO_WIDE,
    UNDECIDED
  }

  /**
   * The number of standard errors that chance alone hardly ever produces, however few blocks there
   * are.
   */
  private static final double BEYOND_CHANCE = 4;

  /**
   * Creates a duet without any data yet.
   *
   * @param thresholds the thresholds of the run
   * @param requests names of the requests that the plan is known to contain
   */
  public Duet(Terms terms, PairedBlocks blocks, List<Threshold> thresholds, List<String> requests) {
    this.terms = terms;
    this.blocks = blocks;
    this.asked = thresholds.stream().filter(t -> t.measure() instanceof WorseThanA).toList();
    this.planned = List.copyOf(requests);
    asked.forEach(t -> blocks.compare(statistic(t)));
  }

  /** Adds the next interval, unless the duet is over. */
  public void add(Interval interval) {
    if (!over) {
      blocks.add(interval);
    }
  }

  /** Ends the duet: it takes no more intervals. */
  public void end() {
    over = true;
  }

  /** Whether the duet takes no more intervals. */
  public boolean isOver() {
    return over;
  }

  public Terms terms() {
    return terms;
  }

  private static Statistic statistic(Threshold threshold) {
    return threshold.measure().figures().get(0).statistic();
  }

  private static Subject subject(Threshold threshold) {
    return threshold.scope().subject();
  }

  /** The share of runs in which a single comparison may be wrong. */
  private double miss() {
    long comparisons =
        asked.stream().mapToLong(t -> Math.max(1, compared(subject(t)).size())).sum();
    return PairedBlocks.MISS / Math.max(1, comparisons);
  }

  /**
   * The requests that a threshold compares one by one; all requests together are one comparison
   * without a name.
   */
  private List<Optional<String>> compared(Subject subject) {
    return subject == Subject.ALL
        ? List.of(Optional.empty())
        : requests().stream()
            .filter(name -> subject == Subject.EACH_REQUEST || subject.matches(name))
            .map(Optional::of)
            .toList();
  }

  /** The names of all requests that were sent, and of planned requests that were not sent yet. */
  private List<String> requests() {
    List<String> names = new ArrayList<>(blocks.requests());
    planned.stream()
        .filter(name -> names.stream().noneMatch(new Subject.Request(name)::matches))
        .forEach(names::add);
    return names;
  }

  /**
   * Returns the comparisons of a threshold on the difference, by request; the name for all requests
   * together is empty. A request that occurs in several groups is compared in each of them
   * separately.
   */
  public Map<String, Found> compared(WorseThanA measure) {
    Statistic statistic = measure.figure().statistic();
    double miss = miss();
    Map<String, Found> found = new LinkedHashMap<>();
    for (Optional<String> name : compared(measure.scope().subject())) {
      found.put(name.orElse(""), blocks.difference(name, statistic, miss));
    }
    return found;
  }

  /** The difference that a threshold allows, in percent or percentage points. */
  public static double tolerance(Threshold threshold) {
    return threshold.condition() instanceof Bound bound ? bound.bound() : 0;
  }

  /** Returns the certainty about a threshold that one of its comparisons gives. */
  public static Certainty certainty(Threshold threshold, PairedDifference difference) {
    double tolerance = tolerance(threshold);
    double far = tolerance + ChangeUnit.far(difference.statistic());
    return difference.worseAtLeast() > tolerance
        ? Certainty.WORSE
        : difference.worseAtMost() <= tolerance
            ? Certainty.NOT_WORSE
            : difference.worse() > far && difference.worseApartFrom(BEYOND_CHANCE) > tolerance
                ? Certainty.FAR_WORSE
                : difference.worseAtMost() > far ? Certainty.TOO_WIDE : Certainty.UNDECIDED;
  }

  /** Whether each threshold on the difference is certainly broken or certainly kept. */
  public boolean isCertain() {
    return !asked.isEmpty() && asked.stream().allMatch(this::isCertain);
  }

  private boolean isCertain(Threshold threshold) {
    Map<String, Found> compared = compared((WorseThanA) threshold.measure());
    List<Certainty> all =
        compared.entrySet().stream()
            .filter(
                of -> !(threshold.implied() && isLeftOut(of.getKey(), threshold, of.getValue())))
            .map(of -> certainty(threshold, of.getValue()))
            .toList();
    return all.contains(Certainty.WORSE)
        || (!all.isEmpty()
            && all.stream().allMatch(Certainty.NOT_WORSE::equals)
            // Requests that are not answered yet may fail.
            && compared.keySet().stream()
                .noneMatch(request -> blocks.isWaitedFor(request, statistic(threshold))));
  }

  /** Whether an implied threshold is judged without this request at the plan's end. */
  private boolean isLeftOut(String request, Threshold threshold, Found found) {
    return found.difference().isEmpty()
        && found.silence().isEmpty()
        && blocks.isTooRare(request, statistic(threshold));
  }

  private static Certainty certainty(Threshold threshold, Found found) {
    return found
        .difference()
        .map(difference -> certainty(threshold, difference))
        .filter(is -> is == Certainty.WORSE || found.silence().isEmpty())
        .orElse(Certainty.UNDECIDED);
  }

  /**
   * A line of the result.
   *
   * @param request the full name of the request; empty for all requests
   * @param asked whether a threshold covers this comparison; the intervals of all asked lines hold
   *     simultaneously, the intervals of the other lines one by one
   * @param margin a difference that does not matter, in the unit of the change
   */
  public record Line(
      Optional<String> request, Statistic statistic, Found found, boolean asked, double margin) {}

  /** All comparisons: each statistic of each request, and of all requests together. */
  public List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    List<Optional<String>> names = new ArrayList<>();
    blocks.requests().forEach(name -> names.add(Optional.of(name)));
    boolean single = names.size() == 1; // a single request has the same figures as all requests
    if (!single) {
      names.add(Optional.empty());
    }
    for (Optional<String> name : names) {
      for (Statistic statistic : PairedBlocks.STATISTICS) {
        Optional<Threshold> by =
            asked.stream()
                .filter(t -> statistic(t).equals(statistic))
                .filter(t -> isOn(t, name) || (single && isOn(t, Optional.empty())))
                .findFirst();
        double miss = by.isPresent() ? miss() : PairedBlocks.MISS;
        lines.add(
            new Line(
                name,
                statistic,
                blocks.difference(name, statistic, miss),
                by.isPresent(),
                by.map(Duet::tolerance).orElse(margin(statistic))));
      }
    }
    return lines;
  }

  private boolean isOn(Threshold threshold, Optional<String> name) {
    Subject subject = subject(threshold);
    return name.isEmpty()
        ? subject == Subject.ALL
        : subject == Subject.EACH_REQUEST
            || (subject != Subject.ALL && subject.matches(name.get()));
  }

  /** The difference that does not matter, in the unit of the statistic's change. */
  private double margin(Statistic statistic) {
    return ChangeUnit.ofPercent(statistic, terms.margin);
  }
}
