package dev.onrush.internal.metrics;

import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.plan.Phase;
import dev.onrush.threshold.Subject;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes samples from Gatling's event loops and gives intervals to one reader. Recording appends a
 * few longs to a log of the thread's own; everything else is done by the reader.
 */
public final class Recorder {

  /**
   * Distinct names of requests, of groups and of metrics that are not known before the run, status
   * codes, and error texts, each; the rest is "(other)".
   */
  public static final int MAX_NAMES = 500;

  /** What the table of errors says of a request without an answer. */
  public static final String UNANSWERED = "no answer when the run ended";

  /**
   * In characters: the part of an error text that is looked at, so that a long one costs little.
   */
  private static final int READ = 4 * Names.LONGEST;

  private static final int NAMED = 10;
  private static final int CODE_SHIFT = 16;
  private static final int OUTCOME_SHIFT = 32;
  private static final int SERIES_SHIFT = 34;
  private static final long MASK = 0xFFFF;
  private static final long MILLI = 1000; // in microseconds
  private static final Outcome[] OUTCOMES = Outcome.values();

  private record Timed(Kind kind, String userClass, String name) {}

  private volatile List<Phase> phases;
  private final Map<Kind, Names> names = new EnumMap<>(Kind.class);
  private final Names codes = new Names(MAX_NAMES);
  private final Names errors = new Names(MAX_NAMES);
  private final UnaryOperator<String> masked;
  private final Map<Timed, Integer> timedIds = new ConcurrentHashMap<>();
  private final List<Timed> timed = new CopyOnWriteArrayList<>();
  private final List<Local> locals = new CopyOnWriteArrayList<>();
  private final ThreadLocal<Local> local =
      ThreadLocal.withInitial(
          () -> {
            Local created = new Local();
            locals.add(created);
            return created;
          });
  private final Map<String, UserCounts> users = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> leftEarly = new ConcurrentSkipListMap<>();

  private final LongAdder unanswered = new LongAdder();
  private final AtomicLong longestUnanswered = new AtomicLong();

  /** Requests of which only whole milliseconds are known. */
  private final Set<String> coarse = ConcurrentHashMap.newKeySet();

  private volatile long zero;
  private Duration flipped = Duration.ZERO;
  private final Map<String, Users> usersBefore = new HashMap<>();

  /**
   * A recorder of one run.
   *
   * @param phases of the run, in order; what is sent after the last is of {@link Phase#WIND_DOWN}
   * @param masked hides secrets in a name or an error text before it is kept
   */
  public Recorder(List<Phase> phases, UnaryOperator<String> masked) {
    this(phases, masked, KnownNames.NONE);
  }

  /**
   * The same with places for names that are known before.
   *
   * @param phases of the run, in order; what is sent after the last is of {@link Phase#WIND_DOWN}
   * @param masked hides secrets in a name or an error text before it is kept
   */
  public Recorder(List<Phase> phases, UnaryOperator<String> masked, KnownNames known) {
    this.phases = List.copyOf(phases);
    this.masked = masked;
    for (Kind kind : Kind.values()) {
      Set<String> ofKind =
          switch (kind) {
            case REQUEST -> known.requests();
            case GROUP -> known.groups();
            case METRIC -> known.metrics();
            case DUE, WAIT, ARRIVAL, EVENT_LOOP -> Set.of();
          };
      names.put(
          kind, new Names(MAX_NAMES, ofKind.stream().map(masked).collect(Collectors.toSet())));
    }
  }

  /** A name or a text of the simulation's as all may see it. */
  public String masked(String text) {
    return masked.apply(text);
  }

  /** The moment, on the clock of the samples in milliseconds, that counts as the run's start. */
  public void startAt(long millis) {
    zero = millis;
  }

  /** Other phases from now on; those that have been are as they were. */
  public void phases(List<Phase> others) {
    phases = List.copyOf(others);
  }

  /** A user has begun. */
  public void userStarted(String userClass) {
    users.computeIfAbsent(userClass, c -> new UserCounts()).started.increment();
  }

  /** A user has left. */
  public void userEnded(String userClass) {
    users.computeIfAbsent(userClass, c -> new UserCounts()).ended.increment();
  }

