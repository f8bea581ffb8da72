package dev.onrush.internal.live.terminal;

import dev.onrush.internal.live.terminal.RunSnapshot.Figures;
import dev.onrush.internal.live.terminal.RunSnapshot.Load;
import dev.onrush.internal.live.terminal.ThresholdProgress.State;
import dev.onrush.internal.metrics.FailureCluster;
import dev.onrush.result.Intervention;
import dev.onrush.result.Judgement;
import dev.onrush.units.Quantity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * The view as lines: a function of what is known and of the terminal's size. No line is wider than
 * the terminal, and where there is too little height, what matters least is left out.
 */
final class TerminalFrame {

  /** What goes first where there is no room; the last goes never. */
  private enum Weight {
    SPACE,
    HEADING,
    BY_HAND,
    TOTAL,
    THRESHOLD,
    ERROR,
    GENERATOR,
    TROUBLE,
    KEYS,
    FIGURES,
    USERS,
    ASKED,
    PROGRESS
  }

  private record Line(Weight weight, AttributedString text) {}

  private static final int LEFT = 11;
  private static final int NARROW = 60;
  private static final int INTERVENTIONS = 3;

  private final TerminalStyle style;
  private final int width;
  private final List<Line> lines = new ArrayList<>();

  private TerminalFrame(TerminalStyle style, int width) {
    this.style = style;
    this.width = width;
  }

  /**
   * The lines to show, none longer than {@code width}, and at most {@code height} of them.
   *
   * @param asked what the keyboard has to say, if anything
   * @param keys what it can be asked for
   */
  static List<AttributedString> of(
      RunSnapshot now, String asked, String keys, TerminalStyle style, int width, int height) {
    TerminalFrame frame = new TerminalFrame(style, Math.max(1, width));
    frame.progress(now);
    frame.users(now);
    frame.figures(now);
    frame.thresholds(now, height);
    frame.errors(now);
    frame.generator(now);
    frame.byHand(now.interventions());
    frame.hands(asked, keys);
    return frame.fitting(Math.max(1, height));
  }

  private void progress(RunSnapshot now) {
    space();
    String plan = style.cut(style.line(now.plan()), Math.max(8, width / 3));
    String clock = Quantity.clock(now.elapsed());
    String of = now.planned().map(p -> " of " + Quantity.clock(p)).orElse("");
    AttributedStringBuilder line = new AttributedStringBuilder();
    if (width >= NARROW) {
      line.styled(style.strong(), plan).append(": ");
    }
    line.styled(now.paused() ? style.near() : style.strong(), style.line(now.phase())).append("  ");
    line.append(clock).append(width >= NARROW ? of : "");
    now.progress()
        .ifPresent(share -> line.append("  ").append(style.bar(share, width >= NARROW ? 20 : 8)));
    line.append("  ").styled(now.stopping() ? style.near() : TerminalStyle.PLAIN, now.left());
    add(Weight.PROGRESS, line);
  }

  private void users(RunSnapshot now) {
    Load load = now.load();
    AttributedStringBuilder line = new AttributedStringBuilder();
    String users = Quantity.count(load.users()) + (load.users() == 1 ? " user" : " users");
    if (load.level().isEmpty()) {
      line.append(left("users")).append(users);
    } else if (load.open()) {
      line.append(left("arrivals"))
          .append(Quantity.FREQUENCY.text(load.arrivals()))
          .append(" of ")
          .append(Quantity.FREQUENCY.text(load.level().getAsDouble()));
    } else {
      line.append(left("users"))
          .append(Quantity.count(load.users()))
          .append(" of ")
          .append(Quantity.count(Math.round(load.level().getAsDouble())));
    }
    if (load.level().isPresent()) {
      line.append(" ")
          .styled(
              now.levelByHand() ? style.near() : TerminalStyle.PLAIN,
              now.levelByHand() ? "set by hand" : "planned")
          .append(load.open() ? ", " + users : "");
    }
    add(Weight.USERS, line);
  }

  private void figures(RunSnapshot now) {
    space();
    add(Weight.HEADING, styled(style.faint(), figures("", "req/s", "p50", "p95", "p99", "errors")));
    figures(Weight.FIGURES, "last 5 s", now.recent(), "");
    figures(
        Weight.TOTAL,
        "so far",
        now.all(),
        width >= 77
            ? "  "
                + Quantity.count(now.all().requests())
                + (now.all().requests() == 1 ? " request" : " requests")
            : "");
  }

