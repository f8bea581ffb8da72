package dev.onrush.threshold;

import dev.onrush.units.Given;

/** What a statistic is about. */
public sealed interface Subject {

  /** All requests together. */
  Subject ALL = new AllRequests();

  /** Each request for itself: good enough only if every one of them is. */
  Subject EACH_REQUEST = new EachRequest();

  /** Stands between a group and what is within it, in names. */
  String GROUP_SEPARATOR = " / ";

  /** See {@link Subject#ALL}. */
  record AllRequests() implements Subject {
    @Override
    public String toString() {
      return "";
    }
  }

  /** See {@link Subject#EACH_REQUEST}. */
  record EachRequest() implements Subject {
    @Override
    public String toString() {
      return " of each request";
    }
  }

  /**
   * Requests of one name.
   *
   * @param name with or without the groups before it: {@code Checkout / Pay}
   */
  record Request(String name) implements Subject {
    public Request {
      Given.value(name, "name of a request");
    }

    /** Whether the request named {@code path}, groups included, is meant. */
    public boolean matches(String path) {
      return path.equals(name) || path.endsWith(GROUP_SEPARATOR + name);
    }

    @Override
    public String toString() {
      return " of " + name;
    }
  }

  /** A group of requests, timed from entering it to leaving it, waits included. */
  record Group(String name) implements Subject {
    public Group {
      Given.value(name, "name of a group");
    }

    @Override
    public String toString() {
      return " of group " + name;
    }
  }

  /** A counter, gauge, rate or trend that the simulation records itself. */
  record Metric(String name) implements Subject {
    public Metric {
      Given.value(name, "name of a metric");
    }

    @Override
    public String toString() {
      return " of metric " + name;
    }
  }

  /**
   * What the service says of itself.
   *
   * @param name of a Prometheus metric, with the labels that select among its series, if any:
   *     {@code jvm_memory_used_bytes{area="heap"}}; the selected ones are added up
   */
  record Service(String name) implements Subject {
    public Service {
      Given.value(name, "name of a metric of the service");
    }

    @Override
    public String toString() {
      return " of service " + name;
    }
  }
}
