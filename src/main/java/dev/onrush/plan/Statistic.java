package dev.onrush.plan;

import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import java.util.List;

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

  /**
   * Responses with a status code: how many, or what share of all requests.
   *
   * @param code as in {@code 503}
   */
  record StatusCode(int code, boolean share) implements Statistic {
    public StatusCode {
      if (code < 100 || code > 599) {
        throw new IllegalArgumentException("status code was " + code + "; 100 to 599 are allowed");
      }
    }

    @Override
    public Quantity quantity() {
      return share ? Quantity.SHARE : Quantity.COUNT;
    }

    @Override
    public String toString() {
      return (share ? SHARE_OF : COUNT_OF) + code;
    }

    private static final String SHARE_OF = "share of status ";
    private static final String COUNT_OF = "count of status ";
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
    REQUEST_COUNT("request count", Quantity.COUNT),
    /** How long after a phase it was as before that phase. */
    RECOVERY("recovery", Quantity.TIME);

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
      for (String of : List.of(StatusCode.SHARE_OF, StatusCode.COUNT_OF)) {
        if (text.startsWith(of)) {
          int code = Integer.parseInt(text.substring(of.length()));
          return new StatusCode(code, of.equals(StatusCode.SHARE_OF));
        }
      }
      if (text.startsWith("p")) {
        return new ResponseTime(new Percentile(Double.parseDouble(text.substring(1))));
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException(
        "statistic was \""
            + text
            + "\"; write p95, mean, max, error rate, error count, throughput, request count,"
            + " share of status 503 or count of status 503");
  }
}
