package dev.onrush.plan;

import dev.onrush.profile.LoadProfile;
import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.CoreDsl;
import io.gatling.javaapi.core.exec.Executable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A class of users: what its users do, and how many of all users belong to it. Immutable; each
 * method that changes a setting returns a new class.
 *
 * @param name the name, unique within a plan; not blank, at most 500 characters
 * @param share the part of all users: a weight (default 1) or a fixed number
 * @param tasks the tasks, which are picked at random by weight; the random numbers come from the
 *     run's seed
 * @param thinkTime the wait after each iteration; default none
 * @param pacing the shortest time from the start of one iteration to the start of the next; default
 *     none
 * @param onStart the steps that each user performs once, before its first task
 * @param onStop the steps that each user performs once, before it leaves
 * @since 0.1.0
 */
public record UserClass(
    String name,
    Share share,
    List<Task> tasks,
    ThinkTime thinkTime,
    Optional<Duration> pacing,
    Optional<ChainBuilder> onStart,
    Optional<ChainBuilder> onStop) {

  /** The longest name, in characters. Each row about the class contains the name. */
  private static final int LONGEST_NAME = 500;

  /** The part of all users that belongs to a class. */
  public sealed interface Share {

    /** The weight among the users that are not fixed; 0 for a fixed number. */
    int parts();

    /** The fixed number of users; 0 for a weight. */
    int users();

    /** Whether this is a fixed number of users, which does not follow the profile. */
    boolean isFixed();

    /** The share as text for people: {@code weight 8}, {@code 5 users}. */
    String text();

    /**
     * A share relative to the weights of other classes: with the weights 8, 2 and 1, 100 users are
     * divided into 73, 18 and 9.
     *
     * @param parts the weight; 1 to 1,000,000
     */
    record Weight(int parts) implements Share {

      /**
       * Creates a weight.
       *
       * @throws IllegalArgumentException if {@code parts} is outside its range
       */
      public Weight {
        if (parts < 1 || parts > Task.HEAVIEST) {
          throw new IllegalArgumentException(
              "weight was "
                  + parts
                  + "; whole numbers from 1 to "
                  + Quantity.count(Task.HEAVIEST)
                  + " are allowed");
        }
      }

      @Override
      public int users() {
        return 0;
      }

      @Override
      public boolean isFixed() {
        return false;
      }

      @Override
      public String text() {
        return "weight " + parts;
      }
    }

    /**
     * A fixed number of users, which is taken from the profile's total before the rest is divided
     * by weight.
     *
     * @param users the number of users; 1 to 1,000,000
     */
    record Fixed(int users) implements Share {

      /**
       * Creates a fixed number of users.
       *
       * @throws IllegalArgumentException if {@code users} is outside its range
       */
      public Fixed {
        if (users < 1 || users > LoadProfile.HIGHEST) {
          throw new IllegalArgumentException(
              "the number of fixed users was "
                  + users
                  + "; whole numbers from 1 to "
                  + Quantity.count(LoadProfile.HIGHEST)
                  + " are allowed");
        }
      }

      @Override
      public int parts() {
        return 0;
      }

      @Override
      public boolean isFixed() {
        return true;
      }

      @Override
      public String text() {
        return Quantity.count(users, "user");
      }
    }
  }

  /**
   * Creates a user class.
   *
   * @throws IllegalArgumentException if a component is null or outside its range, two tasks have
   *     the same name, or the weights of the tasks add up to more than an int can hold
   */
  public UserClass {
    Given.value(name, "user class name");
    Given.value(share, "share of user class \"" + name + "\"");
    Given.value(thinkTime, "think time of user class \"" + name + "\"");
    Given.value(pacing, "pacing of user class \"" + name + "\"");
    Given.value(onStart, "onStart of user class \"" + name + "\"");
    Given.value(onStop, "onStop of user class \"" + name + "\"");
    if (name.isBlank()) {
      throw new IllegalArgumentException(
          "user class name was blank; give it a name such as \"Browsing\"");
    }
    if (name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "user class name had "
              + name.length()
              + " characters; at most "
              + LONGEST_NAME
              + " are allowed; give it a short name such as \"Browsing\"");
    }
    tasks = Given.values(tasks, "task");
    long weights = tasks.stream().mapToLong(Task::weight).sum();
    if (weights > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "the task weights of user class \""
              + name
              + "\" add up to "
              + Quantity.count(weights)
              + "; at most "
              + Quantity.count(Integer.MAX_VALUE)
              + " is allowed; divide all weights by the same number");
    }
    Set<String> names = new HashSet<>();
    for (Task task : tasks) {
      if (!names.add(task.name())) {
        throw new IllegalArgumentException(
            "user class \"" + name + "\" has two tasks named \"" + task.name() + "\"; rename one");
      }
    }
    pacing.ifPresent(
        time -> {
          Given.time(time, "pacing of user class \"" + name + "\"");
          if (time.isZero()) {
            throw new IllegalArgumentException(
                "pacing of user class \""
                    + name
                    + "\" was "
                    + Quantity.duration(time)
                    + "; it must be longer than zero");
          }
        });
  }

  /**
   * Returns a class of weight 1 that has no tasks yet.
   *
   * @throws IllegalArgumentException if the name is blank or longer than 500 characters
   */
  public static UserClass named(String name) {
    return new UserClass(
        name,
        new Share.Weight(1),
        List.of(),
        new ThinkTime.Constant(Duration.ZERO),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Returns this class with another weight; the default is 1.
   *
   * @param parts the weight; 1 to 1,000,000
   * @throws IllegalArgumentException if {@code parts} is outside its range
   */
  public UserClass weight(int parts) {
    return withShare(new Share.Weight(parts));
  }

  /**
   * Returns this class with a fixed number of users, whatever the profile's total; for concurrent
   * users only.
   *
   * @param users the number of users; 1 to 1,000,000
   * @throws IllegalArgumentException if {@code users} is outside its range
   */
  public UserClass fixed(int users) {
    return withShare(new Share.Fixed(users));
  }

  /**
   * Returns this class with one more task, which is picked {@code weight} times as often as a task
   * of weight 1.
   *
   * @param weight the weight of the task; 1 to 1,000,000
   * @param task the name of the task, unique within the class
   * @param first the first step of the task
   * @param more the steps that follow
   * @throws IllegalArgumentException if the weight is outside its range, the name is blank or used
   *     already, or a step is null
   */
  public UserClass task(int weight, String task, Executable first, Executable... more) {
    List<Task> all = new ArrayList<>(tasks);
    all.add(new Task(task, weight, chain("task \"" + task + "\"", first, more)));
    return new UserClass(name, share, all, thinkTime, pacing, onStart, onStop);
  }

  /**
   * Returns this class with one more task of weight 1.
   *
   * @param task the name of the task, unique within the class
   * @param first the first step of the task
   * @param more the steps that follow
   * @throws IllegalArgumentException if the name is blank or used already, or a step is null
   */
  public UserClass task(String task, Executable first, Executable... more) {
    return task(1, task, first, more);
  }

  /**
   * Returns this class with one more task, which consists of one step and has the name of this
   * step.
   *
   * @param weight the weight of the task; 1 to 1,000,000
   * @throws IllegalArgumentException if the weight is outside its range, the name is used already,
   *     or the step is null
   */
  public UserClass task(int weight, NamedStep step) {
    NamedStep given = Given.value(step, "task of user class \"" + name + "\"");
    return task(weight, given.name(), given);
  }

  /**
   * Returns this class with one more task of weight 1, which consists of one step and has the name
   * of this step.
   *
   * @throws IllegalArgumentException if the name is used already, or the step is null
   */
  public UserClass task(NamedStep step) {
    return task(1, step);
  }

  /**
   * Returns this class with a wait after each iteration; the default is none. Think time has no
   * effect on users of an arrival rate, because they iterate only once.
   */
  public UserClass thinkTime(ThinkTime time) {
    return new UserClass(name, share, tasks, time, pacing, onStart, onStop);
  }

  /**
   * Returns this class with pacing: iterations begin at least this far apart, and the next
   * iteration follows at once after one that takes longer. Think time, if any, is part of this
   * time. The default is none; for concurrent users only.
   *
   * @param time longer than zero, at most 1,000 days
   * @throws IllegalArgumentException if {@code time} is outside its range
   */
  public UserClass pacing(Duration time) {
    Duration given = Given.value(time, "pacing of user class \"" + name + "\"");
    return new UserClass(name, share, tasks, thinkTime, Optional.of(given), onStart, onStop);
  }

  /**
   * Returns this class with steps that each user performs once before its first task, such as
   * logging in.
   *
   * @throws IllegalArgumentException if a step is null
   */
  public UserClass onStart(Executable first, Executable... more) {
    Optional<ChainBuilder> chain = Optional.of(chain("onStart", first, more));
    return new UserClass(name, share, tasks, thinkTime, pacing, chain, onStop);
  }

  /**
   * Returns this class with steps that each user performs once before it leaves, such as logging
   * out.
   *
   * @throws IllegalArgumentException if a step is null
   */
  public UserClass onStop(Executable first, Executable... more) {
    Optional<ChainBuilder> chain = Optional.of(chain("onStop", first, more));
    return new UserClass(name, share, tasks, thinkTime, pacing, onStart, chain);
  }

  private ChainBuilder chain(String of, Executable first, Executable... more) {
    String step = of + " of user class \"" + name + "\": step";
    List<Executable> steps = new ArrayList<>();
    steps.add(first);
    steps.addAll(Arrays.asList(Given.value(more, step)));
    List<Executable> given = Given.values(steps, step);
    return CoreDsl.exec(given.get(0), given.subList(1, given.size()).toArray(Executable[]::new));
  }

  private UserClass withShare(Share newShare) {
    return new UserClass(name, newShare, tasks, thinkTime, pacing, onStart, onStop);
  }
}
