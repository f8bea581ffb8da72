package dev.onrush.internal.gatling.chain;

import dev.onrush.internal.gatling.http.GatlingField;
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
import scala.Function0;
import scala.Option;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The feeders of a plan, dealt out to slices: record {@code r} of a file, array, list or query is
 * slice {@code r mod n}'s, in whatever order (queue, circular, shuffle, random) each slice then
 * takes its own. None is repeated and none is lost.
 *
 * <p>A queue that is just long enough for one machine can end in one slice first, where several
 * classes share it: each class is dealt out by itself, from the first slice on, so that 4 and 4
 * users in 3 slices are 4, 2 and 2, and 8 records 3, 3 and 2.
 *
 * <p>Gatling has one actor for a feeder, which all chains with it ask, and makes it for the first
 * chain that is built. So nothing in a user's chains is changed: a feed of our own, with the same
 * key and the slice's records, is built before them, and they find its actor.
 */
public final class Feeds {

  /** With the records of the slice, by Gatling's key of the feeder. */
  private final Map<Long, FeedBuilder> sliced = new LinkedHashMap<>();

  /** That this has made, for the chains of its own users; others may have made their own. */
  private final Map<Long, ActorRef<FeedMessage>> actors = new HashMap<>();

  private final Set<String> unsliced = new TreeSet<>();
  private final Slice slice;

  /** Of the order of records that are to be shuffled; empty where each slice has its own. */
  private final OptionalLong seed;

  private boolean begun;

  private Feeds(Slice slice, OptionalLong seed) {
    this.slice = slice;
    this.seed = seed;
  }

  /**
   * Those of a plan. Files are read here, unless they are so large that Gatling reads them as it
   * goes.
   *
   * @throws IllegalArgumentException if one has fewer records than there are slices
   */
  public static Feeds of(List<FeedBuilder> all, Slice slice) {
    Feeds feeds = new Feeds(slice, OptionalLong.empty());
    if (!slice.isWhole()) {
      all.forEach(feeds::add);
    }
    return feeds;
  }

  /**
   * Those of one of two twins, each of which has all records of the slice, in the same order: also
   * of a feeder that shuffles. One that takes records at random takes others for each; one that is
   * a function is asked by both in turn.
   */
  public static Feeds ofTwin(List<FeedBuilder> all, long seed, Slice slice) {
    Feeds feeds = new Feeds(slice, OptionalLong.of(seed));
    all.forEach(feeds::add);
    return feeds;
  }

  /** Before any chain of these users is built. */
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
   * A run in a JVM that has had another: its feeders' actors are gone, and whoever asked them would
   * wait for ever.
   */
  public static void forgetThoseOfEarlierRuns() {
    FeedBuilder$.MODULE$.io$gatling$core$action$builder$FeedBuilder$$Instances().clear();
  }

  /** A sentence for each feeder that is not dealt out. */
  public List<String> unsliced() {
    return List.copyOf(unsliced);
  }

  @SuppressWarnings("unchecked")
  private void add(FeedBuilder feed) {
    long key = (long) read(feed, "feederBuilderKey");
    var feeder =
        (Function0<Iterator<scala.collection.immutable.Map<String, Object>>>)
            read(feed, "feederBuilder");
    var callSite = (Option<String>) read(feed, "feedCallSite");
    String at = callSite.isEmpty() ? "" : " at " + callSite.get().replaceFirst("^.*/", "");
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
              + (slice.isWhole() ? " is asked" : " is asked by every injector for itself"));
    } else {
      unsliced.add(
          "feeder"
              + at
              + " is a function of yours; "
              + (slice.isWhole() ? "it is called" : "every injector calls its own"));
    }
  }

  /**
   * The same feeder with the records of one slice.
   *
   * @param at where it is fed, for the message
   * @param seed of the order of records that are to be shuffled; empty where each slice has its own
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
      @SuppressWarnings("unchecked") // nothing has converted it
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

  /** All records as they stand in the source, not converted yet. */
  private static <T> Iterator<scala.collection.immutable.Map<String, Object>> inOrder(
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
              + " injectors, and each has to have one of its own; give it at least "
              + slice.of()
              + " records"
              + (records > 1 ? ", or take at most " + records + " injectors" : ""));
    }
  }

  private static Object read(FeedBuilder feed, String name) {
    return GatlingField.of(FeedBuilder.class, name).get(feed);
  }
}
