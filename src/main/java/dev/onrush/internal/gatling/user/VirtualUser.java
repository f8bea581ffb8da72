package dev.onrush.internal.gatling.user;

import dev.onrush.plan.Task;
import io.gatling.core.session.Session;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * The state of a virtual user, kept in its session. Only one event loop accesses it, except when
 * the user leaves.
 */
public final class VirtualUser {

  public static final String ATTRIBUTE = "onrushUser";

  private static final List<String> KEPT = List.of(ATTRIBUTE, Task.NAME_ATTRIBUTE);

  public final SplittableRandom random;

  /** Whether the user came by an arrival rate: it runs once, when it is due. */
  public final boolean arrived;

  /** The population that the user belongs to. */
  public @Nullable Population population;

  /** Where in its population the user is active. */
  private int place = Population.NOWHERE;

  /**
   * When the current iteration began, by {@link System#nanoTime}; before the first, when the user
   * started.
   */
  public long iterationStart;

  /** When the last iteration ended; 0 before the first. */
  public long iterationEnd;

  /** The index of the current task in the user class; -1 before the first. */
  public int task = -1;

  /** The turn of the event loop in which the current iteration began. */
  public long turn;

  /** The delay of the user's start after it was due, in nanoseconds. */
  public long lag;

  /** Whether the user has already been removed from the count of its class. */
  public boolean left;

  /**
   * Creates a user. The same seed of the run, user class and ordinal give the same random choices.
   */
  public VirtualUser(long seed, int userClass, long ordinal, boolean arrived) {
    this.arrived = arrived;
    this.random = random(seed, userClass, ordinal);
  }

  /**
   * Returns the random choices of one user or, for an ordinal of -1, of the arrivals of its class.
   */
  public static SplittableRandom random(long seed, int userClass, long ordinal) {
    return new SplittableRandom(
        mix(seed + 0x9E3779B97F4A7C15L * (ordinal + 1) + 0xD1B54A32D192ED03L * (userClass + 1)));
  }

  /** Moves the user to another place of its population. */
  public void moveTo(Population of, int next) {
    of.moved(place, next);
    place = next;
  }

  /** Returns how long the user waits after its last iteration. */
  public Duration waitOf(Population of) {
    return waitOf(of, Duration.ZERO);
  }

  /**
   * Returns how long the user waits after its last iteration, at least {@code atLeast} unless the
   * profile ends before.
   */
  public Duration waitOf(Population of, Duration atLeast) {
    return of.waitAfter(random, iterationStart, atLeast);
  }

  /**
   * Returns the session that a function has returned, with the user and the name of its task.
   * {@code session.reset()} removes both, and the user could not be identified without them.
   */
  public static Session kept(Session before, Session after) {
    Session kept = after;
    for (String attribute : KEPT) {
      if (!after.contains(attribute) && before.contains(attribute)) {
        kept = kept.set(attribute, before.attributes().apply(attribute));
      }
    }
    return kept;
  }

  public static VirtualUser of(Session session) {
    return (VirtualUser) session.attributes().apply(ATTRIBUTE);
  }

  /** Returns the user of a plan's session; null for any other session, and without one. */
  public static @Nullable VirtualUser ofOrNull(@Nullable Session session) {
    if (session == null) {
      return null;
    }
    Option<Object> user = session.attributes().get(ATTRIBUTE);
    return user.isEmpty() ? null : (VirtualUser) user.get();
  }

  /**
   * Returns the user of a session if it came by an arrival rate; null otherwise, and without a
   * session.
   */
  public static @Nullable VirtualUser arrivedOrNull(@Nullable Session session) {
    VirtualUser user = ofOrNull(session);
    return user != null && user.arrived ? user : null;
  }

  /**
   * The finaliser of SplitMix64 (Steele, Lea, Flood 2014), so that similar seeds give very
   * different results.
   */
  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
