package dev.onrush.internal.metrics.recording;

import dev.onrush.internal.metrics.Failure;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.Tally;
import dev.onrush.internal.text.Printable;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The numbers of all series, status codes and error texts of a run, shared by its threads. The
 * number of names is bounded, see {@link Names}, and secrets in them are masked.
 */
final class NameRegistry {

  /** The number of characters of an error text that are read, so that a long text costs little. */
  private static final int READ = 4 * Names.LONGEST;

  /** The status codes that thresholds can name, so that none of them is counted as another one. */
  private static final Set<String> OF_HTTP =
      IntStream.rangeClosed(100, 599).mapToObj(String::valueOf).collect(Collectors.toSet());

  /** A series apart from its phase and outcome. */
  record Key(Kind kind, String userClass, String name) {}

  private final Map<Kind, Names> names = new EnumMap<>(Kind.class);
  private final Names codes = new Names(Names.MAX, OF_HTTP);
  private final Names errors = new Names(Names.MAX);
  private final Map<Key, Integer> ids = new ConcurrentHashMap<>();
  private final List<Key> byId = new CopyOnWriteArrayList<>();
  private final UnaryOperator<String> masked;

  NameRegistry(UnaryOperator<String> masked, KnownNames known) {
    this.masked = masked;
    for (Kind kind : Kind.values()) {
      Set<String> ofKind =
          switch (kind) {
            case REQUEST -> known.requests();
            case GROUP, GROUP_WITHOUT_PAUSES -> known.groups();
            case METRIC -> known.metrics();
            case DUE, WAIT, ARRIVAL, EVENT_LOOP, BURST, CALL -> Set.of();
          };
      names.put(
          kind, new Names(Names.MAX, ofKind.stream().map(masked).collect(Collectors.toSet())));
    }
  }

  String masked(String text) {
    return masked.apply(text);
  }

  private Names names(Kind kind) {
    return Objects.requireNonNull(names.get(kind));
  }

  /** The number of a name among the names of its kind; 0 if there are too many names. */
  int name(Kind kind, String path) {
    return names(kind).id(path);
  }

  /** Whether this very name has a number of its own. */
  boolean has(Kind kind, String path) {
    return names(kind).has(path);
  }

  /** The number of the series of a name, which is given by its number. */
  int series(Kind kind, String userClass, int name) {
    return ids.computeIfAbsent(
        new Key(kind, masked.apply(userClass), names(kind).name(name)),
        key -> {
          synchronized (byId) {
            byId.add(key);
            return byId.size() - 1;
          }
        });
  }

  Key series(int id) {
    return byId.get(id);
  }

  /** The number of a status code; 0 if there are too many. */
  int code(String code) {
    return codes.id(masked.apply(code));
  }

  String codeName(int id) {
    return codes.name(id);
  }

  /**
   * The number of an error text without its variable parts, such as ids; 0 if there are too many.
   */
  int error(String raw) {
    // The whole text is masked before it is cut, since half of a secret would not be found.
    String text = masked.apply(raw);
    String read = Failure.normalised(Printable.beginning(text, READ));
    return Names.isLong(read) || text.length() > READ
        ? errors.id(read, raw.length())
        : errors.id(read);
  }

  String errorName(int id) {
    return errors.name(id);
  }

  /** Returns the samples of other recorders under the names for which this registry has room. */
  Interval bounded(Interval others) {
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
    return new Tally(tally.requests(), tally.times(), tally.leastTimes(), byCode, byFailure);
  }

  /** Returns one sentence for each kind of name of which there were too many. */
  Stream<String> notes() {
    return Stream.of(
            note("request names", names(Kind.REQUEST)),
            note("group names", names(Kind.GROUP)),
            note("metric names", names(Kind.METRIC)),
            note("status codes", codes),
            note("error messages", errors))
        .filter(note -> !note.isEmpty());
  }

  private static String note(String what, Names of) {
    return of.overflow() == 0
        ? ""
        : "more than "
            + Names.MAX
            + " distinct "
            + what
            + "; all others are counted as "
            + Series.OTHER;
  }
}