  private void figures(Weight weight, String name, Figures of, String more) {
    boolean some = of.requests() > 0;
    AttributedStringBuilder line = new AttributedStringBuilder();
    String row =
        figures(
            name,
            Quantity.FREQUENCY.text(of.perSecond()),
            some ? Quantity.TIME.text(of.p50()) : "-",
            some ? Quantity.TIME.text(of.p95()) : "-",
            some ? Quantity.TIME.text(of.p99()) : "-",
            "");
    String errors =
        String.format(
            Locale.ROOT, "%" + cell() + "s", some ? Quantity.SHARE.text(of.errorRate()) : "-");
    line.append(row)
        .styled(of.errorRate() > 0 ? style.bad() : TerminalStyle.PLAIN, errors)
        .append(more);
    add(weight, line);
  }

  private String figures(
      String name, String rate, String p50, String p95, String p99, String errors) {
    String cell = "%" + cell() + "s";
    String row = String.format(Locale.ROOT, "%-" + LEFT + "s" + cell, name, rate);
    // The narrowest has p95 alone.
    String times =
        width >= NARROW
            ? String.format(Locale.ROOT, cell + cell + cell, p50, p95, p99)
            : String.format(Locale.ROOT, cell, p95);
    return row + times + (errors.isEmpty() ? "" : String.format(Locale.ROOT, cell, errors));
  }

  private int cell() {
    return width >= NARROW ? 10 : 9;
  }

  /** In the plan's order; where there is no room for all, those in the best state are left out. */
  private void thresholds(RunSnapshot now, int height) {
    if (now.thresholds().isEmpty()) {
      return;
    }
    space();
    int room = Math.max(3, height - lines.size() - 8 - now.failures().size());
    List<Judgement> shown = now.thresholds();
    if (shown.size() > room) {
      List<Judgement> worst =
          shown.stream()
              .sorted(Comparator.comparing(j -> rank(ThresholdProgress.of(j).state())))
              .limit(room - 1)
              .toList();
      shown = shown.stream().filter(worst::contains).toList();
    }
    int longest = shown.stream().mapToInt(j -> name(j).length()).max().orElse(0);
    // actual, bar, share of the bound, state
    int rest = width >= NARROW ? 2 + 9 + 2 + 12 + 7 + 2 + 11 : 1 + 8 + 1 + 11;
    int names = Math.max(8, Math.min(longest, width - rest));
    for (Judgement judgement : shown) {
      threshold(judgement, names);
    }
    int hidden = now.thresholds().size() - shown.size();
    if (hidden > 0) {
      add(Weight.THRESHOLD, styled(style.faint(), hidden + " more are no worse"));
    }
  }

  private static int rank(State state) {
    return switch (state) {
      case BROKEN -> 0;
      case NEAR -> 1;
      case NOT_YET -> 2;
      case STEERED -> 3;
      case NO_DATA -> 4;
      case OK -> 5;
    };
  }

  private String name(Judgement judgement) {
    return style.line(judgement.threshold().toString());
  }

  private void threshold(Judgement judgement, int names) {
    ThresholdProgress close = ThresholdProgress.of(judgement);
    OptionalDouble share = close.share();
    AttributedStyle colour =
        switch (close.state()) {
          case OK -> style.good();
          case NEAR, NOT_YET -> style.near();
          case BROKEN -> judgement.warns() ? style.near() : style.bad();
          case NO_DATA, STEERED -> style.faint();
        };
    String state =
        close.state() == State.BROKEN && judgement.warns() ? "warning" : close.state().toString();
    String actual = judgement.actual().isPresent() ? judgement.actualText() : "-";
    AttributedStringBuilder line = new AttributedStringBuilder();
    line.append(String.format(Locale.ROOT, "%-" + names + "s", style.cut(name(judgement), names)));
    if (width >= NARROW) {
      line.append(String.format(Locale.ROOT, "  %9s  ", actual))
          .styled(colour, pad(share.isPresent() ? style.bar(share.getAsDouble(), 10) : "", 12))
          .append(
              String.format(
                  Locale.ROOT, "%7s", share.isPresent() ? percent(share.getAsDouble()) : ""))
          .append("  ");
    } else {
      line.append(String.format(Locale.ROOT, " %8s ", actual));
    }
    line.styled(colour, state);
    add(close.state() == State.BROKEN ? Weight.TROUBLE : Weight.THRESHOLD, line);
  }

