package dev.onrush.threshold;

import dev.onrush.units.Given;
import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Locale;

/** A number drawn from samples. Response times are of all responses, failed ones included. */
public sealed interface Statistic {

  /** The response time, or value, that so many percent of the samples do not exceed. */
  record AtPercentile(Percentile percentile) implements Statistic {
    public AtPercentile {
      Given.value(percentile, "percentile of a threshold");
    }

    @Override
    public String toString() {
      return percentile.toString();
    }
  }

  /**
   * Responses with a status code, or with one of a class of them: how many, or what share of all
   * requests.
   *
   * @param code as in {@code 503}, or {@code 5xx} for 500 to 599
   */
  record Status(String code, boolean share) implements Statistic {
    public Status {
      code = Given.value(code, "status code").strip().toLowerCase(Locale.ROOT);
      if (!code.matches("[1-5](xx|\\d\\d)")) {
        throw new IllegalArgumentException(
            "status code was \"" + code + "\"; write one from 100 to 599, or a class such as 5xx");
      }
    }

    /** Whether a response with this status is one of those meant. */
    public boolean matches(String status) {
      return code.endsWith("xx")
          ? status.length() == 3 && status.charAt(0) == code.charAt(0)
          : status.equals(code);
    }

    @Override
    public String toString() {
      return (share ? "share of status " : "count of status ") + code;
    }
  }

  /**
   * The Application Performance Index, 0 to 1: satisfied requests and half of the tolerating ones,
   * by all. Satisfied took at most {@code target}, tolerating at most four times that; failures are
   * neither. Source: Apdex Alliance, Apdex Technical Specification 1.1 (2007).
   */
  record Apdex(Duration target) implements Statistic {
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
    public String toString() {
      return "apdex(" + Quantity.duration(target) + ")";
    }
  }

  /** Statistics without a parameter. */
  enum Simple implements Statistic {
    /** The arithmetic mean. */
    MEAN("mean"),
    /** The least. */
    MIN("min"),
    /** The greatest. */
    MAX("max"),
    /** The population's standard deviation, to three significant digits of each sample. */
    STANDARD_DEVIATION("standard deviation"),
    /**
     * Failures in percent of all requests and of what was to be one: a request that could not be
     * built and a function of the script that threw count as failures.
     */
    ERROR_RATE("error rate"),
    /** Failures, counted as in {@link #ERROR_RATE}. */
    ERROR_COUNT("error count"),
    /** Requests that got an answer which passed its checks. */
    SUCCESS_COUNT("success count"),
    /** Requests that were sent within the scope's time, divided by that time. */
    THROUGHPUT("throughput"),
    /** Requests that were sent. */
    REQUEST_COUNT("request count"),
    /** How often a metric was recorded. */
    COUNT("count"),
    /** The sum of all that was recorded of a metric. */
    TOTAL("total"),
    /** The sum of all that was recorded of a metric, each second. */
    TOTAL_PER_SECOND("total per second"),
    /** Of what was recorded of a rate, the part that was true, in percent. */
    SHARE("share"),
    /** The latest reading of a service's metric. */
    LAST("last"),
    /** The latest reading of a service's metric less the first one: of a counter, what it grew. */
    INCREASE("increase");

    private final String text;

    Simple(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
