package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.internal.finding.evidence.FigureOverTime;
import dev.onrush.internal.finding.evidence.Rise;
import dev.onrush.internal.service.Meaning;
import dev.onrush.result.Cause;
import dev.onrush.result.Cause.Confidence;
import java.util.List;
import java.util.Optional;

/**
 * Finds a machine of the service on which tasks wait for a disk more than before. This is only some
 * evidence, because the tasks need not be those of the service or its database.
 */
final class DiskWaits implements CauseRule {

  private static final double FACTOR = 2;

  /** The least wait, in seconds per second. */
  private static final double WAITS = 0.3;

  @Override
  public Optional<Cause> examine(Evidence evidence) {
    FigureOverTime waits = evidence.service().of(Meaning.DISK_WAIT);
    return Rise.of(evidence, waits, FACTOR, WAITS)
        .map(
            rise ->
                new Cause(
                    "disk",
                    Confidence.SOME,
                    rise.since(),
                    List.of(
                        Texts.rose(
                            evidence,
                            "tasks on the service's machine wait for a disk "
                                + Texts.percent(rise.during())
                                + " of the time",
                            rise,
                            Texts::percent)),
                    "iotop or pidstat -d under this load, which show the processes that read and"
                        + " write",
                    Texts.PAGE + "disk",
                    waits.series()));
  }
}
