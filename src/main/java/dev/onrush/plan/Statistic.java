package dev.onrush.plan;

import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;

/** A number drawn from samples. Response times are of all responses, failed ones included. */
public sealed interface Statistic {

  /** The response time that so many percent of the responses do not exceed. */
  record ResponseTime(Percentile percentile) implements Statistic {
    @Override
    public Quantity quantity() {
      return Quantity.TIME;
    }

    @Override
    public String toString() {
      return percentile.toString();
    }
  }

  /** Statistics without a parameter. */
  enum Simple implements Statistic {
    /** The arithmetic mean of response times. */
    MEAN("mean", Quantity.TIME),
    /** The longest response time. */
    MAX("max", Quantity.TIME),
    /** Failed requests in percent of all requests; one that could not be built counts as failed. */
    ERROR_RATE("error rate", Quantity.SHARE),
    /** Failed requests. */
    ERROR_COUNT("error count", Quantity.COUNT),
    /** Requests each second: those sent within the scope's time, by that time. */
    THROUGHPUT("throughput", Quantity.FREQUENCY),
    /** Requests. */
    REQUEST_COUNT("request count", Quantity.COUNT);

    private final String text;
    private final Quantity quantity;

    Simple(String text, Quantity quantity) {
      this.text = text;
      this.quantity = quantity;
    }

    @Override
    public Quantity quantity() {
      return quantity;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** What the number measures. */
  Quantity quantity();

  /**
   * Reads what {@code toString} writes.
   *
   * @throws IllegalArgumentException for anything else
   */
  static Statistic parse(String text) {
    for (Simple simple : Simple.values()) {
      if (simple.text.equals(text)) {
        return simple;
      }
    }
    try {
      if (text.startsWith("p")) {
        return new ResponseTime(new Percentile(Double.parseDouble(text.substring(1))));
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException(
        "statistic was \""
            + text
            + "\"; write p95, mean, max, error rate, error count, throughput"
            + " or request count");
  }
}