  /**
   * A response, or the failure to get one, of which no more is known than whole milliseconds; the
   * run's notes say so.
   *
   * @param group the groups around it, outermost first, joined; empty for none
   * @param start in milliseconds
   * @param end in milliseconds
   * @param code status code, or empty
   * @param error what failed, or empty
   */
  public void response(
      String userClass,
      String group,
      String request,
      long start,
      long end,
      boolean ok,
      String code,
      String error) {
    if (coarse.size() < MAX_NAMES && !Names.isLong(request)) {
      coarse.add(request);
    }
    timed(userClass, group, request, start, Math.max(0, end - start) * MILLI, ok, code, error);
  }

  /**
   * A response, or the failure to get one.
   *
   * @param group the groups around it, outermost first, joined; empty for none
   * @param start in milliseconds
   * @param micros how long it took, in microseconds
   * @param code status code, or empty
   * @param error what failed, or empty
   */
  public void timed(
      String userClass,
      String group,
      String request,
      long start,
      long micros,
      boolean ok,
      String code,
      String error) {
    Outcome outcome = ok ? Outcome.OK : Outcome.FAILED;
    local.get().add(Kind.REQUEST, userClass, group, request, outcome, start, micros, code, error);
  }

  /**
   * The same response once more, as somebody has waited who came when the user was due.
   *
   * @param start in milliseconds
   * @param micros from when it was due, in microseconds
   */
  public void due(String userClass, long start, long micros, boolean ok) {
    Outcome outcome = ok ? Outcome.OK : Outcome.FAILED;
    local.get().add(Kind.DUE, userClass, "", Series.DUE, outcome, start, micros, "", "");
  }

  /**
   * A request that could not be built, or a function of the script that threw: nothing was sent.
   */
  public void crash(String userClass, String group, String request, long at, String error) {
    local.get().add(Kind.REQUEST, userClass, group, request, Outcome.CRASHED, at, -1, "", error);
  }

  /**
   * A request that was sent and had no answer when the run ended.
   *
   * @param start in milliseconds
   * @param micros how long it had waited, in microseconds
   */
  public void unanswered(String userClass, String group, String request, long start, long micros) {
    unanswered.increment();
    longestUnanswered.accumulateAndGet(micros, Math::max);
    local
        .get()
        .add(
            Kind.REQUEST,
            userClass,
            group,
            request,
            Outcome.UNANSWERED,
            start,
            micros,
            "",
            UNANSWERED);
  }

  /** A user left before the profile let it go, as by {@code exitHereIfFailed}. */
  public void leftEarly(String userClass) {
    leftEarly.computeIfAbsent(userClass, c -> new LongAdder()).increment();
  }

  /**
   * A user that was due has begun; the time between is the generator's own.
   *
   * @param due in milliseconds
   * @param late by how much, in microseconds
   */
  public void arrival(String userClass, long due, long late) {
    local.get().add(Kind.ARRIVAL, userClass, "", Series.ARRIVAL, Outcome.OK, due, late, "", "");
  }

  /**
   * A user has waited between two iterations.
   *
   * @param since when it began to, in milliseconds
   * @param micros for how long, in microseconds
   */
  public void waited(String userClass, long since, long micros) {
    local.get().add(Kind.WAIT, userClass, "", Series.WAIT, Outcome.OK, since, micros, "", "");
  }

  /**
   * A timer on an event loop has come.
   *
   * @param due in milliseconds
   * @param came in milliseconds
   */
  public void eventLoop(long due, long came) {
    local
        .get()
        .add(
            Kind.EVENT_LOOP,
            "",
            "",
            Series.EVENT_LOOP,
            Outcome.OK,
            due,
            (came - due) * MILLI,
            "",
            "");
  }

  /** A group was left; {@code path} includes its own name. */
  public void group(String userClass, String path, long start, long end, boolean ok) {
    local
        .get()
        .add(
            Kind.GROUP,
            userClass,
            "",
            path,
            ok ? Outcome.OK : Outcome.FAILED,
            start,
            Math.max(0, end - start) * MILLI,
            "",
            "");
  }

  /**
   * A sample of a metric of the simulation's own.
   *
   * @param at in milliseconds
   * @param value not negative; kept to three decimals
   * @param yes of a rate; true of other metrics
   */
  public void metric(String userClass, String name, long at, double value, boolean yes) {
    local
        .get()
        .add(
            Kind.METRIC,
            userClass,
            "",
            name,
            yes ? Outcome.OK : Outcome.FAILED,
            at,
            Math.round(value * 1000),
            "",
            "");
  }

