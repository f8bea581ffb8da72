package dev.onrush.internal.gatling;

import io.gatling.core.session.Session;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * The state of a looping user, kept in its session. Only one event loop accesses it, except when
 * the user leaves.
 */
final class VirtualUser {

  static final String ATTRIBUTE = "onrushUser";

  /** The place of a user that waits. */
  static final int NOWHERE = -1;

  final SplittableRandom random;

  /** Whether it came by an arrival rate: once, when it was due. */
  final boolean arrived;

  /** That it is of. */
  @Nullable Population population;

  /** Where it is at work. */
  int place = NOWHERE;

  /** When the iteration at work, or the user itself, began, by {@link System#nanoTime}. */
  long iterationStart;

  /** When the last one ended; 0 before. */
  long iterationEnd;

  /** The task at work, by its place in the class; none before the first. */
  int task = -1;

  /** Whether the task at work is being started right now, further up on the same stack. */
  boolean starting;

  /** How long after it was due it has begun, in nanoseconds. */
  long lag;

  /** Whether it has been taken off its class's count already. */
  boolean left;

  /** The same run seed, class and ordinal give the same choices. */
  VirtualUser(long seed, int userClass, long ordinal, boolean arrived) {
    this.arrived = arrived;
    this.random = random(seed, userClass, ordinal);
  }

  /** The choices of one user, or, for -1, of the arrivals of its class. */
  static SplittableRandom random(long seed, int userClass, long ordinal) {
    return new SplittableRandom(
        mix(seed + 0x9E3779B97F4A7C15L * (ordinal + 1) + 0xD1B54A32D192ED03L * (userClass + 1)));
  }

  static VirtualUser of(Session session) {
    return (VirtualUser) session.attributes().apply(ATTRIBUTE);
  }

  /** Of a plan's session; null in any other, and without one. */
  static @Nullable VirtualUser ofOrNull(@Nullable Session session) {
    if (session == null) {
      return null;
    }
    Option<Object> user = session.attributes().get(ATTRIBUTE);
    return user.isEmpty() ? null : (VirtualUser) user.get();
  }

  /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014), so that near seeds are far apart. */
  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
