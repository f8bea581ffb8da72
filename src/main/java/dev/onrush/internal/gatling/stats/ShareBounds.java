package dev.onrush.internal.gatling.stats;

import dev.onrush.internal.gatling.loop.LoopTimes;
import dev.onrush.internal.gatling.loop.OwnShare;
import dev.onrush.internal.gatling.loop.StandstillBursts;
import dev.onrush.internal.metrics.ResponseTime;
import dev.onrush.internal.metrics.recording.Recorder;
import java.util.concurrent.TimeUnit;

/** Adds to a measured time its lower bound, without what may be the generator's own share. */
final class ShareBounds {

  private final Recorder recorder;
  private final StandstillBursts bursts;

  /**
   * Creates the bounds of a run.
   *
   * @param recorder knows the resolution of its times
   */
  ShareBounds(Recorder recorder, StandstillBursts bursts) {
    this.recorder = recorder;
    this.bursts = bursts;
  }

  /**
   * Returns a time in microseconds, of which {@code own} nanoseconds may be the generator's own
   * share.
   */
  ResponseTime timed(long start, long micros, long own) {
    return own < 0
        ? ResponseTime.asMeasured(start, micros)
        : ResponseTime.of(start, micros, (own + 999) / 1000 + recorder.resolution());
  }

  /**
   * Returns a time that Gatling has measured in milliseconds. It may be a millisecond too long, and
   * the answer may have waited for the event loop that reports it, or come late in a burst.
   */
  ResponseTime coarse(long start, long micros) {
    LoopTimes loop = LoopTimes.ofThread();
    return timed(
        start,
        micros,
        loop == null
            ? OwnShare.UNKNOWN
            : System.nanoTime()
                - loop.servedSince()
                + TimeUnit.MILLISECONDS.toNanos(1)
                + bursts.share(null));
  }
}
