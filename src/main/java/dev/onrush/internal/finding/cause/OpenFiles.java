package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Ceiling;
import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.internal.service.Meaning;
import dev.onrush.result.Cause;
import dev.onrush.result.Cause.Confidence;
import java.util.List;
import java.util.Optional;

/** The service has no file descriptor left; each connection takes one. */
final class OpenFiles implements CauseRule {

  @Override
  public Optional<Cause> examine(Evidence evidence) {
    return Ceiling.of(
            evidence,
            evidence.service().of(Meaning.FILES_OPEN),
            evidence.service().of(Meaning.FILES_LIMIT),
            Ceiling.FULL)
        .map(
            full ->
                new Cause(
                    "file descriptors",
                    Confidence.STRONG,
                    full.since(),
                    List.of(
                        "open file descriptors: "
                            + Texts.count(full.used())
                            + " of "
                            + Texts.count(full.limit())
                            + Texts.since(full.since())),
                    "a higher limit (ulimit -n), or connections that are closed or shared",
                    Texts.PAGE + "file-descriptors",
                    full.series()));
  }
}
