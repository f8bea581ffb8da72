package dev.onrush.internal.cluster;

import dev.onrush.internal.control.EffectiveProfile;
import dev.onrush.internal.metrics.InjectorSum;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.run.RunInfo;
import dev.onrush.internal.run.Source;
import dev.onrush.internal.run.TimedWait;
import dev.onrush.plan.Phase;
import dev.onrush.units.Quantity;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings injectors together, starts them at one moment, and adds up what they tell: it gives a run
 * its intervals as a recorder of this JVM would. It sends no load of its own.
 */
public final class Coordinator implements Source, MessageChannel.Recipient, AutoCloseable {

  /** Until the injectors' own second has come here, and a little for who is slow. */
  private static final Duration BEHIND = Duration.ofMillis(200);

  /** How often it is looked at whether something else has gone wrong. */
  private static final Duration LOOK = Duration.ofMillis(100);

  /** From saying when they start to their start. */
  private static final long NOTICE_MILLIS = 500;

  /** Later than the last interval that an injector has told of. */
  private static final Duration AFTERWARDS = BEHIND.plusMillis(100);

  /**
   * What is asked of a run over several injectors.
   *
   * @param injectors how many
   * @param longestWait until all are ready
   * @param goOn whether a run goes on that has lost one
   */
  public record Terms(int injectors, Duration longestWait, boolean goOn) {}

  private enum State {
    JOINED,
    READY,
    RUNNING,
    DONE,
    LOST
  }

  /** One of the injectors. */
  private static final class Place {
    final int index;
    final String member;
    final String name;
    State state = State.JOINED;
    String warmUp = "";
    long heard = System.nanoTime();
    long late;
    List<String> notes = List.of();

    Place(int index, int of, String member) {
      this.index = index;
      this.member = member;
      this.name = "injector " + (index + 1) + " of " + of + " (" + member + ")";
    }

    boolean isThere() {
      return state != State.DONE && state != State.LOST;
    }
  }

  private final Transport transport;
  private final MessageChannel channel;
  private final Terms terms;
  private final Timeouts timeouts;
  private final RunInfo info;
  private final Map<String, String> plan;
  private final Map<String, String> settings;
  private final LongFunction<OptionalInt> places;
  private final PrintStream out;
  private final Map<String, Place> injectors = new LinkedHashMap<>();
  private @Nullable InjectorSum sum;
  private Optional<String> refusal = Optional.empty();
  private Optional<String> trouble = Optional.empty();
  private boolean begun;
  private boolean stopping;
  private long stopped;
  private boolean over;
  private Runnable whenOver = () -> {};

  /**
   * A coordinator that waits for injectors.
   *
   * @param run its id
   * @param info of the whole run
   * @param plan what makes it the plan that it is, by its parts; who has another one is refused
   * @param settings that injectors take over
   * @param places which place an injector of this process id has, where this JVM has started it
   * @param out where to tell who has come
   */
  Coordinator(
      Transport transport,
      MessageAuthenticator authenticator,
      String run,
      Terms terms,
      Timeouts timeouts,
      RunInfo info,
      Map<String, String> plan,
      Map<String, String> settings,
      LongFunction<OptionalInt> places,
      PrintStream out) {
    this.transport = transport;
    this.terms = terms;
    this.timeouts = timeouts;
    this.info = info.with(RunInfo.CLUSTER_RUN, run);
    this.plan = plan;
    this.settings = settings;
    this.places = places;
    this.out = out;
    this.channel = new MessageChannel(transport, authenticator, run, timeouts, this);
    channel.open();
  }

