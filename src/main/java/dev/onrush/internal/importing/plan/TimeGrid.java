package dev.onrush.internal.importing.plan;

import dev.onrush.internal.importing.session.Session;
import dev.onrush.internal.importing.session.TimeSeries;
import dev.onrush.internal.importing.session.Traffic;
import java.util.List;

/** The time of a plan in steps, and what a log has in each of them. */
final class TimeGrid {

  /** In seconds; those that people read from a clock. */
  private static final double[] STEPS = {
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400
  };

  /** A profile from a CSV has at most 2,000 points. */
  private static final int MOST = 1_500;

  /** Fewer requests in a step are more chance than level. */
  private static final double FEWEST_REQUESTS = 60;

  private static final int FEWEST_STEPS = 10;

  private final Traffic.Window window;
  private final double stretch;
  private final double[] edges;

  private TimeGrid(Traffic.Window window, double stretch, double[] edges) {
    this.window = window;
    this.stretch = stretch;
    this.edges = edges;
  }

  /**
   * The grid of a log.
   *
   * @param stretch seconds of the plan by seconds of the log; rates stay the same
   */
  static TimeGrid of(Traffic traffic, double stretch) {
    double length = Math.max(1, traffic.window().seconds() * stretch);
    double requests = Math.max(1, traffic.requests() * stretch);
    double step = STEPS[STEPS.length - 1];
    for (int i = STEPS.length - 1; i >= 0; i--) {
      boolean fine = STEPS[i] < length && length / STEPS[i] <= MOST;
      boolean needed =
          length / step < FEWEST_STEPS || requests * STEPS[i] / length >= FEWEST_REQUESTS;
      if (fine && needed) {
        step = STEPS[i];
      }
    }
    return new TimeGrid(traffic.window(), stretch, edges(length, Math.min(step, length)));
  }

  private static double[] edges(double length, double step) {
    int steps = (int) Math.ceil(length / step - 1e-9);
    double[] edges = new double[steps + 1];
    for (int i = 0; i <= steps; i++) {
      edges[i] = Math.min(length, i * step);
    }
    return edges;
  }

  double[] edges() {
    return edges.clone();
  }

  int steps() {
    return edges.length - 1;
  }

  double step() {
    return edges[1];
  }

  double end() {
    return edges[edges.length - 1];
  }

  /** Requests of the log that fall into a time of the plan. */
  double requests(double from, double to) {
    return counts(window.requests(), from, to);
  }

  /** Requests of the log in each step. */
  double[] requests() {
    return counts(window.requests());
  }

  /**
   * The requests of some sessions in each step, evenly spread over each session.
   *
   * @param weight of each of them
   */
  void spread(List<Session> sessions, double weight, double[] into) {
    for (Session session : sessions) {
      double from = at(session.begin());
      double to = Math.max(from + stretch * 1e-3, at(session.end()));
      int first = step(from);
      int last = step(to);
      for (int i = first; i <= last; i++) {
        double part = Math.min(to, edges[i + 1]) - Math.max(from, edges[i]);
        into[i] += weight * stretch * session.requests() * Math.max(0, part) / (to - from);
      }
    }
  }

  /** Events of the log in each step. */
  double[] counts(TimeSeries series) {
    double[] all = new double[steps()];
    for (int i = 0; i < all.length; i++) {
      all[i] = counts(series, edges[i], edges[i + 1]);
    }
    return all;
  }

  private double counts(TimeSeries series, double from, double to) {
    return stretch * series.between(window.from() + from / stretch, window.from() + to / stretch);
  }

  /** Seconds of the plan by seconds of the log. */
  double stretch() {
    return stretch;
  }

  /** How many of some users are there at each edge. */
  double[] present(List<Session> sessions) {
    double[] present = new double[edges.length];
    for (Session session : sessions) {
      // Who would have sent the next request after the log's end is there until then.
      double gap = stretch * session.seconds() / Math.max(1, session.requests() - 1);
      double from = at(session.begin()) <= gap + step() ? 0 : at(session.begin());
      double to = at(session.end()) + gap + step() >= end() ? end() : at(session.end());
      for (int i = 0; i < edges.length; i++) {
        present[i] += from <= edges[i] && to >= edges[i] ? 1 : 0;
      }
    }
    return present;
  }

  private double at(long micros) {
    return Math.min(end(), Math.max(0, stretch * (micros / 1e6 - window.from())));
  }

  private int step(double at) {
    return (int) Math.min(steps() - 1, at / step());
  }
}
