package dev.onrush.internal.gatling.chain;

import dev.onrush.internal.gatling.field.GatlingField;
import dev.onrush.plan.Slice;
import io.gatling.core.action.Action;
import io.gatling.core.action.FeedMessage;
import io.gatling.core.action.builder.FeedBuilder;
import io.gatling.core.action.builder.FeedBuilder$;
import io.gatling.core.actor.ActorRef;
import io.gatling.core.feeder.FeederOptions;
import io.gatling.core.feeder.FeederStrategy;
import io.gatling.core.feeder.InMemoryFeederSource;
import io.gatling.core.feeder.NamedFeederBuilder;
import io.gatling.core.feeder.SourceFeederBuilder;
import io.gatling.core.structure.ScenarioContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import scala.Function0;
import scala.Option;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The feeders of a plan, divided among slices: record {@code r} of a file, array, list or query
 * belongs to slice {@code r mod n}. Each slice then takes its own records in the order of the
 * feeder (queue, circular, shuffle, random). No record is used in two slices, and none is lost.
 *
 * <p>If several user classes share a queue that is just long enough for one machine, it can end
 * earlier in one slice. The reason is that each class is divided by itself, starting with the first
 * slice: with two classes of 4 users each and 3 slices, the slices have 4, 2 and 2 users, but 3, 3
 * and 2 of the 8 records.
 *
 * <p>Gatling creates one actor for a feeder, when the first chain with the feeder is built, and all
 * chains use it. So a user's chains are not changed: before them, a feed of our own is built, with
 * the same key and the slice's records, and the chains find its actor.
 */
public final class Feeds {

  /** The feeds with the records of the slice, by Gatling's key of the feeder. */
  private final Map<Long, FeedBuilder> sliced = new LinkedHashMap<>();

  /**
   * The actors of these feeds, for the chains of their own users. Other objects of this class may
   * have created other actors for the same keys.
   */
  private final Map<Long, ActorRef<FeedMessage>> actors = new HashMap<>();

  private final Set<String> unsliced = new TreeSet<>();
  private final Slice slice;

  /** The seed for records that are to be shuffled; empty if each slice has an order of its own. */
  private final OptionalLong seed;

  private boolean begun;

  private Feeds(Slice slice, OptionalLong seed) {
    this.slice = slice;
    this.seed = seed;
  }

  /**
   * Returns the feeders of a plan. Files are read here, unless they are so large that Gatling reads
   * them during the run.
   *
   * @throws IllegalArgumentException if a feeder has fewer records than there are slices
   */
  public static Feeds of(List<FeedBuilder> all, Slice slice) {
    Feeds feeds = new Feeds(slice, OptionalLong.empty());
    if (!slice.isWhole()) {
      all.forEach(feeds::add);
    }
    return feeds;
  }

  /**
   * Returns the feeders of one of two twins. Each twin gets all records of the slice, in the same
   * order, even from a feeder that shuffles. From a feeder that takes records at random, the twins
   * get different records; a feeder that is a function is called by both in turn.
   */
  public static Feeds ofTwin(List<FeedBuilder> all, long seed, Slice slice) {
    Feeds feeds = new Feeds(slice, OptionalLong.of(seed));
    all.forEach(feeds::add);
    return feeds;
  }

  /** Creates the actors of these feeds. Called before any chain of their users is built. */
  synchronized void begin(ScenarioContext ctx, Action next) {
    var made = FeedBuilder$.MODULE$.io$gatling$core$action$builder$FeedBuilder$$Instances();
    if (!begun) {
      begun = true;
      sliced.forEach(
          (key, feed) -> {
            made.remove(key);
            feed.build(ctx, next);
            actors.put(key, made.apply(key));
          });
    }
    actors.forEach(made::put);
  }

  /**
   * Removes the actors of earlier runs in this JVM. These actors have ended, and a user that asks
   * one of them would wait forever.
   */
  public static void forgetThoseOfEarlierRuns() {
    FeedBuilder$.MODULE$.io$gatling$core$action$builder$FeedBuilder$$Instances().clear();
  }

  /**
   * Builds a chain whose feeders begin afresh, as those of a hook do. Their actors are no other
   * chain's: an actor whose feeder is empty stops what its own chain belongs to.
   */
  public static <T> T afresh(Supplier<T> build) {
    var made = FeedBuilder$.MODULE$.io$gatling$core$action$builder$FeedBuilder$$Instances();
    var others = new HashMap<>(CollectionConverters.asJava(made));
    made.clear();
    try {
      return build.get();
    } finally {
      made.clear();
      others.forEach(made::put);
    }
  }

  /** One sentence for each feeder that cannot be divided among slices. */
  public List<String> unsliced() {
    return List.copyOf(unsliced);
  }

