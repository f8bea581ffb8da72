package dev.onrush.internal.event;

import dev.onrush.internal.concurrent.Outbox;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.run.RunControl;
import dev.onrush.internal.run.RunObserver;
import dev.onrush.internal.run.RunState;
import dev.onrush.internal.run.ServiceProviders;
import dev.onrush.internal.run.record.IntervalView;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.verdict.figure.GrowingFigure;
import dev.onrush.result.Intervention;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.spi.RunEvent;
import dev.onrush.spi.RunEvent.Ended;
import dev.onrush.spi.RunEvent.IntervalPassed;
import dev.onrush.spi.RunEvent.Intervened;
import dev.onrush.spi.RunEvent.PhaseChanged;
import dev.onrush.spi.RunEvent.Started;
import dev.onrush.spi.RunEvent.ThresholdBreached;
import dev.onrush.spi.RunEvent.ThresholdRecovered;
import dev.onrush.spi.RunListener;
import dev.onrush.threshold.Threshold;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Converts the progress of a run to events, and passes them to each listener on a thread of its
 * own.
 */
public final class RunEvents implements RunObserver {

  private static final String WEBHOOK = "webhook";
  private static final int WAITING = 1000;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Map<String, Outbox<RunEvent>> boxes = new LinkedHashMap<>();
  private final PrintStream out;
  private final Set<Threshold> broken = new HashSet<>();
  private String phase = "";

  RunEvents(Map<String, RunListener> listeners, UnaryOperator<String> masked, PrintStream out) {
    this.out = out;
    listeners.forEach(
        (name, listener) ->
            boxes.put(name, new Outbox<>(name, WAITING, masked, event -> event.tell(listener))));
  }

  /**
   * Returns an observer that passes events to the listeners on the class path and to the webhook;
   * empty if there are none.
   *
   * @param webhook an address that accepts messages in Slack's format
   * @param masked hides secrets in the messages of failures
   * @param out receives a line for each listener that failed or missed an event
   * @throws IllegalArgumentException if a listener cannot be created; the message names it
   */
  public static Optional<RunObserver> to(
      Optional<URI> webhook, UnaryOperator<String> masked, PrintStream out) {
    Map<String, RunListener> listeners = new LinkedHashMap<>();
    ServiceProviders.load(RunListener.class, "a listener")
        .forEach(listener -> listeners.put(listener.getClass().getName(), listener));
    webhook.ifPresent(address -> listeners.put(WEBHOOK, new Webhook(address)));
    return listeners.isEmpty()
        ? Optional.empty()
        : Optional.of(new RunEvents(listeners, masked, out));
  }

  private void tell(RunEvent event) {
    boxes.forEach(
        (name, box) -> {
          if (!name.equals(WEBHOOK) || Webhook.tells(event)) {
            box.put(event);
          }
        });
  }

  @Override
  public void refused() {
    boxes.values().forEach(box -> box.close(Duration.ZERO));
  }

  @Override
  public void started(RunInfo info, Path folder, RunControl control) {
    phase = info.phaseText(Duration.ZERO);
    tell(new Started(info, folder));
  }

  @Override
  public void interval(RunState state) {
    List<Row> rows = state.timeline().recentRows();
    String now = state.phase();
    if (!now.equals(phase)) {
      tell(new PhaseChanged(state.elapsed(), phase, now));
      phase = now;
    }
    tell(new IntervalPassed(IntervalView.of(rows.get(rows.size() - 1)), now, state.plannedLevel()));
    for (Judgement judgement : state.judgements()) {
      if (!GrowingFigure.mayReachItsBound(judgement, state.elapsed(), state.info().phases())) {
        judged(state.elapsed(), judgement);
      }
    }
  }

  private void judged(Duration at, Judgement judgement) {
    if (judgement.verdict() == Verdict.FAIL && broken.add(judgement.threshold())) {
      tell(new ThresholdBreached(at, judgement));
    } else if (judgement.verdict() == Verdict.PASS && broken.remove(judgement.threshold())) {
      tell(new ThresholdRecovered(at, judgement));
    }
  }

  @Override
  public void intervened(RunInfo info, Intervention intervention) {
    tell(new Intervened(intervention));
  }

  @Override
  public List<String> notes() {
    List<String> troubles = new ArrayList<>();
    boxes.values().forEach(box -> troubles.addAll(box.troubles()));
    return troubles;
  }

  @Override
  public void ended(RunRecord result, Path folder) {
    List<String> known = notes();
    result.judgements().forEach(judgement -> judged(result.length(), judgement));
    tell(new Ended(result, folder));
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    boxes.values().forEach(box -> box.close(Duration.ofNanos(deadline - System.nanoTime())));
    // Earlier troubles are in the result's notes, which are printed too.
    notes().stream()
        .filter(t -> !known.contains(t))
        .forEach(t -> out.println("At the end of the run: " + t));
  }
}
