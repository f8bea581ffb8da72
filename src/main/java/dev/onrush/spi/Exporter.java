package dev.onrush.spi;

import com.typesafe.config.Config;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An exporter of the metrics of a run to a monitoring system while the run is in progress. Name
 * your class, which needs a public constructor without parameters, in {@code
 * META-INF/services/dev.onrush.spi.Exporter}. A new exporter is created for each run.
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
 * call at a time, on a separate thread for this exporter: the run never waits for it. While a call
 * is in progress, newer metrics replace the metrics that are waiting. Counters count from the start
 * of the run, so the next export makes up for the skipped ones. Exceptions that {@link #export}
 * throws are counted and become a note in the result. At the end of the run, the export of the last
 * metrics and {@link #close} have six seconds together.
 *
 * @since 0.1.0
 */
public interface Exporter extends AutoCloseable {

  /** The name of this exporter in messages. Default: the simple name of its class. */
  default String name() {
    return getClass().getSimpleName();
  }

  /**
   * Prepares the export.
   *
   * @param settings the whole configuration, as it was read from settings files, environment
   *     variables and {@code -D}
   * @return whether the settings ask for this export; if not, no other method is called
   * @throws IllegalArgumentException if a setting of this exporter is wrong; the run is refused
   *     with the message of the exception
   */
  boolean open(Config settings);

  /**
   * Exports the metrics of one moment.
   *
   * @throws Exception if the metrics did not arrive
   */
  void export(Metrics metrics) throws Exception;

  /**
   * Ends the export. Called once after the last metrics, if {@link #open} returned true. A call of
   * {@link #export} that has not returned six seconds after the end of the run is interrupted
   * first. {@code close} has the rest of these six seconds, but at least one second, to send what
   * is left; then it is interrupted. The console reports at the end of the run if {@code close} is
   * interrupted or throws. Default: does nothing.
   */
  @Override
  default void close() {}

  /**
   * All metrics of a run at one moment. Immutable; secrets in labels are masked.
   *
   * @param run the labels that identify the run, such as {@code simulation} and {@code plan}
   * @param started the moment from which counters count
   * @param at the moment to which the values belong
   * @param samples the values of all metrics that have one
   * @param last whether the run has ended, so that no value changes any more
   * @since 0.1.0
   */
  record Metrics(
      Map<String, String> run, Instant started, Instant at, List<Sample> samples, boolean last) {

    /** Copies the map and the list. */
    public Metrics {
      run = Map.copyOf(run);
      samples = List.copyOf(samples);
    }
  }

  /**
   * A value of a metric. Immutable.
   *
   * @param name as in Prometheus: {@code onrush_requests_total}, {@code onrush_users_active}; a
   *     histogram has the samples {@code …_count}, {@code …_sum} and, for each value of the label
   *     {@code le}, {@code …_bucket}
   * @param labels the labels that distinguish this sample from others of the same name
   * @param value in the unit at the end of the name; times are in seconds
   * @since 0.1.0
   */
  record Sample(String name, Map<String, String> labels, double value) {

    /** Copies the map. */
    public Sample {
      labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }
  }
}