  /**
   * All that was recorded since the last flip. Called by one thread.
   *
   * @param elapsed since the run's start
   */
  public Interval flip(Duration elapsed) {
    Map<Series, Tally> tallies = new HashMap<>();
    for (Local from : locals) {
      from.log.drain((what, start, value) -> count(tallies, what, start, value));
    }
    Map<String, Users> now = new TreeMap<>();
    users.forEach(
        (userClass, counts) -> {
          long ended = counts.ended.sum(); // before started, so that nobody ends unborn
          long started = counts.started.sum();
          Users before = usersBefore.getOrDefault(userClass, Users.NONE);
          now.merge(
              masked.apply(userClass),
              new Users(started - before.started(), ended - before.ended(), started - ended),
              Users::and);
          usersBefore.put(userClass, new Users(started, ended, started - ended));
        });
    Duration from = flipped;
    flipped = elapsed;
    return new Interval(from, elapsed, tallies, now, Optional.empty(), Map.of());
  }

  /** What had to be called "(other)"; empty if nothing was lost. */
  public List<String> notes() {
    return List.of(
            note("request names", overflow(Kind.REQUEST)),
            note("names of groups", overflow(Kind.GROUP)),
            note("names of metrics", overflow(Kind.METRIC)),
            note("status codes", codes.overflow()),
            note("error texts", errors.overflow()),
            unanswered(),
            leavers(),
            resolution())
        .stream()
        .filter(n -> !n.isEmpty())
        .toList();
  }

  private String unanswered() {
    long many = unanswered.sum();
    return many == 0
        ? ""
        : (many == 1 ? "1 request" : Quantity.count(many) + " requests")
            + " had no answer when the run ended, the oldest after "
            + Quantity.TIME.text(longestUnanswered.get() / 1e3);
  }

  private String leavers() {
    return leftEarly.isEmpty()
        ? ""
        : "users left before the profile let them go, as by exitHere or exitHereIfFailed: "
            + leftEarly.entrySet().stream()
                .limit(NAMED)
                .map(left -> left.getKey() + " " + left.getValue().sum())
                .collect(Collectors.joining(", "))
            + "; each was replaced after its think time or pacing";
  }

  private long overflow(Kind kind) {
    return names(kind).overflow();
  }

  private Names names(Kind kind) {
    return Objects.requireNonNull(names.get(kind));
  }

  private String resolution() {
    return coarse.isEmpty()
        ? ""
        : "response times in whole milliseconds, as Gatling stamps them: "
            + coarse.stream().map(masked).sorted().limit(NAMED).collect(Collectors.joining(", "))
            + (coarse.size() > NAMED ? " and " + (coarse.size() - NAMED) + " more" : "");
  }

  private static String note(String what, long overflow) {
    return overflow == 0
        ? ""
        : "more than "
            + MAX_NAMES
            + " distinct "
            + what
            + "; the further ones are counted as "
            + Series.OTHER;
  }

  private void count(Map<Series, Tally> tallies, long what, long start, long value) {
    Timed key = timed.get((int) (what >>> SERIES_SHIFT));
    Outcome outcome = OUTCOMES[(int) (what >>> OUTCOME_SHIFT) & 3];
    String code =
        (what >>> CODE_SHIFT & MASK) == 0 ? "" : codes.name((int) (what >>> CODE_SHIFT & MASK) - 1);
    String error = (what & MASK) == 0 ? "" : errors.name((int) (what & MASK) - 1);
    tallies
        .computeIfAbsent(
            new Series(key.kind, key.userClass, key.name, phaseAt(start - zero), outcome),
            s -> new Tally())
        .count(value, code, error);
  }

  private String phaseAt(long millis) {
    for (Phase phase : phases) {
      if (millis < phase.end().toMillis()) {
        return phase.name();
      }
    }
    return Phase.WIND_DOWN;
  }

  /** The number of a series, by which the reader finds it again. */
  private int register(Timed asked) {
    return timedIds.computeIfAbsent(
        asked,
        t -> {
          synchronized (timed) {
            timed.add(t);
            return timed.size() - 1;
          }
        });
  }

