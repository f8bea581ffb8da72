package dev.onrush.threshold;

import dev.onrush.threshold.Subject.Source;
import dev.onrush.units.Given;
import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;

/**
 * A number that is calculated from samples. Statistics of response times include failed responses.
 * Immutable.
 *
 * @since 0.1.0
 */
public sealed interface Statistic {

  /**
   * Whether samples of this source have this statistic: requests have no total, and a service has
   * no p95.
   */
  boolean fits(Source source);

  /** The quantity of this statistic for samples of this source. */
  Quantity quantity(Source source);

  /** The values that this statistic can have for samples of this source. */
  Range range(Source source);

  /**
   * The factor by which the usual value of this statistic grows in a run of another size.
   *
   * @param users the factor for users and rates
   * @param time the factor for the times of the run
   */
  double growth(double users, double time);

  /**
   * Whether the value can only grow during a run, as a count or a sum of numbers that are not
   * negative.
   */
  boolean onlyGrows();

  /**
   * Applies the function for this kind of statistic and returns its result. Each kind has a
   * parameter, so that a caller cannot forget one.
   */
  <R> R match(
      Function<AtPercentile, R> percentile,
      Function<Status, R> status,
      Function<Apdex, R> apdex,
      Function<Simple, R> simple);

  /**
   * A percentile: the response time, or value, that a share of the samples does not exceed.
   *
   * @param percentile the share of the samples; the value is found by nearest rank
   */
  record AtPercentile(Percentile percentile) implements Statistic {

    /**
     * Creates the value at a percentile.
     *
     * @throws IllegalArgumentException if {@code percentile} is null, or below 1: it was then
     *     written as a share, such as 0.95
     */
    public AtPercentile {
      double rank = Given.value(percentile, "percentile of a threshold").value();
      if (rank < 1) {
        throw new IllegalArgumentException(
            "percentile was "
                + Quantity.plain(rank)
                + ", which nearly every sample exceeds; a percentile is written in percent: "
                + Quantity.plain(BigDecimal.valueOf(rank).movePointRight(2).doubleValue())
                + " instead of "
                + Quantity.plain(rank)
                + ", from 1 to 100");
      }
    }

    @Override
    public boolean fits(Source source) {
      return switch (source) {
        case REQUESTS, GROUP, METRIC -> true;
        case SERVICE -> false;
      };
    }

    @Override
    public Quantity quantity(Source source) {
      return ofSample(source);
    }

    @Override
    public Range range(Source source) {
      return Range.of(quantity(source));
    }

    @Override
    public double growth(double users, double time) {
      return 1;
    }

    @Override
    public boolean onlyGrows() {
      return false;
    }

    @Override
    public <R> R match(
        Function<AtPercentile, R> at,
        Function<Status, R> status,
        Function<Apdex, R> apdex,
        Function<Simple, R> simple) {
      return at.apply(this);
    }

    @Override
    public String toString() {
      return percentile.toString();
    }
  }

  /**
   * The responses with a status code, or with a status code of a class: their number, or their
   * share of all requests.
   *
   * @param code a status code such as {@code 503}, or a class such as {@code 5xx} for 500 to 599
   * @param share whether the statistic is a share in percent; otherwise it is a count
   */
  record Status(String code, boolean share) implements Statistic {

    /**
     * Creates a statistic of responses with a code from 100 to 599, or of a class such as {@code
     * 5xx}.
     *
     * @throws IllegalArgumentException if {@code code} is neither a code from 100 to 599 nor a
     *     class
     */
    public Status {
      code = Given.value(code, "status code").strip().toLowerCase(Locale.ROOT);
      if (!code.matches("[1-5](xx|\\d\\d)")) {
        throw new IllegalArgumentException(
            "status code was \"" + code + "\"; write one from 100 to 599, or a class such as 5xx");
      }
    }

    /** Whether the statistic counts a response with this status. */
    public boolean matches(String status) {
      return code.endsWith("xx")
          ? status.length() == 3 && status.charAt(0) == code.charAt(0)
          : status.equals(code);
    }

    @Override
    public boolean fits(Source source) {
      return ofRequestsOnly(source);
    }

    @Override
    public Quantity quantity(Source source) {
      return share ? Quantity.SHARE : Quantity.COUNT;
    }

    @Override
    public Range range(Source source) {
      return Range.of(quantity(source));
    }

    @Override
    public double growth(double users, double time) {
      return share ? 1 : users * time;
    }

    @Override
    public boolean onlyGrows() {
      return !share;
    }

    @Override
    public <R> R match(
        Function<AtPercentile, R> percentile,
        Function<Status, R> status,
        Function<Apdex, R> apdex,
        Function<Simple, R> simple) {
      return status.apply(this);
    }

    @Override
    public String toString() {
      return (share ? "share of status " : "count of status ") + code;
    }
  }

  /**
   * The Application Performance Index, 0 to 1: the satisfied requests plus half of the tolerating
   * requests, divided by all requests. A satisfied request takes at most {@code target}, a
   * tolerating request at most four times as long; failures are neither. Source: Apdex Alliance,
   * Apdex Technical Specification 1.1 (2007).
   *
   * @param target the target response time; longer than zero, at most 1,000 days
   */
  record Apdex(Duration target) implements Statistic {

