package dev.onrush.internal.report.exchange;

import dev.onrush.internal.exchange.Exchange;
import dev.onrush.internal.run.RunControl;
import dev.onrush.internal.run.RunObserver;
import dev.onrush.internal.run.RunState;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.trace.Span;
import dev.onrush.internal.trace.SpanReceiver;
import dev.onrush.internal.trace.SpanRefusal;
import dev.onrush.internal.trace.SpansFile;
import dev.onrush.units.Quantity;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the spans of the kept exchanges to the run's folder, second by second. */
public final class KeptSpans implements RunObserver {

  /** How long to wait for the last spans; by default, exporters send spans every 5 s. */
  private static final Duration LAST_SPANS = Duration.ofSeconds(8);

  /** A service that has sent no spans for this long is not expected to send any. */
  private static final Duration SILENCE = Duration.ofSeconds(20);

  private final SpanReceiver receiver;
  private final PrintStream out;
  private @Nullable KeptFile<Span> file;
  private long begin;

  /**
   * Creates the observer of a run that this JVM judges.
   *
   * @param receiver the receiver of spans; closed when the run has ended or is refused
   */
  public KeptSpans(SpanReceiver receiver, PrintStream out) {
    this.receiver = receiver;
    this.out = out;
    out.println("Spans are received at " + receiver.address() + " (OTLP over HTTP)");
  }

  /** Asks the receiver to keep the spans of these exchanges. */
  public void keep(List<Exchange> kept) {
    kept.forEach(
        exchange ->
            exchange.trace().ifPresent(trace -> receiver.want(trace.traceId(), trace.spanId())));
  }

  @Override
  public void refused() {
    receiver.close();
  }

  @Override
  public void started(RunInfo info, Path folder, RunControl control) {
    begin = System.nanoTime();
    file = new KeptFile<>(folder, SpansFile.NAME, SpansFile.in(folder));
  }

  @Override
  public void interval(RunState state) {
    take(false);
  }

  private void take(boolean last) {
    List<Span> taken = receiver.take(last);
    if (file != null) {
      file.add(taken);
    }
  }

  @Override
  public void hurry() {
    receiver.hurry();
  }

  @Override
  public void settle() {
    if (receiver.answered() < receiver.traces() && !isSilent()) {
      out.println("Waiting up to " + LAST_SPANS.toSeconds() + " s for the service's last spans …");
      boolean unused = receiver.awaitAnswers(LAST_SPANS);
    }
    receiver.close();
    take(true);
  }

  /** Returns whether the service has sent no spans although it has had the time. */
  private boolean isSilent() {
    return receiver.received() == 0 && System.nanoTime() - begin > SILENCE.toNanos();
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (SpanRefusal refusal : SpanRefusal.values()) {
      long refused = receiver.refused(refusal);
      if (refused > 0) {
        notes.add(
            Quantity.count(refused, "request")
                + (refused == 1 ? " with spans was refused: " : " with spans were refused: ")
                + refusal.reason());
      }
    }
    if (receiver.received() == 0 && receiver.traces() > 0 && notes.isEmpty()) {
      notes.add(
          "no spans of the service were received at "
              + receiver.address()
              + "; configure the service to export its spans to this address by OTLP over HTTP");
    }
    if (receiver.cutOff() > 0) {
      notes.add(
          Quantity.count(receiver.cutOff(), "request")
              + " to the receiver of spans took too long to arrive and "
              + (receiver.cutOff() == 1 ? "was" : "were")
              + " not read; spans may be missing");
    }
    return notes;
  }

  @Override
  public void ended(RunRecord result, Path folder) {
    out.println(
        "Spans: "
            + Quantity.count(receiver.received())
            + " received; "
            + receiver.answered()
            + " of "
            + Quantity.count(receiver.traces(), "kept request")
            + (receiver.answered() == 1 ? " has spans" : " have spans"));
    if (file != null) {
      file.close();
    }
  }
}
