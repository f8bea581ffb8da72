package dev.onrush.internal.capacity;

import dev.onrush.plan.CapacitySearch;
import dev.onrush.profile.RunFlow;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The flow whose load a search changes, while the other flows hold their levels.
 *
 * @param flow empty if the run has only one flow
 */
public record SearchedFlow(CapacitySearch asked, Optional<RunFlow> flow) {

  /** The only flow of a run. */
  public static SearchedFlow only(CapacitySearch asked) {
    return new SearchedFlow(asked, Optional.empty());
  }

  /** The name of the flow; empty if the run has only one. */
  public Optional<String> name() {
    return flow.map(RunFlow::name);
  }

  /** The same flow with each name replaced by the result of {@code rename}. */
  public SearchedFlow renamed(UnaryOperator<String> rename) {
    return new SearchedFlow(asked, flow.map(f -> f.renamed(rename)));
  }
}