  /**
   * Waits until all injectors are there, have made the same plan, and are warm.
   *
   * @param failed what has gone wrong elsewhere, if anything has; asked from time to time
   * @return what is known of the run by then
   * @throws IllegalArgumentException if they are not in time, or one cannot take part
   */
  public synchronized RunInfo assemble(Supplier<Optional<String>> failed) {
    long deadline = System.nanoTime() + terms.longestWait().toNanos();
    while (ready().size() < terms.injectors()) {
      Optional<String> wrong = refusal.or(failed);
      if (wrong.isPresent()) {
        throw new IllegalArgumentException(wrong.get());
      }
      if (System.nanoTime() - deadline >= 0) {
        throw new IllegalArgumentException(
            "injectors was "
                + terms.injectors()
                + "; "
                + injectors.size()
                + " had come and "
                + ready().size()
                + " were ready after "
                + Quantity.duration(terms.longestWait())
                + "; start the others with -Dcluster.join="
                + transport.self()
                + " and the same secret, or give them longer with -Dcluster.wait");
      }
      boolean unused =
          new TimedWait(LOOK)
              .until(this, () -> refusal.isPresent() || ready().size() == terms.injectors());
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalArgumentException("the wait for injectors was interrupted");
      }
    }
    sum = new InjectorSum(inOrder().stream().map(place -> place.name).toList());
    return info.with(
        "injectors",
        terms.injectors()
            + ": "
            + String.join(", ", inOrder().stream().map(place -> place.member).toList()));
  }

  /** What became of the injectors' warm-ups. */
  public synchronized String warmUps() {
    Set<String> warmUps = new LinkedHashSet<>();
    inOrder().forEach(place -> warmUps.add(place.warmUp));
    return String.join("; ", warmUps);
  }

  private List<Place> ready() {
    return injectors.values().stream().filter(place -> place.state == State.READY).toList();
  }

  private List<Place> inOrder() {
    return injectors.values().stream().sorted(Comparator.comparingInt(p -> p.index)).toList();
  }

  /**
   * Tells all when they start.
   *
   * @param done called once, on a thread of its own, when no injector is at work any more
   * @return waits for the moment at which the run's first second begins here
   */
  public synchronized Runnable start(Runnable done) {
    whenOver = done;
    begun = true;
    Duration slowest =
        injectors.values().stream()
            .map(place -> channel.to(place.member).slowest())
            .reduce(Duration.ZERO, (a, b) -> a.compareTo(b) > 0 ? a : b);
    long at = transport.time() + NOTICE_MILLIS + 2 * slowest.toMillis();
    long now = System.nanoTime();
    for (Place place : injectors.values()) {
      if (place.state == State.READY) {
        place.state = State.RUNNING;
        place.heard = now;
        channel.to(place.member).send(new Message.Start(at));
      }
    }
    checkOver();
    return () -> await(transport, at + BEHIND.toMillis());
  }

  /** Waits for a moment of the shared clock. */
  static void await(Transport transport, long moment) {
    for (long left = moment - transport.time(); left > 0; left = moment - transport.time()) {
      LockSupport.parkNanos(left > 2 ? (left - 1) * 1_000_000 : 100_000);
    }
  }

  @Override
  public synchronized void received(String from, Message message) {
    Place place = injectors.get(from);
    if (message instanceof Message.Hello hello) {
      joined(from, hello);
    } else if (place == null || place.state == State.LOST) {
      channel.to(from).send(new Message.Refusal("it is no part of this run, or not any more"));
    } else {
      place.heard = System.nanoTime();
      follow(place, message);
    }
    notifyAll();
  }

  private void joined(String from, Message.Hello hello) {
    OptionalInt free = place(hello.process());
    if (begun || free.isEmpty()) {
      channel
          .to(from)
          .send(
              new Message.Refusal(
                  begun
                      ? "the run has begun without it"
                      : "all " + terms.injectors() + " places are taken"));
      return;
    }
    String version = info.facts().getOrDefault("onrush", "");
    if (!hello.version().equals(version)) {
      String why =
          "injector "
              + from
              + " has Onrush "
              + hello.version()
              + ", and the coordinator "
              + version
              + "; give all the same version";
      channel.to(from).send(new Message.Refusal(why));
      refusal = Optional.of(why);
      return;
    }
    Place place = new Place(free.getAsInt(), terms.injectors(), from);
    injectors.put(from, place);
    channel.to(from).send(new Message.Welcome(place.index, terms.injectors(), settings, info));
  }

  private OptionalInt place(long process) {
    List<Integer> taken = injectors.values().stream().map(place -> place.index).toList();
    OptionalInt own = places.apply(process);
    if (own.isPresent()) {
      return taken.contains(own.getAsInt()) ? OptionalInt.empty() : own;
    }
    for (int index = 0; index < terms.injectors(); index++) {
      if (!taken.contains(index)) {
        return OptionalInt.of(index);
      }
    }
    return OptionalInt.empty();
  }

  private void follow(Place place, Message message) {
    if (message instanceof Message.Planned planned) {
      List<String> differences = differences(planned.plan());
      if (!differences.isEmpty()) {
        String why =
            place.name
                + " has another plan: "
                + String.join("; ", differences)
                + "; start all from the same simulation, data and settings";
        channel.to(place.member).send(new Message.Refusal(why));
        refusal = Optional.of(why);
      }
    } else if (message instanceof Message.Refusal refused) {
      refusal = Optional.of(place.name + ": " + refused.why());
      if (begun) {
        lose(place, place.name + " ended: " + refused.why());
      }
    } else if (message instanceof Message.Ready ready) {
      place.state = State.READY;
      place.warmUp = ready.warmUp();
      out.println("Ready: " + place.name);
    } else if (message instanceof Message.Begun started) {
      place.late = started.late();
    } else if (message instanceof Message.Recorded told && sum != null) {
      sum.add(place.name, told.interval());
    } else if (message instanceof Message.Finished done) {
      place.notes = done.notes();
      if (done.completed() || stopping) {
        place.state = State.DONE;
        checkOver();
      } else {
        lose(place, place.name + " ended early (" + done.detail() + ")");
      }
    }
  }

  private List<String> differences(Map<String, String> other) {
    Set<String> parts = new LinkedHashSet<>(plan.keySet());
    parts.addAll(other.keySet());
    List<String> differences = new ArrayList<>();
    for (String part : parts) {
      String here = plan.getOrDefault(part, "nothing");
      String there = other.getOrDefault(part, "nothing");
      if (!here.equals(there)) {
        differences.add(part + " is \"" + there + "\" there and \"" + here + "\" here");
      }
    }
    return differences;
  }

  /** What it has told may be lost, so that no more is made of it. */
  @Override
  public synchronized void failed(String from, Throwable e) {
    Place place = injectors.get(from);
    if (place != null) {
      String why = place.name + ": a message of it could not be followed (" + e + ")";
      if (begun) {
        lose(place, why);
      } else {
        refusal = Optional.of(why);
      }
      notifyAll();
    }
  }

  @Override
  public synchronized void left(String member) {
    Place place = injectors.get(member);
    if (place == null || !place.isThere()) {
      return;
    }
    if (begun) {
      lose(place, place.name + " was lost");
    } else {
      // Whoever comes again before the start has its place again.
      injectors.remove(member);
      out.println("Gone: " + place.name);
    }
    notifyAll();
  }

  /** Data up to its last word is kept. */
  private void lose(Place place, String why) {
    if (!place.isThere()) {
      return;
    }
    place.state = State.LOST;
    if (sum != null) {
      sum.lost(place.name);
    }
    boolean alone = injectors.values().stream().noneMatch(Place::isThere);
    if (trouble.isEmpty() && !stopping && (!terms.goOn() || alone)) {
      trouble = Optional.of(why);
      tellToStop(why);
    }
    checkOver();
  }

  @Override
  public synchronized Interval flip(Duration elapsed) {
    long now = System.nanoTime();
    for (Place place : List.copyOf(injectors.values())) {
      if (place.isThere() && now - place.heard > timeouts.silence().toNanos()) {
        lose(
            place,
            place.name
                + " was lost (nothing was heard of it for "
                + Quantity.duration(timeouts.silence())
                + ")");
      } else if (place.isThere() && stopping && now - stopped > timeouts.stop().toNanos()) {
        lose(place, place.name + " did not stop");
      }
    }
    if (sum == null) {
      throw new IllegalStateException("injectors were not assembled");
    }
    return sum.take(elapsed);
  }

  /** InjectorSum are told with the course. */
  @Override
  public void phases(List<Phase> phases) {}

  /** Goes on along another course, everywhere. */
  public synchronized void follow(EffectiveProfile effective) {
    Message steer = new Message.Steer(effective.segments(), effective.interventions());
    injectors.values().stream()
        .filter(Place::isThere)
        .forEach(place -> channel.to(place.member).send(steer));
  }

  /** Ends gracefully, everywhere. */
  public synchronized void stop(String reason) {
    tellToStop(reason);
    checkOver();
  }

  private void tellToStop(String reason) {
    if (!stopping) {
      stopping = true;
      stopped = System.nanoTime();
      injectors.values().stream()
          .filter(Place::isThere)
          .forEach(place -> channel.to(place.member).send(new Message.Stop(reason)));
    }
  }

  /** Waits until no injector is at work any more, at most so long. */
  public synchronized void awaitEnd(Duration time) {
    boolean unused =
        new TimedWait(time)
            .until(this, () -> injectors.values().stream().noneMatch(Place::isThere));
  }

  private void checkOver() {
    if (begun && !over && injectors.values().stream().noneMatch(Place::isThere)) {
      over = true;
      Thread end =
          new Thread(
              () -> {
                // This run's clock is behind theirs: its last second is to hold all of theirs.
                LockSupport.parkNanos(AFTERWARDS.toNanos());
                whenOver.run();
              },
              "onrush-over");
      end.setDaemon(true);
      end.start();
    }
  }

  /** Why the run ended early, if it did because of an injector. */
  public synchronized Optional<String> trouble() {
    return trouble;
  }

  @Override
  public synchronized List<String> notes() {
    List<String> notes = new ArrayList<>();
    Set<String> texts = new LinkedHashSet<>();
    injectors.values().forEach(place -> texts.addAll(place.notes));
    notes.addAll(texts);
    long latest = injectors.values().stream().mapToLong(place -> place.late).max().orElse(0);
    long first = injectors.values().stream().mapToLong(place -> place.late).min().orElse(0);
    notes.add(
        injectors.size()
            + " injectors, which began within "
            + (latest - first)
            + " ms of each other");
    if (channel.refused() > 0) {
      notes.add(
          channel.refused()
              + " messages were refused, of senders who do not know the cluster's secret");
    }
    return notes;
  }

  @Override
  public void close() {
    channel.close();
    transport.close();
  }
}
