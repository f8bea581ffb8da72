package dev.onrush.internal.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.profile.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Writes the phases of a run as consecutive times with names. */
public final class PhaseTimes {

  /** A run ends shortly after its last phase; a shorter remainder is not shown as a wind-down. */
  private static final Duration WORTH_A_NAME = Duration.ofSeconds(1);

  private static final Pattern NUMBERED = Pattern.compile("(to )?level \\d+");
  private static final String TO = "to ";

  private PhaseTimes() {}

  /**
   * Writes the phases that were reached, up to the end of the run. In a run with several flows,
   * writes the times between two moments at which a phase of some flow begins or ends, named after
   * the phases in progress.
   */
  public static void write(ArrayNode array, List<Phase> phases, Duration length) {
    List<Phase> reached =
        phases.stream().filter(phase -> phase.start().compareTo(length) < 0).toList();
    Duration end = Duration.ZERO;
    List<Span> spans =
        reached.stream().anyMatch(p -> p.flow().isPresent())
            ? cut(reached)
            : reached.stream()
                .map(p -> new Span(named(p, phases), p.start(), p.end(), !p.isCounted()))
                .toList();
    for (Span span : spans) {
      end = span.end().compareTo(length) < 0 ? span.end() : length;
      span(array, new Span(span.name(), span.start(), end, span.uncounted()));
    }
    if (length.minus(end).compareTo(WORTH_A_NAME) >= 0) {
      span(array, new Span(Phase.WIND_DOWN, end, length, false));
    }
  }

  /**
   * Returns a phase's name as a table shows it, such as {@code 40 users (level 3)}, because the
   * numbered levels of a sweep do not tell the load.
   */
  private static String named(Phase phase, List<Phase> all) {
    if (!NUMBERED.matcher(phase.name()).matches()) {
      return phase.name();
    }
    boolean leadsTo = phase.name().startsWith(TO);
    String level = leadsTo ? phase.name().substring(TO.length()) : phase.name();
    return all.stream()
        .filter(p -> p.name().equals(level))
        .flatMap(p -> p.held().stream())
        .findFirst()
        .map(held -> held.unit().text(held.height()))
        .map(height -> leadsTo ? TO + height : height + " (" + level + ")")
        .orElse(phase.name());
  }

  /** Cuts overlapping phases into consecutive times. */
  private static List<Span> cut(List<Phase> phases) {
    TreeSet<Duration> moments = new TreeSet<>(Set.of(Duration.ZERO));
    phases.forEach(phase -> moments.addAll(List.of(phase.start(), phase.end())));
    List<Span> times = new ArrayList<>();
    for (Duration start = moments.first(); moments.higher(start) != null; ) {
      Duration from = start;
      start = Objects.requireNonNull(moments.higher(from));
      List<Phase> atOnce =
          phases.stream()
              .filter(p -> p.start().compareTo(from) <= 0 && p.end().compareTo(from) > 0)
              .toList();
      boolean uncounted = !atOnce.isEmpty() && atOnce.stream().noneMatch(Phase::isCounted);
      times.add(
          new Span(
              atOnce.isEmpty() ? Phase.WIND_DOWN : Phase.text(atOnce), from, start, uncounted));
    }
    return times;
  }

  /** A time with a name; {@code uncounted} if no figure includes the requests sent in it. */
  private record Span(String name, Duration start, Duration end, boolean uncounted) {}

  private static void span(ArrayNode array, Span span) {
    ObjectNode phase =
        array
            .addObject()
            .put("name", Texts.shown(span.name()))
            .put("start", span.start().toMillis())
            .put("end", span.end().toMillis());
    if (span.uncounted()) {
      phase.put("uncounted", true);
    }
  }
}
