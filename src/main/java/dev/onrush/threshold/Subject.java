package dev.onrush.threshold;

import dev.onrush.units.Given;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The requests, group or metric that a statistic is about. Immutable.
 *
 * @since 0.1.0
 */
public sealed interface Subject {

  /** All requests together. */
  Subject ALL = new AllRequests();

  /** Each request by itself: a condition is kept only if every request keeps it. */
  Subject EACH_REQUEST = new EachRequest();

  /** The separator between a group and its contents, in names. */
  String GROUP_SEPARATOR = " / ";

  /** The source of samples. */
  enum Source {
    /** Requests of virtual users. */
    REQUESTS("request"),
    /** A group of requests, timed from entering it to leaving it, or by its responses. */
    GROUP("request"),
    /** A metric that the simulation records itself. */
    METRIC("sample"),
    /** A metric that the service publishes. */
    SERVICE("reading");

    private final String sample;

    Source(String sample) {
      this.sample = sample;
    }

    /** The word for one sample of this source: {@code request}, {@code sample}, {@code reading}. */
    public String sample() {
      return sample;
    }
  }

  /** The source of the samples. */
  Source source();

  /** The name that selects the subject; empty for all requests and for each request. */
  Optional<String> named();

  /**
   * Whether this subject includes the request, group or metric with the name {@code path}, which
   * contains the groups before it.
   */
  boolean matches(String path);

  /** Returns this subject with its name replaced by what {@code rename} returns for it. */
  Subject renamed(UnaryOperator<String> rename);

  /**
   * The subject as text after a statistic: {@code " of group Checkout"}; empty for all requests.
   *
   * @param name returns a name as it is written, such as in quotation marks
   */
  String text(UnaryOperator<String> name);

  /** Whether {@code path} is {@code name}, with or without groups before it. */
  private static boolean endsIn(String name, String path) {
    return path.equals(name) || path.endsWith(GROUP_SEPARATOR + name);
  }

  /** All requests together; see {@link Subject#ALL}. */
  record AllRequests() implements Subject {
    @Override
    public Source source() {
      return Source.REQUESTS;
    }

    @Override
    public Optional<String> named() {
      return Optional.empty();
    }

    @Override
    public boolean matches(String path) {
      return true;
    }

    @Override
    public AllRequests renamed(UnaryOperator<String> rename) {
      return this;
    }

    @Override
    public String text(UnaryOperator<String> name) {
      return "";
    }

    @Override
    public String toString() {
      return text(UnaryOperator.identity());
    }
  }

  /** Each request by itself; see {@link Subject#EACH_REQUEST}. */
  record EachRequest() implements Subject {
    @Override
    public Source source() {
      return Source.REQUESTS;
    }

    @Override
    public Optional<String> named() {
      return Optional.empty();
    }

    @Override
    public boolean matches(String path) {
      return true;
    }

    @Override
    public EachRequest renamed(UnaryOperator<String> rename) {
      return this;
    }

    @Override
    public String text(UnaryOperator<String> name) {
      return " of each request";
    }

    @Override
    public String toString() {
      return text(UnaryOperator.identity());
    }
  }

  /**
   * The requests that have one name.
   *
   * @param name the name, with or without the groups before it: {@code Checkout / Pay}
   */
  record Request(String name) implements Subject {

    /**
     * Creates the subject of all requests with this name.
     *
     * @throws IllegalArgumentException if the name is null
     */
    public Request {
      Given.value(name, "name of a request");
    }

    @Override
    public Source source() {
      return Source.REQUESTS;
    }

    @Override
    public Optional<String> named() {
      return Optional.of(name);
    }

    @Override
    public boolean matches(String path) {
      return endsIn(name, path);
    }

    @Override
    public Request renamed(UnaryOperator<String> rename) {
      return new Request(rename.apply(name));
    }

    @Override
    public String text(UnaryOperator<String> written) {
      return " of " + written.apply(name);
    }

    @Override
    public String toString() {
      return text(UnaryOperator.identity());
    }
  }

  /**
   * One of the requests of {@link Subject#EACH_REQUEST}. Other requests whose groups and name only
   * end with this name are not included.
   *
   * @param path the whole name, with the groups before it
   */
  record ExactRequest(String path) implements Subject {

    /**
     * Creates the subject of the requests with exactly this name and these groups.
     *
     * @throws IllegalArgumentException if the name is null
     */
    public ExactRequest {
      Given.value(path, "name of a request");
    }

