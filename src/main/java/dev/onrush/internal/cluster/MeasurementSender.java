package dev.onrush.internal.cluster;

import dev.onrush.internal.cluster.message.Message;
import dev.onrush.internal.cluster.message.ReliableSender;
import dev.onrush.internal.exchange.Exchange;
import dev.onrush.internal.run.RunControl;
import dev.onrush.internal.run.RunObserver;
import dev.onrush.internal.run.RunState;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.result.RunEnd;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Sends what an injector measures to its coordinator: each interval, the exchanges that are kept,
 * and the end of its run.
 */
public final class MeasurementSender implements RunObserver {

  /** The longest wait for the last messages to be accepted. */
  private static final Duration FAREWELL = Duration.ofSeconds(8);

  private final ReliableSender sender;
  private final Runnable whenDone;

  /** When the run of this JVM started, according to the clock of its machine. */
  private Instant started = Instant.EPOCH;

  /** Creates a sender that calls {@code whenDone} when it has sent the end of the run. */
  MeasurementSender(ReliableSender sender, Runnable whenDone) {
    this.sender = sender;
    this.whenDone = whenDone;
  }

  @Override
  public void started(RunInfo info, Path folder, RunControl control) {
    started = info.started();
  }

  @Override
  public void interval(RunState state) {
    sender.send(new Message.Recorded(state.interval(), state.timeline().endOfLoad()));
  }

  /** Sends the exchanges that were kept, of failed and slow requests, to the coordinator. */
  public void kept(List<Exchange> exchanges) {
    long begin = started.toEpochMilli();
    sender.send(
        new Message.Kept(
            exchanges.stream().map(exchange -> exchange.sentAt(exchange.at() - begin)).toList()));
  }

  @Override
  public void ended(RunRecord result, Path folder) {
    sender.send(
        new Message.Finished(
            result.ending().how() == RunEnd.How.COMPLETED,
            result.ending().detail(),
            result.notes()));
    boolean unused = sender.await(FAREWELL);
    whenDone.run();
  }
}