  private static String percent(double share) {
    return share >= 10 ? ">999 %" : (int) (100 * share) + " %";
  }

  private void errors(RunSnapshot now) {
    if (now.failures().isEmpty()) {
      return;
    }
    space();
    boolean first = true;
    for (FailureCluster of : now.failures()) {
      String text = Quantity.count(of.count()) + "  " + of.request() + ": " + of.failure().text();
      add(
          first ? Weight.TROUBLE : Weight.ERROR,
          new AttributedStringBuilder()
              .append(left(first ? "errors" : ""))
              .styled(style.bad(), style.cut(style.line(text), width - LEFT)));
      first = false;
    }
    if (now.otherFailures() > 0) {
      add(
          Weight.ERROR,
          new AttributedStringBuilder()
              .append(left(""))
              .append(now.otherFailures() + " more kinds"));
    }
  }

  private void generator(RunSnapshot now) {
    space();
    String vitals = now.vitalsText();
    AttributedStringBuilder line = new AttributedStringBuilder().append(left("generator"));
    if (now.findings().isEmpty()) {
      line.styled(style.good(), "well").append(vitals.isEmpty() ? "" : ", " + vitals);
      add(Weight.GENERATOR, line);
    } else {
      int more = now.findings().size() - 1;
      String text = now.findings().get(0) + (more == 0 ? "" : " (and " + more + " more)");
      line.styled(style.bad(), style.cut(style.line(text), width - LEFT));
      add(Weight.TROUBLE, line);
      if (!vitals.isEmpty()) {
        add(Weight.GENERATOR, new AttributedStringBuilder().append(left("")).append(vitals));
      }
    }
  }

  /** The latest first. */
  private void byHand(List<Intervention> interventions) {
    if (interventions.isEmpty()) {
      return;
    }
    List<Intervention> latest = new ArrayList<>(interventions);
    Collections.reverse(latest);
    String told =
        String.join(
            ", ", latest.stream().limit(INTERVENTIONS).map(Intervention::toString).toList());
    int before = Math.max(0, latest.size() - INTERVENTIONS);
    add(
        Weight.BY_HAND,
        new AttributedStringBuilder()
            .append(left("by hand"))
            .append(
                style.cut(
                    style.line(told + (before == 0 ? "" : ", " + before + " before")),
                    width - LEFT)));
  }

  private void hands(String asked, String keys) {
    space();
    for (String line : wrapped(style.line(asked))) {
      add(Weight.ASKED, styled(style.near(), line));
    }
    for (String line : wrapped(keys)) {
      add(Weight.KEYS, styled(style.faint(), line));
    }
  }

  /** At blanks, since what is said there is to be read whole. */
  private List<String> wrapped(String text) {
    List<String> wrapped = new ArrayList<>();
    String rest = text.strip();
    while (rest.length() > width) {
      int at = rest.lastIndexOf(' ', width);
      at = at < 1 ? width : at;
      wrapped.add(rest.substring(0, at).stripTrailing());
      rest = rest.substring(at).strip();
    }
    if (!rest.isEmpty()) {
      wrapped.add(rest);
    }
    return wrapped;
  }

  private List<AttributedString> fitting(int height) {
    for (Weight least : Weight.values()) {
      for (int i = lines.size() - 1; i >= 0 && lines.size() > height; i--) {
        if (lines.get(i).weight == least) {
          lines.remove(i);
        }
      }
    }
    return lines.stream().map(Line::text).toList();
  }

  private void space() {
    add(Weight.SPACE, new AttributedStringBuilder());
  }

  private void add(Weight weight, AttributedStringBuilder line) {
    lines.add(new Line(weight, line.toAttributedString().columnSubSequence(0, width)));
  }

  private static AttributedStringBuilder styled(AttributedStyle style, String text) {
    return new AttributedStringBuilder().styled(style, text);
  }

  private static String left(String name) {
    return pad(name, LEFT);
  }

  private static String pad(String text, int length) {
    return text + " ".repeat(Math.max(0, length - text.length()));
  }
}
