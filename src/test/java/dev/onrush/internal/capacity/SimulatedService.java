package dev.onrush.internal.capacity;

import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A service of known capacity, the number of workers divided by the service time: each worker
 * handles one request at a time, and a queue is in front of them. It is simulated event by event.
 *
 * @param serviceTime in seconds
 * @param longestQueue the length of the queue from which on requests are refused
 */
record SimulatedService(int workers, double serviceTime, int longestQueue) {

  private static final double BOUND = 0.2;
  private static final double MOST_ERRORS = 0.01;
  private static final double SETTLE = 5;
  private static final double HOLD = 20;

  double capacity() {
    return workers / serviceTime;
  }

  /**
   * Returns whether p95 stays below 200 ms and errors stay below 1 % at this arrival rate per
   * second.
   */
  LevelOutcome open(double rate, boolean evenly, Random random) {
    double[] free = new double[workers];
    double now = 0;
    int sent = 0;
    int refused = 0;
    double[] times = new double[(int) (2 * rate * HOLD) + 1000];
    int timed = 0;
    while (now < SETTLE + HOLD) {
      now += evenly ? 1 / rate : -Math.log(1 - random.nextDouble()) / rate;
      int next = 0;
      for (int i = 1; i < workers; i++) {
        next = free[i] < free[next] ? i : next;
      }
      double wait = Math.max(0, free[next] - now);
      boolean queueIsFull = wait * capacity() > longestQueue;
      if (now >= SETTLE) {
        sent++;
        refused += queueIsFull ? 1 : 0;
        times[timed++] = queueIsFull ? 0.001 : wait + serviceTime;
      }
      if (!queueIsFull) {
        free[next] = Math.max(now, free[next]) + serviceTime;
      }
    }
    return outcome(times, timed, sent, refused);
  }

  /** Returns the same for users with a think time that varies by half of it. */
  LevelOutcome closed(int users, double think, Random random) {
    PriorityQueue<Double> wakes = new PriorityQueue<>();
    for (int i = 0; i < users; i++) {
      wakes.add(random.nextDouble() * think);
    }
    double[] free = new double[workers];
    double[] times = new double[(int) (capacity() * (SETTLE + HOLD)) + users + 1_000];
    int timed = 0;
    while (wakes.peek() < SETTLE + HOLD) {
      double now = wakes.poll();
      int next = 0;
      for (int i = 1; i < workers; i++) {
        next = free[i] < free[next] ? i : next;
      }
      free[next] = Math.max(now, free[next]) + serviceTime;
      if (now >= SETTLE) {
        times[timed++] = free[next] - now;
      }
      wakes.add(free[next] + think * (0.5 + random.nextDouble()));
    }
    return outcome(times, timed, timed, 0);
  }

  private static LevelOutcome outcome(double[] times, int timed, int sent, int refused) {
    double[] sorted = Arrays.copyOf(times, timed);
    Arrays.sort(sorted);
    double p95 = sorted[(int) Math.ceil(0.95 * timed) - 1];
    return p95 < BOUND && refused < MOST_ERRORS * sent ? LevelOutcome.HELD : LevelOutcome.BROKE;
  }
}