    @Override
    public Source source() {
      return Source.REQUESTS;
    }

    @Override
    public Optional<String> named() {
      return Optional.of(path);
    }

    @Override
    public boolean matches(String other) {
      return path.equals(other);
    }

    @Override
    public ExactRequest renamed(UnaryOperator<String> rename) {
      return new ExactRequest(rename.apply(path));
    }

    @Override
    public String text(UnaryOperator<String> written) {
      return " of " + written.apply(path);
    }

    @Override
    public String toString() {
      return text(UnaryOperator.identity());
    }
  }

  /**
   * A group of requests, timed from entering it to leaving it, waits included.
   *
   * @param name the name, with or without the groups before it
   */
  record Group(String name) implements Subject {

    /**
     * Creates the subject of the group with this name.
     *
     * @throws IllegalArgumentException if the name is null
     */
    public Group {
      Given.value(name, "name of a group");
    }

    @Override
    public Source source() {
      return Source.GROUP;
    }

    @Override
    public Optional<String> named() {
      return Optional.of(name);
    }

    @Override
    public boolean matches(String path) {
      return endsIn(name, path);
    }

    @Override
    public Group renamed(UnaryOperator<String> rename) {
      return new Group(rename.apply(name));
    }

    @Override
    public String text(UnaryOperator<String> written) {
      return " of group " + written.apply(name);
    }

    @Override
    public String toString() {
      return text(UnaryOperator.identity());
    }
  }

  /**
   * A group of requests, timed by the sum of their response times: pauses and the time of the
   * script are not included.
   *
   * @param name the name, with or without the groups before it
   */
  record GroupWithoutPauses(String name) implements Subject {

    /**
     * Creates the subject of the group with this name.
     *
     * @throws IllegalArgumentException if the name is null
     */
    public GroupWithoutPauses {
      Given.value(name, "name of a group");
    }

    @Override
    public Source source() {
      return Source.GROUP;
    }

    @Override
    public Optional<String> named() {
      return Optional.of(name);
    }

    @Override
    public boolean matches(String path) {
      return endsIn(name, path);
    }

    @Override
    public GroupWithoutPauses renamed(UnaryOperator<String> rename) {
      return new GroupWithoutPauses(rename.apply(name));
    }

    @Override
    public String text(UnaryOperator<String> written) {
      return " of group " + written.apply(name) + " without pauses";
    }

    @Override
    public String toString() {
      return text(UnaryOperator.identity());
    }
  }

  /**
   * A counter, gauge, rate or trend that the simulation records itself.
   *
   * @param name the name that the simulation gives to the metric
   */
  record Metric(String name) implements Subject {

    /**
     * Creates the subject of the metric with this name.
     *
     * @throws IllegalArgumentException if the name is null
     */
    public Metric {
      Given.value(name, "name of a metric");
    }

    @Override
    public Source source() {
      return Source.METRIC;
    }

    @Override
    public Optional<String> named() {
      return Optional.of(name);
    }

    @Override
    public boolean matches(String path) {
      return path.equals(name);
    }

    @Override
    public Metric renamed(UnaryOperator<String> rename) {
      return new Metric(rename.apply(name));
    }

    @Override
    public String text(UnaryOperator<String> written) {
      return " of metric " + written.apply(name);
    }

    @Override
    public String toString() {
      return text(UnaryOperator.identity());
    }
  }

  /**
   * A metric that the service publishes.
   *
   * @param name the name of a Prometheus metric, with the labels that select some of its series, if
   *     any: {@code jvm_memory_used_bytes{area="heap"}}; the selected series are added up
   */
  record Service(String name) implements Subject {

    /**
     * Creates the subject of the metric with this name.
     *
     * @throws IllegalArgumentException if the name is null
     */
    public Service {
      Given.value(name, "name of a metric of the service");
    }

    @Override
    public Source source() {
      return Source.SERVICE;
    }

    @Override
    public Optional<String> named() {
      return Optional.of(name);
    }

    @Override
    public boolean matches(String path) {
      return path.equals(name);
    }

    @Override
    public Service renamed(UnaryOperator<String> rename) {
      return new Service(rename.apply(name));
    }

    @Override
    public String text(UnaryOperator<String> written) {
      return " of service " + written.apply(name);
    }

    @Override
    public String toString() {
      return text(UnaryOperator.identity());
    }
  }
}
