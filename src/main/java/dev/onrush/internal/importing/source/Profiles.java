package dev.onrush.internal.importing.source;

import dev.onrush.internal.importing.plan.Curve;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Writes curves as load profiles: as a CSV file, a few stages, or a level that is held. */
final class Profiles {

  /** The most stages, so that a reader can take them in. */
  private static final int MOST_STAGES = 12;

  private final boolean stages;

  /**
   * Creates profiles in one of two forms.
   *
   * @param stages whether curves become stages; if not, CSV files
   */
  Profiles(boolean stages) {
    this.stages = stages;
  }

  /** Whether a curve needs a CSV file. */
  boolean needsCsv(Curve curve) {
    return !stages && !isConstant(curve);
  }

  /** Returns the profile of random arrivals. */
  Code arrivals(Curve curve, String csv) {
    return profile(Code.call("arrivalRate"), curve, csv, true).dot("poisson");
  }

  /** Returns the profile of concurrent users. */
  Code users(Curve curve, String csv) {
    return profile(Code.call("concurrentUsers"), curve, csv, false);
  }

  private Code profile(Code begin, Curve curve, String csv, boolean open) {
    if (isConstant(curve)) {
      return begin.dot("hold", level(curve.levels()[0], open), time(curve.end()));
    }
    return stages
        ? staged(begin, simplified(curve), open)
        : begin.dot("followCsv", Code.quoted(csv));
  }

  private static boolean isConstant(Curve curve) {
    double first = curve.levels()[0];
    return Arrays.stream(curve.levels()).allMatch(level -> level == first);
  }

  private static Code staged(Code begin, Curve curve, boolean open) {
    double[] seconds = curve.seconds();
    double[] levels = curve.levels();
    Code code = begin.dot("rampTo", level(levels[0], open), Code.text("ZERO"));
    for (int i = 1; i < seconds.length; i++) {
      code = code.dot("rampTo", level(levels[i], open), time(seconds[i] - seconds[i - 1]));
    }
    return code;
  }

  private static Code level(double level, boolean open) {
    return open
        ? Code.call("perSecond", Code.text(Literals.decimal(level)))
        : Code.text(Literals.number(Math.round(level)));
  }

  private static Code time(double seconds) {
    return Literals.time(Duration.ofMillis(Math.round(1_000 * seconds)));
  }

  /**
   * Returns the curve with fewer points and the same area. While there are too many points, removes
   * the point whose triangle with its neighbours is the smallest (M. Visvalingam, J. D. Whyatt,
   * 1993).
   */
  private static Curve simplified(Curve curve) {
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < curve.seconds().length; i++) {
      points.add(new double[] {curve.seconds()[i], curve.levels()[i]});
    }
    while (points.size() > MOST_STAGES + 1) {
      int smallest = 1;
      double least = Double.MAX_VALUE;
      for (int i = 1; i < points.size() - 1; i++) {
        double area = triangle(points.get(i - 1), points.get(i), points.get(i + 1));
        if (area < least) {
          least = area;
          smallest = i;
        }
      }
      points.remove(smallest);
    }
    double[] seconds = points.stream().mapToDouble(point -> Math.round(point[0])).toArray();
    double[] levels = points.stream().mapToDouble(point -> point[1]).toArray();
    double area = new Curve(seconds, levels).area();
    double factor = area == 0 ? 1 : curve.area() / area;
    return new Curve(seconds, Arrays.stream(levels).map(level -> level * factor).toArray());
  }

  private static double triangle(double[] a, double[] b, double[] c) {
    return Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2;
  }

  /** Returns a CSV with the second and the level of each point on a line. */
  static String csv(Curve curve) {
    StringBuilder text = new StringBuilder("seconds,level\n");
    double[] levels = curve.levels();
    double[] seconds = curve.seconds();
    for (int i = 0; i < levels.length; i++) {
      text.append(
          String.format(Locale.ROOT, "%s,%s%n", plain(seconds[i]), Literals.decimal(levels[i])));
    }
    return text.toString().replace("\r\n", "\n");
  }

  private static String plain(double seconds) {
    return BigDecimal.valueOf(Math.round(1_000 * seconds), 3).stripTrailingZeros().toPlainString();
  }
}
