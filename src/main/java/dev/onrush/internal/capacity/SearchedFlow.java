package dev.onrush.internal.capacity;

import dev.onrush.plan.CapacitySearch;
import dev.onrush.plan.RunFlow;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The flow whose load a search changes; those beside it hold theirs.
 *
 * @param flow empty if the run has no other
 */
public record SearchedFlow(CapacitySearch asked, Optional<RunFlow> flow) {

  /** The one flow of a run. */
  public static SearchedFlow only(CapacitySearch asked) {
    return new SearchedFlow(asked, Optional.empty());
  }

  /** Its name; empty if the run has no other. */
  public Optional<String> name() {
    return flow.map(RunFlow::name);
  }

  /** The same with every name in it as {@code rename} returns it. */
  public SearchedFlow renamed(UnaryOperator<String> rename) {
    return new SearchedFlow(asked, flow.map(f -> f.renamed(rename)));
  }
}
