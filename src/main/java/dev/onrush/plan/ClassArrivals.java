package dev.onrush.plan;

import dev.onrush.profile.LoadProfile.ArrivalRate.Spacing;
import java.util.function.DoubleSupplier;

/**
 * The successive arrivals of one user class in the whole load. Each of them is the number of
 * arrivals that the profile has at the moment when it is due, so that it is valid for each profile
 * that is followed during the run. Stateful; used by one thread.
 *
 * <p>Evenly spaced arrivals of all classes together are 1, 2, 3 …, and each of them belongs to one
 * class: of two classes with the same weight, one has 1, 3, 5 …, the other 2, 4, 6 …
 *
 * <p>Random arrivals of a class are a Poisson process of its own, and all classes together are a
 * Poisson process with the rate of the profile (superposition). Each arrival is an exponentially
 * distributed step after the previous one, whose mean is 1 divided by the class's share, because
 * the whole process has the rate 1 if the profile's own number of arrivals is taken as its time
 * (time change; D. J. Daley, D. Vere-Jones, "An Introduction to the Theory of Point Processes" I,
 * 2003, 7.4).
 *
 * @since 0.1.0
 */
public final class ClassArrivals {

  private final Spacing spacing;
  private final Mix mix;
  private final int index;
  private final int parts;
  private final DoubleSupplier random;
  private final ArrivalOrder order;

  /** The last arrival of the class, or of any class while the next one of this class is sought. */
  private double last;

  /** The parts of the last arrival that have been returned. */
  private int returned;

  ClassArrivals(Spacing spacing, Mix mix, int index, int parts, DoubleSupplier random) {
    this.spacing = spacing;
    this.mix = mix;
    this.index = index;
    this.parts = parts;
    this.random = random;
    this.order = mix.arrivals();
    this.returned = parts;
  }

  /** Returns the number of arrivals of the profile at the moment when the next one is due. */
  public double next() {
    return switch (spacing) {
      case EVEN -> nextEven();
      case POISSON -> nextRandom();
    };
  }

  private double nextEven() {
    if (returned == parts) {
      do {
        last++;
      } while (order.next() != index);
      returned = 0;
    }
    returned++;
    return last - 1 + (double) returned / parts;
  }

  private double nextRandom() {
    last -= Math.log1p(-random.getAsDouble()) / (mix.fraction(index) * parts);
    return last;
  }
}
