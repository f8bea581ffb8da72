package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.http;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.onrush.internal.gatling.app.GatlingDefaults;
import dev.onrush.plan.LoadPlan;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.FeederBuilder;
import io.undertow.Undertow;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three slices of a plan together send the same requests as the whole plan. */
@Tag("load")
@Tag("long")
class SlicesOfARunTest {

  private static final String SLICE = "dev.onrush.slice";

  @TempDir Path folder;

  private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
  private final Undertow server =
      Undertow.builder()
          .addHttpListener(0, "127.0.0.1")
          .setIoThreads(1)
          .setHandler(
              exchange -> {
                log.add(exchange.getRequestPath() + " " + exchange.getQueryString());
                exchange.getResponseSender().send("ok");
              })
          .build();

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void close() {
    server.stop();
  }

  private String uri() {
    return "http://127.0.0.1:"
        + ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  /** Returns the requests to the server since the last call, in any order. */
  private List<String> asked() {
    List<String> asked = log.stream().sorted().toList();
    log.clear();
    return asked;
  }

  private ForkedGatling fork(String slice, Path accounts) {
    return ForkedGatling.start(
        SlicedSimulation.class,
        folder.resolve("slice-" + slice.charAt(0)),
        "-Dtarget=" + uri(),
        "-Dseed=42",
        "-D" + SLICE + "=" + slice,
        "-Dsliced.accounts=" + accounts);
  }

  private Path accounts(int records) throws IOException {
    List<String> lines = new ArrayList<>(List.of("account"));
    IntStream.range(0, records).forEach(r -> lines.add("a" + r));
    return Files.write(folder.resolve("accounts.csv"), lines);
  }

  @Test
  void three_processes_have_the_users_of_one_and_use_each_account_once() throws IOException {
    Path accounts = accounts(7); // as many as members, without a spare one
    List<ForkedGatling> all =
        List.of(fork("1/3", accounts), fork("2/3", accounts), fork("3/3", accounts));

    for (ForkedGatling one : all) {
      assertThat(one.exitStatus()).as(one.output()).isIn(0, 4); // INVALID if it stood still
    }

    List<String> asked = asked();
    assertThat(asked.stream().filter(a -> a.startsWith("/member")).map(a -> a.split("[ &]")[1]))
        .containsExactlyInAnyOrder("a0", "a1", "a2", "a3", "a4", "a5", "a6");
    assertThat(asked.stream().filter(a -> a.startsWith("/guest"))).hasSize(3);
    // 4 users, 3 and 3: the first slice has ids 1, 4, 7 and 10, the second 2, 5, 8, the third 3, 6,
    // 9
    assertThat(asked.stream().map(a -> Integer.valueOf(a.split("&")[1])))
        .containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    var facts =
        ConfigFactory.parseFile(all.get(1).runFolder().resolve("result.json").toFile())
            .getConfig("run.facts");
    assertThat(facts.getString("slice")).isEqualTo("2/3");
    assertThat(facts.getString("feeders"))
        .matches(
            "feeder at dev\\.onrush\\.SlicedSimulation\\.plan\\(SlicedSimulation\\.java:\\d+\\) is"
                + " a function in the plan; every injector calls it separately");
  }

  @Test
  void an_injector_without_a_user_ends_with_the_others() throws IOException {
    ForkedGatling last = fork("9/9", accounts(9)); // 7 members and 3 guests: no users

    assertThat(last.exitStatus()).as(last.output()).isIn(3, 4); // nothing was measured
    assertThat(asked()).isEmpty();
  }

  @Test
  void a_file_with_fewer_records_than_slices_is_refused_before_any_request() throws IOException {
    Path accounts = accounts(2);
    ForkedGatling refused = fork("1/3", accounts);

    assertThat(refused.exitStatus()).isEqualTo(5);
    assertThat(refused.output().strip())
        .contains("onrush: REFUSED: feeder csv(accounts.csv) at ")
        .endsWith(
            " has 2 records for 3 injectors, and each injector needs at least one; give it at least"
                + " 3 records, or use at most 2 injectors");
    assertThat(asked()).isEmpty();
  }

  private static ChainBuilder ask(String path) {
    return exec(session -> session.set("user", session.userId()))
        .exec(http("Ask").get(path + "?#{n}"));
  }

  @Test
  void arrivals_at_random_make_the_same_choices_and_use_the_same_records() {
    GatlingDefaults.loadUnlessLoaded();
    FeederBuilder<Object> records =
        listFeeder(IntStream.range(0, 999).mapToObj(r -> Map.<String, Object>of("n", r)).toList());
    LoadPlan plan =
        loadPlan("Open")
            .users(
                userClass("A")
                    .weight(2)
                    .task(2, "Two", feed(records), ask("/a-two"))
                    .task(1, "One", feed(records), ask("/a-one")),
                userClass("B")
                    .weight(1)
                    .task(1, "One", exec(s -> s.set("n", 0)), ask("/b-one"))
                    .task(3, "Three", exec(s -> s.set("n", 0)), ask("/b-three")))
            .profile(arrivalRate().hold(perSecond(60), ofSeconds(2)).poisson())
            .thresholds(errorCount().atMost(0));
    RunSettings settings =
        WithSettings.load(Map.of()).withTarget(URI.create(uri())).withReports(folder).withSeed(42);

    var unused = Runs.run(plan, settings); // its feeders are used up when the slices are run
    List<String> one = asked();
    List<List<String>> parts = new ArrayList<>();
    List<String> all = new ArrayList<>();
    for (String slice : List.of("1/3", "2/3", "3/3")) {
      System.setProperty(SLICE, slice);
      try {
        unused = Runs.run(plan, settings);
      } finally {
        System.clearProperty(SLICE);
      }
      parts.add(asked());
      all.addAll(parts.get(parts.size() - 1));
    }

    // If two users arrive together, it is a race which of them gets which record, also in one JVM.
    assertThat(tasks(one).keySet()).containsExactly("/a-one", "/a-two", "/b-one", "/b-three");
    assertThat(tasks(all)).isEqualTo(tasks(one));
    assertThat(records(one))
        .hasSizeGreaterThan(40)
        .isEqualTo(IntStream.range(0, records(one).size()).boxed().toList());
    assertThat(records(all)).isEqualTo(records(one));
    for (int slice = 0; slice < 3; slice++) {
      int index = slice;
      assertThat(records(parts.get(slice))).isNotEmpty().allMatch(record -> record % 3 == index);
    }
  }

  private static Map<String, Long> tasks(List<String> asked) {
    return asked.stream()
        .collect(Collectors.groupingBy(a -> a.split(" ")[0], TreeMap::new, Collectors.counting()));
  }

  /** Returns the records of class A, in order. */
  private static List<Integer> records(List<String> asked) {
    return asked.stream()
        .filter(a -> a.startsWith("/a"))
        .map(a -> Integer.valueOf(a.split(" ")[1]))
        .sorted()
        .toList();
  }
}
