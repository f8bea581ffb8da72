package dev.onrush.internal.importing;

import dev.onrush.internal.importing.plan.ImportedPlan;
import dev.onrush.internal.importing.request.ImportedRequest;
import dev.onrush.internal.importing.source.SourceFiles;
import dev.onrush.units.Quantity;
import java.util.ArrayList;
import java.util.List;

/**
 * What an import makes.
 *
 * @param files that are to be written
 * @param text lines for the user
 */
record Imported(SourceFiles files, List<String> text) {

  private static final int SHOWN = 8;

  /** Copies. */
  Imported {
    text = List.copyOf(text);
  }

  /** What was taken out, line by line. */
  static List<String> takenOut(List<String> what) {
    if (what.isEmpty()) {
      return List.of("Nothing that looks like a secret was found in addresses and bodies.");
    }
    List<String> lines = new ArrayList<>();
    lines.add("Taken out, with TODO in its place:");
    what.stream().limit(SHOWN).forEach(each -> lines.add("  " + each));
    if (what.size() > SHOWN) {
      lines.add("  and " + (what.size() - SHOWN) + " more");
    }
    return lines;
  }

  /** What is not known, line by line. */
  static List<String> missing(ImportedPlan plan) {
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
    lacking.stream().limit(SHOWN).forEach(each -> lines.add("  " + each));
    if (lacking.size() > SHOWN) {
      lines.add("  and " + (lacking.size() - SHOWN) + " more");
    }
    return lines;
  }
}
