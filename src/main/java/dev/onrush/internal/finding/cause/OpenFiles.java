package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Ceiling;
import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.internal.service.Meaning;
import dev.onrush.result.Cause;
import dev.onrush.result.Cause.Confidence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds a service that has no file descriptor left; each connection takes one. */
final class OpenFiles implements CauseRule {

  private static final Pattern SAID =
      Pattern.compile(
          "too many open files|\\bEMFILE\\b|\\bENFILE\\b|no file descriptors available",
          Pattern.CASE_INSENSITIVE);

  @Override
  public Optional<Cause> examine(Evidence evidence) {
    Optional<String> said = Texts.failures(evidence, SAID);
    return Ceiling.of(
            evidence,
            evidence.service().of(Meaning.FILES_OPEN),
            evidence.service().of(Meaning.FILES_LIMIT),
            Ceiling.FULL)
        .map(
            full ->
                cause(
                    full.since(),
                    Texts.sentences(
                        "open file descriptors: "
                            + Texts.count(full.used())
                            + " of "
                            + Texts.count(full.limit())
                            + Texts.since(full.since()),
                        said),
                    full.series()))
        .or(() -> said.map(text -> cause(evidence.since(), List.of(text), List.of())));
  }

  private static Cause cause(Duration since, List<String> sentences, List<String> series) {
    return new Cause(
        "file descriptors",
        Confidence.STRONG,
        since,
        sentences,
        "a higher limit (ulimit -n), or connections that are closed or shared",
        Texts.PAGE + "file-descriptors",
        series);
  }
}
