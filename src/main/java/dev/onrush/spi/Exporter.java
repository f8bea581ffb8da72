package dev.onrush.spi;

import com.typesafe.config.Config;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An export of a run's metrics to a monitoring system while the run goes. Name your class, which
 * has a public constructor without parameters, in {@code
 * META-INF/services/dev.onrush.spi.Exporter}; an exporter is made for each run.
 *
 * <pre>{@code
 * public class Graphite implements Exporter {
 *   private String host = "";
 *
 *   @Override
 *   public boolean open(Config settings) {
 *     host = settings.hasPath("graphite.host") ? settings.getString("graphite.host") : "";
 *     return !host.isEmpty();
 *   }
 *
 *   @Override
 *   public void export(Metrics metrics) throws IOException {
 *     try (Socket socket = new Socket(host, 2003);
 *         Writer out = new OutputStreamWriter(socket.getOutputStream(), US_ASCII)) {
 *       for (Sample sample : metrics.samples()) {
 *         if (sample.labels().isEmpty()) {
 *           out.write(sample.name() + " " + sample.value() + " " + metrics.at().getEpochSecond() + "\n");
 *         }
 *       }
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>{@link #open} is called before the run. {@link #export} is called about once a second, one
 * call at a time, on a thread of this exporter's own: the run never waits for it. While a call goes
 * on, newer metrics replace those that wait; as counters count from the run's start, the next
 * export makes up for those that were left out. What it throws is counted and becomes a note in the
 * result. At the end of the run it has six seconds for the last metrics and for {@link #close}.
 *
 * @since 0.1.0
 */
public interface Exporter extends AutoCloseable {

  /** The name by which messages call it. Default: the simple name of its class. */
  default String name() {
    return getClass().getSimpleName();
  }

  /**
   * Prepares the export.
   *
   * @param settings everything that files of settings, environment and {@code -D} contain
   * @return whether the settings ask for this export; if not, it is not called again
   * @throws IllegalArgumentException if a setting of its own is wrong; the run is refused with the
   *     message
   */
  boolean open(Config settings);

  /**
   * Exports the metrics of one moment.
   *
   * @throws Exception if they did not arrive
   */
  void export(Metrics metrics) throws Exception;

  /**
   * Ends the export; called once after the last metrics, if it was opened. An export that has not
   * returned six seconds after the run's end is interrupted first. {@code close} has what is left
   * of these seconds, and one at least, to send what it still has; then it is interrupted. That,
   * and what it throws, is said on the console at the end of the run. Default: nothing.
   */
  @Override
  default void close() {}

  /**
   * All metrics of a run at one moment. Immutable; secrets in labels are masked.
   *
   * @param run labels that name the run, such as {@code simulation} and {@code plan}
   * @param started the moment from which counters count
   * @param at this moment
   * @param samples those of the metrics that have values
   * @param last whether the run has ended, so that nothing changes any more
   * @since 0.1.0
   */
  record Metrics(
      Map<String, String> run, Instant started, Instant at, List<Sample> samples, boolean last) {

    /** Copies map and list. */
    public Metrics {
      run = Map.copyOf(run);
      samples = List.copyOf(samples);
    }
  }

  /**
   * A value of a metric. Immutable.
   *
   * @param name as Prometheus has it: {@code onrush_requests_total}, {@code onrush_users_active}; a
   *     histogram has {@code …_count}, {@code …_sum} and, by the label {@code le}, {@code …_bucket}
   * @param labels that tell it from others of its name
   * @param value in the unit that the name ends in; times in seconds
   * @since 0.1.0
   */
  record Sample(String name, Map<String, String> labels, double value) {

    /** Copies the map. */
    public Sample {
      labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }
  }
}
