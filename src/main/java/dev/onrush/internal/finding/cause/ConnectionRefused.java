package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.result.Cause;
import dev.onrush.result.Cause.Confidence;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds a service, or a service that it calls, at whose address no process listens. */
final class ConnectionRefused implements CauseRule {

  private static final Pattern SAID =
      Pattern.compile("connection refused|\\bECONNREFUSED\\b", Pattern.CASE_INSENSITIVE);

  @Override
  public Optional<Cause> examine(Evidence evidence) {
    return Texts.failures(evidence, SAID)
        .map(
            said ->
                new Cause(
                    "connection refused",
                    Confidence.STRONG,
                    evidence.since(),
                    List.of(said),
                    "a service that runs and listens at this address; if it ended, its log may say why",
                    Texts.PAGE + "connection-refused",
                    List.of()));
  }
}