  /**
   * What others have recorded, under the names that there is room for here: the sum of several
   * recorders has no more names than one.
   */
  public Interval bounded(Interval others) {
    Map<Series, Tally> tallies = new HashMap<>();
    others
        .tallies()
        .forEach(
            (series, tally) -> {
              Names of = names(series.kind());
              Series named =
                  new Series(
                      series.kind(),
                      series.userClass(),
                      of.name(of.id(series.name())),
                      series.phase(),
                      series.outcome());
              tallies.computeIfAbsent(named, s -> new Tally()).add(bounded(tally));
            });
    return new Interval(
        others.start(),
        others.end(),
        tallies,
        others.users(),
        others.vitals(),
        others.service(),
        others.injectors());
  }

  private Tally bounded(Tally tally) {
    Map<String, Long> byCode = new HashMap<>();
    tally.codes().forEach((code, n) -> byCode.merge(codes.name(codes.id(code)), n, Long::sum));
    Map<Failure, Long> byFailure = new HashMap<>();
    tally
        .failures()
        .forEach(
            (failure, n) ->
                byFailure.merge(
                    new Failure(
                        failure.code().isEmpty() ? "" : codes.name(codes.id(failure.code())),
                        errors.name(errors.id(failure.text()))),
                    n,
                    Long::sum));
    return new Tally(tally.requests(), tally.times(), byCode, byFailure);
  }

  private static final class UserCounts {
    final LongAdder started = new LongAdder();
    final LongAdder ended = new LongAdder();
  }

  /** What one thread has of its own. */
  private final class Local {
    final SampleLog log = new SampleLog();
    private final Map<Kind, Map<String, Map<String, Map<String, Integer>>>> timedIds =
        new EnumMap<>(Kind.class);
    private final Map<String, Integer> codeIds = new HashMap<>();
    private final Map<String, Integer> errorIds = new HashMap<>();

    @SuppressWarnings("EnumOrdinal") // packed for a moment, read back by the same program
    void add(
        Kind kind,
        String userClass,
        String group,
        String name,
        Outcome outcome,
        long start,
        long value,
        String code,
        String error) {
      long series = seriesId(kind, userClass, group, name);
      long codeId = code.isEmpty() ? 0 : 1 + id(codeIds, codes, code);
      long errorId = error.isEmpty() ? 0 : 1 + errorId(error);
      log.add(
          series << SERIES_SHIFT
              | (long) outcome.ordinal() << OUTCOME_SHIFT
              | codeId << CODE_SHIFT
              | errorId,
          start,
          value);
    }

    private int seriesId(Kind kind, String userClass, String group, String name) {
      Integer mine = known(kind, userClass, group, name);
      if (mine != null) {
        return mine;
      }
      String path = masked.apply(group.isEmpty() ? name : group + Subject.GROUP_SEPARATOR + name);
      Names all = names(kind);
      int number = all.id(path);
      int id = register(new Timed(kind, masked.apply(userClass), all.name(number)));
      // Past a limit each new name would be remembered by each thread.
      if (number != 0 && !Names.isLong(path)) {
        timedIds
            .computeIfAbsent(kind, k -> new HashMap<>())
            .computeIfAbsent(userClass, c -> new HashMap<>())
            .computeIfAbsent(group, g -> new HashMap<>())
            .put(name, id);
      }
      return id;
    }

    private @Nullable Integer known(Kind kind, String userClass, String group, String name) {
      Map<String, Map<String, Map<String, Integer>>> ofKind = timedIds.get(kind);
      Map<String, Map<String, Integer>> ofClass = ofKind == null ? null : ofKind.get(userClass);
      Map<String, Integer> ofGroup = ofClass == null ? null : ofClass.get(group);
      return ofGroup == null ? null : ofGroup.get(name);
    }

    /** Texts that differ each time are not worth remembering, so only so many are. */
    private int errorId(String raw) {
      Integer mine = Names.isLong(raw) ? null : errorIds.get(raw);
      if (mine != null) {
        return mine;
      }
      // Masked as a whole: half of a secret would not be found.
      String text = masked.apply(raw);
      String read = Failure.normalised(text.substring(0, Math.min(READ, text.length())));
      int id =
          Names.isLong(read) || text.length() > READ
              ? errors.id(read, raw.length())
              : errors.id(read);
      if (id != 0 && !Names.isLong(raw) && errorIds.size() < MAX_NAMES) {
        errorIds.put(raw, id);
      }
      return id;
    }

    private int id(Map<String, Integer> known, Names all, String name) {
      Integer mine = known.get(name);
      if (mine != null) {
        return mine;
      }
      int id = all.id(masked.apply(name));
      if (id != 0 && !Names.isLong(name)) {
        known.put(name, id);
      }
      return id;
    }
  }
}
