package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.result.Cause;
import dev.onrush.result.Cause.Confidence;
import java.util.List;
import java.util.Optional;

/**
 * Finds a generator that did not keep up. Its evidence is strong, so only causes in the service
 * with strong evidence are named beside it.
 */
final class GeneratorBehind implements CauseRule {

  @Override
  public Optional<Cause> examine(Evidence evidence) {
    return evidence.generator().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Cause(
                "load generator",
                Confidence.STRONG,
                evidence.since(),
                evidence.generator(),
                "a generator that keeps up: a machine of its own, or more injectors",
                Texts.PAGE + "load-generator",
                List.of()));
  }
}