  /** Returns Gatling's key of a feeder, which is the same for all of its feeds. */
  static long key(FeedBuilder feed) {
    return (long) read(feed, "feederBuilderKey");
  }

  /** Returns the feeder of a feed. */
  @SuppressWarnings("unchecked")
  static Function0<Iterator<scala.collection.immutable.Map<String, Object>>> feeder(
      FeedBuilder feed) {
    return (Function0<Iterator<scala.collection.immutable.Map<String, Object>>>)
        read(feed, "feederBuilder");
  }

  /**
   * Returns where a feed is written, for messages: {@code " at
   * AccountTest.plan(AccountTest.java:31)"}. Returns an empty text if that is not known.
   */
  static String at(FeedBuilder feed) {
    var callSite = callSite(feed);
    return callSite.isEmpty() ? "" : " at " + callSite.get().replaceFirst("^.*/", "");
  }

  @SuppressWarnings("unchecked")
  private static Option<String> callSite(FeedBuilder feed) {
    return (Option<String>) read(feed, "feedCallSite");
  }

  private void add(FeedBuilder feed) {
    long key = key(feed);
    var feeder = feeder(feed);
    var callSite = callSite(feed);
    String at = at(feed);
    if (feeder instanceof SourceFeederBuilder<?> source) {
      sliced.computeIfAbsent(
          key,
          k ->
              new FeedBuilder(
                  part(source, slice, at, seed),
                  k,
                  Option.empty(),
                  (boolean) read(feed, "generateJavaCollection"),
                  callSite));
    } else if (feeder instanceof NamedFeederBuilder named) {
      unsliced.add(
          "feeder "
              + named.name()
              + at
              + (slice.isWhole() ? " is read" : " is read by every injector separately"));
    } else {
      unsliced.add(
          "feeder"
              + at
              + " is a function in the plan; "
              + (slice.isWhole() ? "it is called" : "every injector calls it separately"));
    }
  }

  /**
   * Returns a feeder with the records of one slice.
   *
   * @param at where the feeder is used, for messages
   * @param seed the seed for records that are to be shuffled; empty if each slice has an order of
   *     its own
   */
  static <T> NamedFeederBuilder part(
      SourceFeederBuilder<T> whole, Slice slice, String at, OptionalLong seed) {
    boolean ordered =
        seed.isPresent() && whole.options().strategy().equals(FeederStrategy.Shuffle$.MODULE$);
    Iterator<scala.collection.immutable.Map<String, Object>> all = inOrder(whole);
    String name = whole.name() + ", slice " + slice;
    if (all instanceof AutoCloseable) {
      int first = 0;
      while (first < slice.of() && all.hasNext()) {
        all.next();
        first++;
      }
      FeedFromFile.close(all);
      check(whole.name(), at, first, slice);
      return new FeedFromFile(
          () -> inOrder(whole),
          slice,
          name,
          whole.options(),
          ordered ? seed : OptionalLong.empty());
    }
    List<scala.collection.immutable.Map<String, T>> records = new ArrayList<>();
    int count = 0;
    for (; all.hasNext(); count++) {
      @SuppressWarnings("unchecked") // no conversion has been applied
      var record = (scala.collection.immutable.Map<String, T>) all.next();
      if (slice.has(count)) {
        records.add(record);
      }
    }
    check(whole.name(), at, count, slice);
    FeederOptions<T> options = whole.options();
    if (ordered) {
      Collections.shuffle(records, new Random(seed.getAsLong()));
      options =
          new FeederOptions<>(
              options.shard(),
              options.unzip(),
              options.conversion(),
              FeederStrategy.Queue$.MODULE$);
    }
    return new SourceFeederBuilder<>(
        new InMemoryFeederSource<>(CollectionConverters.asScala(records).toIndexedSeq(), name),
        whole.configuration(),
        options);
  }

  /** Returns all records in the order of the source, without a conversion. */
  static <T> Iterator<scala.collection.immutable.Map<String, Object>> inOrder(
      SourceFeederBuilder<T> whole) {
    FeederStrategy queue = FeederStrategy.Queue$.MODULE$;
    return whole
        .source()
        .feeder(
            new FeederOptions<>(false, whole.options().unzip(), Option.empty(), queue),
            whole.configuration());
  }

  private static void check(String feeder, String at, int records, Slice slice) {
    if (records < slice.of()) {
      throw new IllegalArgumentException(
          "feeder "
              + feeder
              + at
              + " has "
              + (records == 1 ? "1 record" : records + " records")
              + " for "
              + slice.of()
              + " injectors, and each injector needs at least one; give it at least "
              + slice.of()
              + " records"
              + (records > 1 ? ", or use at most " + records + " injectors" : ""));
    }
  }

  private static Object read(FeedBuilder feed, String name) {
    return GatlingField.of(FeedBuilder.class, name).get(feed);
  }
}
