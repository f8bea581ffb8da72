package dev.onrush.internal.verdict.probe;

import dev.onrush.internal.duet.Duet;
import dev.onrush.internal.duet.Duet.Certainty;
import dev.onrush.internal.duet.PairedBlocks.Found;
import dev.onrush.internal.duet.PairedDifference;
import dev.onrush.internal.metrics.ChangeUnit;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.text.ChangeText;
import dev.onrush.threshold.Measure.WorseThanA;
import dev.onrush.threshold.Subject;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A probe of how much worse B certainly is than A. For several requests, its reading is the reading
 * of the worst request. If no request is certainly worse, the reading has no data if a request was
 * far worse but not certainly, or if A or B was silent for long. Requests that were sent too rarely
 * to be compared are named, and so are requests whose interval is so wide that B may even be far
 * worse. They cause a reading without data if nothing is known of any other request; of rare
 * requests one is enough if a user has written the threshold, because this does not depend on
 * chance.
 */
public final class DuetProbe implements Probe {

  /** The number of requests without a comparison that are named. */
  private static final int NAMED = 3;

  private final Threshold threshold;
  private final WorseThanA measure;
  private final Optional<Duet> duet;

  public DuetProbe(Threshold threshold, WorseThanA measure, Optional<Duet> duet) {
    this.threshold = threshold;
    this.measure = measure;
    this.duet = duet;
  }

  @Override
  public Reading read(Timeline timeline) {
    long samples =
        timeline.select(FigureProbe.filter(measure.figure().scope(), List.of())).requests();
    if (duet.isEmpty()) {
      return Reading.none(
          samples,
          "this run is not a duet; set the version to compare the target with, for example with"
              + " -Dagainst=http://127.0.0.1:8080");
    }
    List<String> unknown = new ArrayList<>();
    List<String> rare = new ArrayList<>();
    List<String> wide = new ArrayList<>();
    Optional<PairedDifference> worst = Optional.empty();
    Map<String, Found> all = duet.get().compared(measure);
    boolean named = all.size() > 1 || measure.scope().subject() == Subject.EACH_REQUEST;
    for (Map.Entry<String, Found> compared : all.entrySet()) {
      Found found = compared.getValue();
      Optional<PairedDifference> difference = found.difference();
      Optional<Certainty> certainty = difference.map(of -> Duet.certainty(threshold, of));
      String name = measure.figure().statistic() + " of " + compared.getKey();
      String of = named ? name + ": " : "";
      boolean isKnown = certainty.filter(is -> is != Certainty.TOO_WIDE).isPresent();
      if (found.silence().isPresent()) {
        unknown.add(of + found.silence().get());
      } else if (difference.isEmpty()) {
        rare.add(named ? name + " (" + found.whyNot() + ")" : found.whyNot());
      } else if (!isKnown) {
        wide.add(named ? name + " (" + words(difference.get()) + ")" : words(difference.get()));
      } else if (certainty.get() == Certainty.FAR_WORSE) {
        unknown.add(of + words(difference.get()));
      }
      if (isKnown && (worst.isEmpty() || isWorse(difference.get(), worst.get()))) {
        worst = difference;
      }
    }
    if (worst.isEmpty()) {
      unknown.addAll(wide);
    }
    if (worst.isEmpty() || !threshold.implied()) {
      unknown.addAll(rare);
    }
    if (worst.isEmpty() || (!unknown.isEmpty() && !isBroken(worst.get()))) {
      return Reading.none(samples, unknown.isEmpty() ? "no requests" : told(unknown));
    }
    return Reading.of(
        Math.max(0, worst.get().worseAtLeast()),
        samples,
        (named ? worst.get().name() + ": " : "")
            + words(worst.get())
            + (wide.isEmpty() ? "" : "; too uncertain: " + told(wide))
            + (rare.isEmpty() ? "" : "; not compared: " + told(rare)));
  }

  /** The first of these reasons, and the number of the others. */
  private static String told(List<String> without) {
    int more = without.size() - NAMED;
    return String.join("; ", without.subList(0, Math.min(NAMED, without.size())))
        + (more > 0 ? "; and " + more + " more" : "");
  }

  /**
   * Whether one difference is certainly worse than another; if the certain parts are equal, whether
   * it is nearer to being worse by more than is allowed.
   */
  private boolean isWorse(PairedDifference one, PairedDifference other) {
    double certain = Math.max(0, one.worseAtLeast()) - Math.max(0, other.worseAtLeast());
    double tolerance = Duet.tolerance(threshold);
    return certain > 0 || (certain == 0 && one.nearness(tolerance) > other.nearness(tolerance));
  }

  private boolean isBroken(PairedDifference difference) {
    return !threshold.condition().holds(Math.max(0, difference.worseAtLeast()));
  }

  private String words(PairedDifference difference) {
    String bound = "more than " + withUnit(Quantity.plain(Duet.tolerance(threshold)), difference);
    return difference.figures()
        + ": "
        + switch (Duet.certainty(threshold, difference)) {
          case WORSE -> "worse by " + bound;
          case NOT_WORSE -> "not worse by " + bound;
          case FAR_WORSE ->
              "worse by far "
                  + bound
                  + (Double.isInfinite(difference.worseAtMost())
                      ? ", but there are too few independent samples for certainty"
                      : ", but the difference varies too much for certainty");
          case TOO_WIDE ->
              difference.isBounded()
                  ? "may be worse by up to "
                      + withUnit(ChangeText.digits(difference.worseAtMost()), difference)
                  : "too few independent samples to tell whether worse by " + bound;
          case UNDECIDED ->
              (difference.worseAtLeast() > 0
                      ? "certainly worse by "
                          + withUnit(ChangeText.digits(difference.worseAtLeast()), difference)
                      : "not certainly worse")
                  + "; undecided whether by "
                  + bound;
        };
  }

  private static String withUnit(String number, PairedDifference difference) {
    return ChangeText.withUnit(number, ChangeUnit.isRelative(difference.statistic()));
  }
}
