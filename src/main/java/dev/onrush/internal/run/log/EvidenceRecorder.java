package dev.onrush.internal.run.log;

import dev.onrush.internal.capacity.ProbeResult;
import dev.onrush.internal.exchange.Exchange;
import dev.onrush.internal.exchange.ExchangesFile;
import dev.onrush.internal.finding.Explanation;
import dev.onrush.internal.finding.RunEvidence;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.run.file.RunFolder;
import dev.onrush.internal.run.record.DuetFacts;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.service.ServiceHistory;
import dev.onrush.internal.trace.Span;
import dev.onrush.internal.trace.SpansFile;
import dev.onrush.internal.trace.Waterfall;
import dev.onrush.profile.RunFlow;
import dev.onrush.result.Judgement;
import dev.onrush.result.UnwrittenFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records the data that explains a run. The data is kept in memory; the values read from the
 * service under test are also written to a file, so that reports that are generated again are the
 * same.
 */
public final class EvidenceRecorder {

  private static final Logger LOG = LoggerFactory.getLogger(EvidenceRecorder.class);

  private final RunEvidence evidence;
  private final ServiceHistory service;
  private final Path folder;
  private @Nullable ServiceLog log;

  /**
   * Creates a recorder for a run that starts, whose folder contains the data that other parts have
   * recorded.
   */
  public EvidenceRecorder(RunInfo info, Path folder) {
    this(info, folder, new ServiceHistory());
  }

  private EvidenceRecorder(RunInfo info, Path folder, ServiceHistory service) {
    this.folder = folder;
    this.service = service;
    List<RunFlow> flows = info.flows().stream().flatMap(load -> load.flow().stream()).toList();
    this.evidence =
        new RunEvidence(
            info.thresholds(), info.phases(), DuetFacts.isDuet(info) ? flows : List.of(), service);
  }

  /** Creates a recorder for a finished run, with the values that were read from the service. */
  static EvidenceRecorder of(RunInfo info, Path folder) {
    try {
      return new EvidenceRecorder(info, folder, ServiceLog.read(folder));
    } catch (IOException e) {
      LOG.warn("{} cannot be read: {}", folder.resolve(ServiceLog.FILE), e.toString());
      return new EvidenceRecorder(info, folder);
    }
  }

  /** Opens the file for values read from the service; returns the file if it cannot be written. */
  public Optional<UnwrittenFile> open() {
    try {
      log = ServiceLog.create(folder);
      return Optional.empty();
    } catch (IOException e) {
      return unwritten(e);
    }
  }

  /** Adds the next interval of a finished run, whose service values are already known. */
  public void add(Interval interval) {
    evidence.add(interval);
  }

  /**
   * Adds the next interval with the values read during it; returns the file if it cannot be
   * written.
   */
  public Optional<UnwrittenFile> add(Interval interval, Map<String, Double> series) {
    evidence.add(interval);
    if (series.isEmpty()) {
      return Optional.empty();
    }
    ServiceHistory.Delta kept = service.add(interval.end(), series);
    ServiceLog open = log;
    if (open == null) {
      return Optional.empty();
    }
    try {
      open.add(interval.end(), kept);
      return Optional.empty();
    } catch (IOException e) {
      return unwritten(e);
    }
  }

  /** A note on values that were read from the service and not kept; empty if there are none. */
  public Optional<String> note() {
    return service.note();
  }

  /**
   * Returns the result with the causes of broken thresholds, or unchanged if finding them fails.
   */
  public RunRecord explain(RunRecord result) {
    try {
      return result.explained(explanation(result));
    } catch (RuntimeException | Error e) { // the verdict must still be reported
      LOG.error("the run could not be explained", e);
      return result;
    }
  }

  private Explanation explanation(RunRecord result) {
    if (!RunEvidence.isToBeExplained(judged(result))) {
      return Explanation.NONE;
    }
    Instant started = result.info().started();
    Map<String, List<Span>> spans = kept(SpansFile::byTrace, Map.of());
    List<Exchange> exchanges = kept(ExchangesFile::read, List.of());
    for (Exchange exchange : exchanges) {
      Duration sent = Duration.between(started, Instant.ofEpochMilli(exchange.at()));
      exchange
          .trace()
          .flatMap(
              trace ->
                  Waterfall.answering(
                      spans.getOrDefault(trace.traceId(), List.of()), trace.spanId()))
          .ifPresent(answering -> evidence.traced(exchange.userClass(), sent, answering));
      if (exchange.failed()) {
        exchange
            .answer()
            .ifPresent(answer -> evidence.answered(exchange.userClass(), sent, answer.body()));
      }
    }
    return result.capacity().isPresent()
        ? evidence.explain(result.capacity().get())
        : evidence.explain(result.judgements(), result.findings());
  }

  /**
   * The judgements of the run; in a capacity search, the judgements of the probe that is explained.
   */
  private static List<Judgement> judged(RunRecord result) {
    return result
        .capacity()
        .map(search -> search.broken().map(ProbeResult::judgements).orElse(List.of()))
        .orElse(result.judgements());
  }

  /** Reads recorded data from a folder. */
  private interface Reader<T> {
    T read(Path folder) throws IOException;
  }

  /** Reads data from the run's folder, which contains it both during the run and later. */
  private <T> T kept(Reader<T> reader, T otherwise) {
    try {
      return reader.read(folder);
    } catch (IOException e) {
      LOG.warn("the kept slow and failed requests cannot be read: {}", e.toString());
      return otherwise;
    }
  }

  /** Closes the file; returns it if it is incomplete. */
  public Optional<UnwrittenFile> close() {
    ServiceLog open = log;
    log = null;
    if (open == null) {
      return Optional.empty();
    }
    try {
      open.close();
      return RunFolder.deleted(folder, ServiceLog.FILE);
    } catch (IOException e) {
      return unwritten(e);
    }
  }

  private Optional<UnwrittenFile> unwritten(IOException e) {
    LOG.error("{} cannot be written to; the run continues: {}", ServiceLog.FILE, e.toString());
    ServiceLog open = log;
    log = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException again) {
        e.addSuppressed(again);
      }
    }
    return Optional.of(UnwrittenFile.incomplete(ServiceLog.FILE, e));
  }
}
