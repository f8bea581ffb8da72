package dev.onrush.internal.gatling.user;

import dev.onrush.plan.Task;
import io.gatling.core.session.Session;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * The state of a looping user, kept in its session. Only one event loop accesses it, except when
 * the user leaves.
 */
public final class VirtualUser {

  public static final String ATTRIBUTE = "onrushUser";

  private static final List<String> KEPT = List.of(ATTRIBUTE, Task.NAME_ATTRIBUTE);

  public final SplittableRandom random;

  /** Whether it came by an arrival rate: once, when it was due. */
  public final boolean arrived;

  /** That it is of. */
  public @Nullable Population population;

  /** Where it is at work. */
  private int place = Population.NOWHERE;

  /** When the iteration at work, or the user itself, began, by {@link System#nanoTime}. */
  public long iterationStart;

  /** When the last one ended; 0 before. */
  public long iterationEnd;

  /** The task at work, by its place in the class; none before the first. */
  public int task = -1;

  /** The turn of its event loop in which the iteration at work began. */
  public long turn;

  /** How long after it was due it has begun, in nanoseconds. */
  public long lag;

  /** Whether it has been taken off its class's count already. */
  public boolean left;

  /** The same run seed, class and ordinal give the same choices. */
  public VirtualUser(long seed, int userClass, long ordinal, boolean arrived) {
    this.arrived = arrived;
    this.random = random(seed, userClass, ordinal);
  }

  /** The choices of one user, or, for -1, of the arrivals of its class. */
  public static SplittableRandom random(long seed, int userClass, long ordinal) {
    return new SplittableRandom(
        mix(seed + 0x9E3779B97F4A7C15L * (ordinal + 1) + 0xD1B54A32D192ED03L * (userClass + 1)));
  }

  /** It is at this place of its class from now on. */
  public void moveTo(Population of, int next) {
    of.moved(place, next);
    place = next;
  }

  /** How long it waits after the iteration that it has done. */
  public Duration waitOf(Population of) {
    return waitOf(of, Duration.ZERO);
  }

  /** The same, and at least so long while the profile lasts. */
  public Duration waitOf(Population of, Duration atLeast) {
    return of.waitAfter(random, iterationStart, atLeast);
  }

  /**
   * What a function has made of a session, with the user and its task's name, which {@code
   * session.reset()} takes out: without them nobody knows the user any more.
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

  /** Of a plan's session; null in any other, and without one. */
  public static @Nullable VirtualUser ofOrNull(@Nullable Session session) {
    if (session == null) {
      return null;
    }
    Option<Object> user = session.attributes().get(ATTRIBUTE);
    return user.isEmpty() ? null : (VirtualUser) user.get();
  }

  /** Of the session of a user that came by an arrival rate; null in any other, and without one. */
  public static @Nullable VirtualUser arrivedOrNull(@Nullable Session session) {
    VirtualUser user = ofOrNull(session);
    return user != null && user.arrived ? user : null;
  }

  /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014), so that near seeds are far apart. */
  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
