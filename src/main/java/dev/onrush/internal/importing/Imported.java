package dev.onrush.internal.importing;

import dev.onrush.internal.importing.plan.ImportedPlan;
import dev.onrush.internal.importing.request.ImportedRequest;
import dev.onrush.internal.importing.source.SourceFiles;
import dev.onrush.units.Quantity;
import java.util.ArrayList;
import java.util.List;

/**
 * The result of an import.
 *
 * @param files the source files to write
 * @param text lines for the user
 */
record Imported(SourceFiles files, List<String> text) {

  private static final int SHOWN = 8;

  /** Copies the lines. */
  Imported {
    text = List.copyOf(text);
  }

  /** Returns lines that list the secrets that were removed. */
  static List<String> redacted(List<String> what) {
    if (what.isEmpty()) {
      return List.of("Nothing that looks like a secret was found in addresses and bodies.");
    }
    List<String> lines = new ArrayList<>();
    lines.add("Removed and replaced by TODO:");
    lines.addAll(shown(what));
    return lines;
  }

  /** Returns a line with the number of requests that were left out, and the reason. */
  static String leftOut(String why, long times) {
    return "Left out: " + Quantity.count(times, "request") + " " + why + ".";
  }

  /** Returns lines that list the values that requests take from earlier responses. */
  static List<String> correlated(List<ImportedRequest> requests) {
    List<String> values = new ArrayList<>();
    requests.forEach(
        request ->
            request
                .content()
                .saved()
                .forEach(saved -> values.add(saved.variable() + " of " + request.name())));
    if (values.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add("Taken from responses during the run:");
    lines.addAll(shown(values));
    return lines;
  }

  /** Returns lines that list the requests with a TODO, which the user has to look at. */
  static List<String> todos(List<ImportedRequest> requests, List<ImportedRequest.Header> ofAll) {
    long inPlan = ofAll.stream().filter(header -> !header.todo().isEmpty()).count();
    List<ImportedRequest> once = requests.stream().distinct().toList();
    long todos = inPlan + once.stream().mapToLong(ImportedRequest::todos).sum();
    if (todos == 0) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        Quantity.count(todos, "place")
            + (todos == 1 ? " has" : " have")
            + " // TODO, because something is unknown or was removed:");
    List<String> where = new ArrayList<>();
    if (inPlan > 0) {
      where.add("the headers of all requests");
    }
    once.stream()
        .filter(request -> request.todos() > 0)
        .map(ImportedRequest::name)
        .distinct()
        .forEach(where::add);
    lines.addAll(shown(where));
    return lines;
  }

  /** Returns indented lines with the first few of a list, and the number of the others. */
  static List<String> shown(List<String> all) {
    List<String> lines = new ArrayList<>();
    all.stream().limit(SHOWN).forEach(each -> lines.add("  " + each));
    if (all.size() > SHOWN) {
      lines.add("  and " + (all.size() - SHOWN) + " more");
    }
    return lines;
  }

  /** Returns lines that list the requests whose bodies are not known. */
  static List<String> unknownBodies(ImportedPlan plan) {
    List<String> lacking =
        plan.requests().stream()
            .filter(ImportedRequest::lacksBody)
            .map(ImportedRequest::name)
            .toList();
    if (lacking.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "Bodies are not known; "
            + Quantity.count(lacking.size(), "request")
            + (lacking.size() == 1 ? " has" : " have")
            + " {} and // TODO body:");
    lines.addAll(shown(lacking));
    return lines;
  }
}