    /**
     * Creates the index for a target.
     *
     * @throws IllegalArgumentException if {@code target} is outside its range
     */
    public Apdex {
      Given.value(target, "target of Apdex");
      if (target.isNegative() || target.isZero()) {
        throw new IllegalArgumentException(
            "target of Apdex was "
                + Quantity.duration(target)
                + "; it must be longer than zero, such as ofMillis(500)");
      }
      Given.time(target, "target of Apdex");
    }

    @Override
    public boolean fits(Source source) {
      return ofRequestsOnly(source);
    }

    @Override
    public Quantity quantity(Source source) {
      return Quantity.NUMBER;
    }

    @Override
    public Range range(Source source) {
      return new Range(0, 1);
    }

    @Override
    public double growth(double users, double time) {
      return 1;
    }

    @Override
    public boolean onlyGrows() {
      return false;
    }

    @Override
    public <R> R match(
        Function<AtPercentile, R> percentile,
        Function<Status, R> status,
        Function<Apdex, R> apdex,
        Function<Simple, R> simple) {
      return apdex.apply(this);
    }

    @Override
    public String toString() {
      boolean wholeMillis = target.toNanosPart() % 1_000_000 == 0;
      return "apdex("
          + (wholeMillis
              ? Quantity.duration(target)
              : Quantity.TIME.exact(Quantity.inMilliseconds(target)))
          + ")";
    }
  }

  /** A statistic without a parameter. */
  enum Simple implements Statistic {
    /** The arithmetic mean. */
    MEAN("mean"),
    /** The least sample. */
    MIN("min"),
    /** The greatest sample. */
    MAX("max"),
    /**
     * The population standard deviation, calculated from samples that are kept with three
     * significant digits.
     */
    STANDARD_DEVIATION("standard deviation"),
    /**
     * Failures in percent of all requests, including requests that were not sent. A request that
     * could not be built and a function of the script that threw an exception count as failures.
     * Messages of web sockets are not included, because nothing answers them; a check that waits
     * for a reply is a request.
     */
    ERROR_RATE("error rate"),
    /** The number of failures, counted as in {@link #ERROR_RATE}. */
    ERROR_COUNT("error count"),
    /** The number of requests whose response passed its checks. */
    SUCCESS_COUNT("success count"),
    /** The number of requests that were sent within the scope's time, divided by this time. */
    THROUGHPUT("throughput"),
    /** The number of requests that were sent. */
    REQUEST_COUNT("request count"),
    /** The number of samples of a metric. */
    COUNT("count"),
    /** The sum of all samples of a metric. */
    TOTAL("total"),
    /** The sum of all samples of a metric, divided by the scope's time. */
    TOTAL_PER_SECOND("total per second"),
    /** The share of the samples of a rate that are true, in percent. */
    SHARE("share"),
    /** The latest reading of a service's metric. */
    LAST("last"),
    /** The latest reading of a service's metric minus the first reading. */
    INCREASE("increase");

    private final String text;

    Simple(String text) {
      this.text = text;
    }

    @Override
    public boolean fits(Source source) {
      boolean requests = source == Source.REQUESTS || source == Source.GROUP;
      return switch (this) {
        case MEAN, MIN, MAX -> true;
        case STANDARD_DEVIATION -> source != Source.SERVICE;
        case ERROR_RATE, ERROR_COUNT, SUCCESS_COUNT, THROUGHPUT, REQUEST_COUNT -> requests;
        case COUNT, TOTAL, TOTAL_PER_SECOND, SHARE -> source == Source.METRIC;
        case LAST, INCREASE -> source == Source.SERVICE;
      };
    }

    @Override
    public Quantity quantity(Source source) {
      return switch (this) {
        case MEAN, MIN, MAX, STANDARD_DEVIATION -> ofSample(source);
        case ERROR_RATE, SHARE -> Quantity.SHARE;
        case ERROR_COUNT, SUCCESS_COUNT, REQUEST_COUNT, COUNT -> Quantity.COUNT;
        case THROUGHPUT, TOTAL_PER_SECOND -> Quantity.FREQUENCY;
        case TOTAL, LAST, INCREASE -> Quantity.NUMBER;
      };
    }

    @Override
    public Range range(Source source) {
      return Range.of(quantity(source));
    }

    @Override
    public double growth(double users, double time) {
      return switch (this) {
        case REQUEST_COUNT, ERROR_COUNT, SUCCESS_COUNT, COUNT, TOTAL -> users * time;
        case THROUGHPUT, TOTAL_PER_SECOND -> users;
        case MEAN, MIN, MAX, STANDARD_DEVIATION, ERROR_RATE, SHARE, LAST, INCREASE -> 1;
      };
    }

    @Override
    public boolean onlyGrows() {
      return switch (this) {
        case REQUEST_COUNT, ERROR_COUNT, SUCCESS_COUNT, COUNT, TOTAL -> true;
        case MEAN, MIN, MAX, STANDARD_DEVIATION, ERROR_RATE, SHARE, LAST -> false;
        case THROUGHPUT, TOTAL_PER_SECOND, INCREASE -> false;
      };
    }

    @Override
    public <R> R match(
        Function<AtPercentile, R> percentile,
        Function<Status, R> status,
        Function<Apdex, R> apdex,
        Function<Simple, R> simple) {
      return simple.apply(this);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static boolean ofRequestsOnly(Source source) {
    return source == Source.REQUESTS;
  }

  /** The quantity of one sample: a time for requests and groups, a number for metrics. */
  private static Quantity ofSample(Source source) {
    return switch (source) {
      case REQUESTS, GROUP -> Quantity.TIME;
      case METRIC, SERVICE -> Quantity.NUMBER;
    };
  }
}
