package dev.onrush.internal.gatling.chain;

import static io.gatling.javaapi.core.CoreDsl.*;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onrush.dsl.OnrushDsl;
import dev.onrush.internal.gatling.PlannedScenarios;
import dev.onrush.internal.gatling.app.GatlingDefaults;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.Slice;
import io.gatling.core.config.GatlingConfiguration;
import io.gatling.core.config.GatlingConfiguration$;
import io.gatling.core.feeder.NamedFeederBuilder;
import io.gatling.core.feeder.SourceFeederBuilder;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.FeederBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;

/** Tests Gatling's feeders in slices; if an upgrade of Gatling changes them, this test fails. */
class FeedsTest {

  @TempDir static Path folder;

  @BeforeAll
  static void words_need_a_configuration() {
    GatlingDefaults.loadUnlessLoaded();
  }

  /** A feeder of the records n0, n1, n2 … with one column, n. */
  private record Kind(String name, java.util.function.IntFunction<FeederBuilder<?>> of) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static List<Map<String, Object>> maps(int records) {
    return IntStream.range(0, records).mapToObj(r -> Map.<String, Object>of("n", "n" + r)).toList();
  }

  private static Path file(String name, String text) {
    try {
      return Files.writeString(Files.createTempFile(folder, "feed", name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path csvFile(int records) {
    return file(
        ".csv",
        IntStream.range(0, records)
            .mapToObj(r -> "n" + r + "\n")
            .collect(Collectors.joining("", "n\n", "")));
  }

  private static Path zipped(Path file) {
    Path zip = file.resolveSibling(file.getFileName() + ".gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zip))) {
      Files.copy(file, out);
      return zip;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path jsonArray(int records) {
    return file(
        ".json",
        IntStream.range(0, records)
            .mapToObj(r -> "{\"n\": \"n" + r + "\"}")
            .collect(Collectors.joining(",", "[", "]")));
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Stream<Kind> kinds() {
    return Stream.of(
        new Kind("csv", n -> csv(csvFile(n).toString())),
        new Kind("tsv", n -> tsv(csvFile(n).toString())),
        new Kind("ssv", n -> ssv(csvFile(n).toString())),
        new Kind("csv with shard()", n -> csv(csvFile(n).toString()).shard()),
        new Kind("csv that is zipped", n -> csv(zipped(csvFile(n)).toString()).unzip()),
        new Kind("json", n -> jsonFile(jsonArray(n).toString())),
        new Kind("json of an address", n -> jsonUrl(jsonArray(n).toUri().toString())),
        new Kind("list", n -> listFeeder(maps(n))),
        new Kind("array", n -> arrayFeeder(maps(n).toArray(Map[]::new))),
        new Kind(
            "list that is transformed",
            n -> listFeeder(maps(n)).transform((column, value) -> value)));
  }

  private static Stream<Kind> kindsAndLargeFiles() {
    return Stream.concat(
        kinds(), Stream.of(new Kind("large csv", n -> csv(csvFile(n).toString()))));
  }

  private static SourceFeederBuilder<?> source(Kind kind, FeederBuilder<?> feeder) {
    SourceFeederBuilder<?> source = (SourceFeederBuilder<?>) feeder.asScala();
    return kind.name().startsWith("large") ? inBatches(source) : source;
  }

  /** Reads the file as if it were larger than Gatling keeps in memory. */
  private static <T> SourceFeederBuilder<T> inBatches(SourceFeederBuilder<T> source) {
    GatlingConfiguration small =
        GatlingConfiguration$.MODULE$.loadForTest(
            CollectionConverters.asScala(
                    List.<Tuple2<String, ?>>of(
                        Tuple2.apply("gatling.core.feederAdaptiveLoadModeThreshold", 0)))
                .toSeq());
    return new SourceFeederBuilder<>(source.source(), small, source.options());
  }

  private static List<Slice> slices(int n) {
    return IntStream.range(0, n).mapToObj(i -> new Slice(i, n)).toList();
  }

  private static List<String> expected(Slice slice, int records) {
    return IntStream.range(0, records).filter(slice::has).mapToObj(r -> "n" + r).toList();
  }

  /** Returns the records that a slice receives, up to a maximum number. */
  private static List<String> fed(Kind kind, FeederBuilder<?> feeder, Slice slice, int most) {
    NamedFeederBuilder part = Feeds.part(source(kind, feeder), slice, "", OptionalLong.empty());
    var records = part.apply();
    assertThat(records instanceof AutoCloseable).isEqualTo(kind.name().startsWith("large"));
    List<String> fed = new ArrayList<>();
    while (fed.size() < most && records.hasNext()) {
      fed.add(String.valueOf(records.next().apply("n")));
    }
    FeedFromFile.close(records);
    return fed;
  }

  @ParameterizedTest
  @MethodSource("kindsAndLargeFiles")
  void a_queue_gives_record_r_to_slice_r_mod_n_in_order(Kind kind) {
    for (int n : new int[] {2, 3, 7}) {
      for (Slice slice : slices(n)) {
        assertThat(fed(kind, kind.of().apply(23).queue(), slice, 99))
            .isEqualTo(expected(slice, 23));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kindsAndLargeFiles")
  void a_shuffled_feeder_gives_each_record_to_one_slice_once(Kind kind) {
    FeederBuilder<?> feeder = kind.of().apply(500).shuffle();
    for (Slice slice : slices(3)) {
      List<String> fed = fed(kind, feeder, slice, 999);

      assertThat(fed).containsExactlyInAnyOrderElementsOf(expected(slice, 500));
      assertThat(fed).isNotEqualTo(expected(slice, 500)); // equal once in 166! runs
    }
  }

  @ParameterizedTest
  @MethodSource("kindsAndLargeFiles")
  void a_circular_feeder_goes_round_the_records_of_the_slice(Kind kind) {
    FeederBuilder<?> feeder = kind.of().apply(11).circular();
    for (Slice slice : slices(4)) {
      List<String> own = expected(slice, 11);
      List<String> rounds = new ArrayList<>(own);
      rounds.addAll(own);
      rounds.addAll(own);

      assertThat(fed(kind, feeder, slice, rounds.size())).isEqualTo(rounds);
    }
  }

  @ParameterizedTest
  @MethodSource("kindsAndLargeFiles")
  void a_random_feeder_picks_from_the_records_of_the_slice(Kind kind) {
    FeederBuilder<?> feeder = kind.of().apply(12).random();
    for (Slice slice : slices(3)) {
      // a record is missed by 1,000 picks of four once in 10^124 runs
      assertThat(Set.copyOf(fed(kind, feeder, slice, 1_000)))
          .isEqualTo(Set.copyOf(expected(slice, 12)));
    }
  }

  @ParameterizedTest
  @MethodSource("kindsAndLargeFiles")
  void what_a_feeder_transforms_is_transformed_once(Kind kind) {
    FeederBuilder<?> feeder =
        kind.of().apply(6).circular().transform((column, value) -> value + "!");

    assertThat(fed(kind, feeder, new Slice(1, 3), 4)).containsExactly("n1!", "n4!", "n1!", "n4!");
  }

  @Test
  void a_large_file_is_read_a_block_at_a_time() {
    Kind large = kindsAndLargeFiles().filter(k -> k.name().startsWith("large")).findAny().get();
    Set<String> all = new TreeSet<>();
    for (Slice slice : slices(2)) {
      List<String> fed = fed(large, large.of().apply(10_001).shuffle(), slice, 99_999);

      assertThat(fed).hasSize(slice.shareOf(10_001));
      // the first 2,000 records of the slice are shuffled only among themselves
      assertThat(fed.subList(0, 2_000))
          .containsExactlyInAnyOrderElementsOf(expected(slice, 10_001).subList(0, 2_000));
      all.addAll(fed);
    }
    assertThat(all).hasSize(10_001);
  }

  /** Returns all records that one version of a duet receives. */
  private static List<String> fedToTwin(SourceFeederBuilder<?> source, long seed) {
    NamedFeederBuilder part = Feeds.part(source, Slice.WHOLE, "", OptionalLong.of(seed));
    var records = part.apply();
    List<String> fed = new ArrayList<>();
    while (records.hasNext()) {
      fed.add(String.valueOf(records.next().apply("n")));
    }
    FeedFromFile.close(records);
    return fed;
  }

  @ParameterizedTest
  @MethodSource("kindsAndLargeFiles")
  void twins_are_fed_shuffled_records_in_one_order_by_the_seed(Kind kind) {
    SourceFeederBuilder<?> source = source(kind, kind.of().apply(2_500).shuffle());

    List<String> fed = fedToTwin(source, 42);

    assertThat(fed).containsExactlyInAnyOrderElementsOf(expected(Slice.WHOLE, 2_500));
    assertThat(fed).isEqualTo(fedToTwin(source, 42)).isNotEqualTo(fedToTwin(source, 43));
  }

  @Test
  void empty_lines_are_no_records() {
    Path file = file(".csv", "n\nn0\n\nn1\n\n\nn2\nn3\n");

    assertThat(fed(kinds().findFirst().get(), csv(file.toString()), new Slice(0, 2), 9))
        .containsExactly("n0", "n2");
  }

  @Test
  void a_feeder_says_whose_records_ran_out() {
    assertThat(
            Feeds.part(
                    (SourceFeederBuilder<?>) listFeeder(maps(3)).asScala(),
                    new Slice(1, 3),
                    "",
                    OptionalLong.empty())
                .name())
        .isEqualTo("in-memory, slice 2/3");
  }

  private static LoadPlan plan(ChainBuilder chain) {
    return OnrushDsl.loadPlan("Plan")
        .users(OnrushDsl.userClass("U").task("t", chain))
        .profile(OnrushDsl.concurrentUsers().hold(1, ofSeconds(1)))
        .thresholds(OnrushDsl.requestCount().atLeast(1));
  }

  @Test
  void fewer_records_than_slices_are_refused() {
    Path file = csvFile(2);
    for (boolean large : List.of(false, true)) {
      SourceFeederBuilder<?> small = (SourceFeederBuilder<?>) csv(file.toString()).asScala();
      SourceFeederBuilder<?> two = large ? inBatches(small) : small;
      assertThatThrownBy(
              () -> Feeds.part(two, new Slice(0, 3), " at X.plan(X.java:7)", OptionalLong.empty()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "feeder csv("
                  + file.getFileName()
                  + ") at X.plan(X.java:7) has 2 records for 3 injectors, and each injector"
                  + " needs at least one; give it at least 3 records, or use at most 2 injectors");
    }
    assertThatThrownBy(
            () ->
                Feeds.part(
                    (SourceFeederBuilder<?>) listFeeder(maps(1)).asScala(),
                    new Slice(1, 2),
                    "",
                    OptionalLong.empty()))
        .hasMessage(
            "feeder in-memory has 1 record for 2 injectors, and each injector needs at least one;"
                + " give it at least 2 records");
  }

  @Test
  void a_feeder_is_found_wherever_it_stands_in_a_chain() {
    Supplier<ChainBuilder> feed = () -> exec(feed(listFeeder(maps(1))));
    List<UnaryOperator<ChainBuilder>> around =
        List.of(
            chain -> chain,
            chain -> exec(pause(1), chain),
            chain -> exec(group("g").on(chain)),
            chain -> exec(repeat(2).on(chain)),
            chain -> exec(during(ofSeconds(1)).on(chain)),
            chain -> exec(foreach(List.of(1), "x").on(chain)),
            chain -> exec(asLongAs(session -> true).on(chain)),
            chain -> exec(doIf("#{a}").then(chain)),
            chain -> exec(doIfOrElse(s -> true).then(exec(s -> s)).orElse(chain)),
            chain -> exec(doSwitch("#{a}").on(onCase(1).then(exec(s -> s)), onCase(2).then(chain))),
            chain ->
                exec(
                    doSwitchOrElse("#{a}")
                        .on(onCase(1).then(exec(s -> s)), onCase(2).then(exec(s -> s)))
                        .orElse(chain)),
            chain -> exec(randomSwitch().on(percent(50).then(chain))),
            chain -> exec(uniformRandomSwitch().on(chain, exec(s -> s))),
            chain -> exec(roundRobinSwitch().on(exec(s -> s), chain)),
            chain -> exec(tryMax(2).on(chain)),
            chain -> exec(exitBlockOnFail().on(chain)));
    for (UnaryOperator<ChainBuilder> one : around) {
      LoadPlan plan = plan(one.apply(feed.get()));

      assertThatThrownBy(() -> PlannedScenarios.of(plan, 1, new Slice(1, 2)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("feeder in-memory at ")
          .hasMessageContaining("FeedsTest.java:");
      assertThat(PlannedScenarios.of(plan, 1, Slice.WHOLE).unslicedFeeders()).isEmpty();
    }
  }

  @Test
  void on_start_and_on_stop_may_feed_too() {
    LoadPlan started =
        plan(exec(session -> session))
            .withProfile(OnrushDsl.concurrentUsers().hold(1, ofSeconds(1)));
    LoadPlan start =
        new LoadPlan(
            "P",
            List.of(started.classes().get(0).onStart(feed(listFeeder(maps(1))))),
            started.profile(),
            started.thresholds(),
            started.http());
    LoadPlan stop =
        new LoadPlan(
            "P",
            List.of(started.classes().get(0).onStop(feed(listFeeder(maps(1))))),
            started.profile(),
            started.thresholds(),
            started.http());

    for (LoadPlan plan : List.of(start, stop)) {
      assertThatThrownBy(() -> PlannedScenarios.of(plan, 1, new Slice(0, 2)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void functions_of_the_user_are_left_alone_and_named() {
    Iterator<Map<String, Object>> endless =
        Stream.generate(() -> Map.<String, Object>of("n", 1)).iterator();
    FeederBuilder<Object> dealt = listFeeder(maps(4));
    ChainBuilder first = exec(feed(endless));
    ChainBuilder second = exec(feed(() -> endless));
    LoadPlan plan = plan(exec(first, second, feed(dealt), feed(dealt, 2)));

    List<String> unsliced = PlannedScenarios.of(plan, 1, new Slice(0, 2)).unslicedFeeders();

    assertThat(unsliced)
        .hasSize(2)
        .allSatisfy(
            one ->
                assertThat(one)
                    .matches(
                        "feeder at dev\\.onrush\\.internal\\.gatling\\.chain\\.FeedsTest\\.functions_of_the_user_are"
                            + "_left_alone_and_named\\(FeedsTest\\.java:\\d+\\) is a function in"
                            + " the plan; every injector calls it separately"));
    assertThat(PlannedScenarios.of(plan, 1, Slice.WHOLE).unslicedFeeders()).isEmpty();
    assertThat(endless.hasNext()).isTrue();
  }
}
