package dev.onrush.internal.importing.plan;

import dev.onrush.internal.importing.session.Session;
import dev.onrush.internal.importing.session.TimeSeries;
import dev.onrush.internal.importing.session.Traffic;
import java.util.List;

/** The time of a plan in steps, with the events of a log in each step. */
final class TimeGrid {

  /** The possible lengths of a step, in seconds. They are lengths that people read from a clock. */
  private static final double[] STEPS = {
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400
  };

  /** The most steps. A load profile from a CSV file has at most 2,000 points. */
  private static final int MOST = 1_500;

  /** The number of requests per step below which chance outweighs the level. */
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
   * Creates the grid of a log.
   *
   * @param stretch the length of the plan divided by the length of the log; rates stay the same
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

  /** The number of requests in a period of the plan, in seconds, at the rates of the log. */
  double requests(double from, double to) {
    return counts(window.requests(), from, to);
  }

  /** The length of the log, in seconds. */
  int secondsOfLog() {
    return (int) window.seconds();
  }

  /**
   * The number of requests in a second of the log, which may be longer or shorter than the plan.
   */
  double inSecondOfLog(int second) {
    double from = window.from() + (double) second;
    return window.requests().between(from, from + 1);
  }

  /** The number of requests in each step, at the rates of the log. */
  double[] requests() {
    return counts(window.requests());
  }

  /**
   * Adds the requests of some sessions to each step, evenly spread over each session.
   *
   * @param weight the number of sessions that each session represents
   * @param into the requests in each step, to which this method adds
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

  /** The number of events of a series in each step, at the rates of the log. */
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

  /** The length of the plan divided by the length of the log. */
  double stretch() {
    return stretch;
  }

  /** Returns how many of the users with these sessions are present at each edge. */
  double[] present(List<Session> sessions) {
    double[] present = new double[edges.length];
    for (Session session : sessions) {
      // A user whose next request would come after the end of the log is present until its end.
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
