package dev.onrush.internal.report.history;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.page.Links;
import dev.onrush.internal.page.Texts;
import dev.onrush.internal.report.history.History.Skipped;
import dev.onrush.internal.run.log.json.RunJson;
import dev.onrush.internal.run.origin.Revision;
import dev.onrush.internal.text.ChangeText;
import dev.onrush.internal.text.WallClock;
import dev.onrush.units.Quantity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;

/** Builds the data of {@code index.html} as JSON. */
final class HistoryData {

  private static final String NONE = "-";

  private HistoryData() {}

  static ObjectNode of(History history, Path reports) {
    ObjectNode data = RunJson.MAPPER.createObjectNode();
    data.put("runs", history.runs().size());
    ArrayNode simulations = data.putArray("simulations");
    for (Map.Entry<String, List<PastRun>> of : history.bySimulation().entrySet()) {
      ObjectNode node = simulations.addObject();
      node.put("name", Texts.shown(of.getKey()));
      simulation(node, of.getValue(), reports);
    }
    ArrayNode skipped = data.putArray("skipped");
    for (Skipped of : history.skipped()) {
      skipped.addObject().put("folder", Texts.shown(of.folder())).put("why", Texts.shown(of.why()));
    }
    data.put("left", history.unread());
    return data;
  }

  /**
   * Writes the runs of a simulation. Runs that can be compared with the latest judged run are
   * marked, and only these form trends.
   */
  private static void simulation(ObjectNode node, List<PastRun> runs, Path reports) {
    Optional<PastRun> latest = runs.stream().filter(PastRun::isJudged).findFirst();
    List<String> plans = runs.stream().map(PastRun::shape).distinct().toList();
    ArrayNode array = node.putArray("runs");
    for (int i = 0; i < runs.size(); i++) {
      PastRun run = runs.get(i);
      ObjectNode of = array.addObject();
      run(of, run, reports);
      of.put("folder", path(reports.resolve(Links.name(run.folder()))));
      of.put("plan", plans.indexOf(run.shape())); // equal numbers: the same plan at the same size
      run.alone().ifPresent(why -> of.put("alone", why));
      boolean comparable = latest.isPresent() && latest.get().isComparableWith(run);
      of.put("comparable", comparable);
      if (comparable) {
        runs.subList(i + 1, runs.size()).stream()
            .filter(run::isComparableWith)
            .findFirst()
            .ifPresent(before -> change(of, before, run));
      }
    }
  }

  /**
   * Writes the change of p95 since the previous comparable run. It is a plain difference, which
   * does not take chance into account.
   */
  private static void change(ObjectNode node, PastRun before, PastRun run) {
    OptionalDouble from = before.figure("p95");
    OptionalDouble to = run.figure("p95");
    if (from.isPresent() && to.isPresent() && from.getAsDouble() > 0) {
      double change = 100 * (to.getAsDouble() / from.getAsDouble() - 1);
      node.put("change", change);
      node.put("changeText", ChangeText.change(change, true));
    }
  }

  /**
   * Returns the path of a folder as it is written in a command that is started in the current
   * directory.
   */
  private static String path(Path folder) {
    Path here = Path.of("").toAbsolutePath();
    Path whole = folder.toAbsolutePath().normalize();
    Path path = whole.startsWith(here) ? here.relativize(whole) : whole;
    return withSlashes(path.toString(), path.getFileSystem().getSeparator());
  }

  /**
   * Returns the path with slashes, which every shell and Maven accept. In the arguments of Maven, a
   * backslash, which separates folders on Windows, would escape the next character.
   */
  static String withSlashes(String path, String separator) {
    return path.replace(separator, "/");
  }

  private static void run(ObjectNode node, PastRun run, Path reports) {
    node.put("started", WallClock.second(run.started()));
    node.put("verdict", run.verdict().name());
    node.put("reason", Texts.shown(run.reason()));
    node.put("size", Texts.shown(size(run)));
    run.fact(Revision.FACT).ifPresent(revision -> node.put("revision", Texts.shown(revision)));
    for (String file : List.of("report.html", "summary.md")) {
      Links.to(reports, run.folder(), file)
          .ifPresent(address -> node.withObject("/links").put(file, address));
    }
    ArrayNode texts = node.putArray("texts").add(Quantity.clock(run.length()));
    ArrayNode figures = node.putArray("figures").add(run.length().toMillis());
    add(texts, figures, run.figure("requests"), n -> Quantity.count((long) n));
    add(texts, figures, run.figure("errorRate"), Quantity.SHARE::text);
    add(texts, figures, run.figure("p95"), Quantity.TIME::text);
    add(texts, figures, run.figure("perSecond"), Quantity.FREQUENCY::text);
  }

  private static void add(
      ArrayNode texts, ArrayNode figures, OptionalDouble figure, DoubleFunction<String> text) {
    figure.ifPresentOrElse(figures::add, figures::addNull);
    texts.add(figure.isEmpty() ? NONE : text.apply(figure.getAsDouble()));
  }

  /**
   * Describes what tells the runs of one simulation apart, unless it is given by the plan or is the
   * default.
   */
  private static String size(PastRun run) {
    List<String> parts = new ArrayList<>();
    run.fact("environment").ifPresent(parts::add);
    run.fact("users").ifPresent(users -> parts.add("users " + users));
    for (String factor : List.of("scale", "pace")) {
      run.fact(factor).filter(f -> !f.equals("1")).ifPresent(f -> parts.add(factor + " " + f));
    }
    if (run.steered()) {
      parts.add("steered by hand");
    }
    return String.join(", ", parts);
  }
}
