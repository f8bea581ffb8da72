package dev.onrush.internal.importing.plan;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.http;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onrush.Onrush;
import dev.onrush.RunSettings;
import dev.onrush.WithSettings;
import dev.onrush.internal.importing.log.LineFormat;
import dev.onrush.internal.importing.log.LineFormats;
import dev.onrush.internal.importing.log.SessionBy;
import dev.onrush.internal.importing.request.Redaction;
import dev.onrush.internal.importing.session.Traffic;
import dev.onrush.internal.importing.session.TrafficReader;
import dev.onrush.plan.LoadPlan;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.GracefulShutdownHandler;
import io.undertow.server.handlers.accesslog.AccessLogHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server is loaded by a known plan and writes its access log; the plan that is imported from the
 * log resembles the known plan. The effect of a slow machine on pauses is in the log and in the
 * server's own record of them; rates are compared with users in virtual time.
 */
@Tag("load")
@Tag("long")
class ServedPlanTest {

  private static final int PER_SECOND = 200;
  private static final int SECONDS = 4;
  private static final int SESSIONS = PER_SECOND * SECONDS;
  private static final int LENGTH = 5;

  private static final Map<String, Double> MIX =
      Map.of("GET /items", 0.5, "GET /items/{itemId}", 0.3, "POST /orders", 0.2);

  private static final int RUNS = 20;
  private static final int MINUTES = 30;
  private static final int PAUSES = 100_000;

  @TempDir Path folder;

  /** A request as recorded by the server, in nanoseconds of its clock. */
  private record Served(String user, String request, long begin, long end) {}

  private static LoadPlan known() {
    AtomicInteger users = new AtomicInteger();
    return loadPlan("Known")
        .users(
            userClass("Visitor")
                .task(
                    "Session",
                    exec(session -> session.set("user", "u" + users.incrementAndGet())),
                    repeat(LENGTH)
                        .on(
                            randomSwitch()
                                .on(
                                    percent(50).then(exec(http("List").get("/items"))),
                                    percent(30)
                                        .then(exec(http("Item").get("/items/#{randomInt(1,500)}"))),
                                    percent(20).then(exec(http("Order").post("/orders")))),
                            pause(ofMillis(100), ofMillis(500)))))
        .profile(arrivalRate().hold(perSecond(PER_SECOND), ofSeconds(SECONDS)))
        .thresholds(errorCount().atMost(0))
        .http(http -> http.header("X-User", "#{user}"));
  }

  @Test
  void the_imported_plan_has_the_mix_and_the_pauses_of_the_one_that_was_run() throws Exception {
    Queue<String> log = new ConcurrentLinkedQueue<>();
    Queue<Served> requests = new ConcurrentLinkedQueue<>();
    GracefulShutdownHandler handler =
        handler(log, requests, "%{time,yyyy-MM-dd'T'HH:mm:ss.SSSXXX}");
    Undertow server = server(handler);
    server.start();
    try {
      int port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
      Onrush.run(known(), settings().withTarget("http://127.0.0.1:" + port));
      awaitLogged(handler);
    } finally {
      server.stop();
    }
    assertThat(log).hasSize(SESSIONS * LENGTH);

    PlanFit.Fitted fitted = fitted(log);

    ImportedPlan plan = fitted.plan();
    double seconds = fitted.observed().seconds();
    double[] mix = new double[plan.requests().size()];
    for (int run = 0; run < RUNS; run++) {
      VirtualTraffic traffic = VirtualTraffic.of(plan, seconds, new SplittableRandom(run));
      long[] byRequest = traffic.byRequest();
      Arrays.setAll(mix, i -> mix[i] + byRequest[i]);
    }
    Map<String, Long> served =
        requests.stream().collect(Collectors.groupingBy(Served::request, Collectors.counting()));
    double all = Arrays.stream(mix).sum();
    assertThat(plan.requests()).hasSize(MIX.size());
    for (int i = 0; i < mix.length; i++) {
      String name = plan.requests().get(i).name();
      double share = mix[i] / all;
      assertThat(share)
          .as(name + " beside the log")
          .isCloseTo(served.getOrDefault(name, 0L) / (double) log.size(), within(0.01));
      // Of 4,000 choices, three standard deviations of chance are 0.024.
      assertThat(share)
          .as(name + " beside the plan")
          .isCloseTo(MIX.getOrDefault(name, 2.0), within(0.04));
    }
    // The fitted pauses differ by at most 0.04 from the log's pauses, which are in milliseconds.
    assertThat(KolmogorovSmirnov.distance(pauses(requests), pauses(plan)))
        .as("pauses")
        .isLessThan(0.05);
  }

  @Test
  void the_imported_plan_has_the_rates_of_users_whose_time_is_that_of_the_known_plan()
      throws Exception {
    KnownPlan known =
        new KnownPlan(MINUTES * 60)
            .sessionsPerSecond(at -> 2 + at / (MINUTES * 30))
            .visitors(
                new KnownPlan.Kind(
                    1,
                    KnownPlan.mix("GET /items", 5, "GET /items/ID", 3, "POST /orders", 2),
                    KnownPlan.between(2, 8),
                    random -> LENGTH));
    List<KnownPlan.Event> events = known.events(3);
    Queue<String> log = new ConcurrentLinkedQueue<>();
    GracefulShutdownHandler handler = handler(log, new ConcurrentLinkedQueue<>(), "%{i,X-Time}");
    Undertow server = server(handler);
    server.start();
    try {
      send((InetSocketAddress) server.getListenerInfo().get(0).getAddress(), events);
      awaitLogged(handler);
    } finally {
      server.stop();
    }
    assertThat(log).hasSameSizeAs(events);

    PlanFit.Fitted fitted = fitted(log);

    Fidelity fidelity = Fidelity.of(fitted.plan(), fitted.observed(), 1);
    long sessions = events.stream().map(KnownPlan.Event::user).distinct().count();
    assertThat(fitted.plan().visits().map(visits -> visits.curve().area()).orElse(0.0))
        .isCloseTo(sessions, within(0.03 * sessions));
    assertThat(fidelity.mix()).isLessThan(2);
    assertThat(fidelity.pauses()).isLessThan(0.05);
    // The log is one sample of the plan's distribution: a difference beyond chance is caused by the
    // plan.
    assertThat(fidelity.rate().off()).isLessThan(fidelity.rate().chance() + 3);
    double half = MINUTES * 30;
    long early = events.stream().filter(event -> event.at() < half).count();
    double[] drawn = new double[2];
    for (int run = 0; run < RUNS; run++) {
      VirtualTraffic traffic =
          VirtualTraffic.of(fitted.plan(), fitted.observed().seconds(), new SplittableRandom(run));
      for (int second = 0; second < traffic.seconds(); second++) {
        drawn[second < half ? 0 : 1] += traffic.inSecond(second);
      }
    }
    assertThat(drawn[0] / RUNS).isCloseTo(early, within(0.03 * early));
    long late = events.size() - early;
    assertThat(drawn[1] / RUNS).isCloseTo(late, within(0.03 * late));
  }

  /**
   * Sends requests one after the other, without waiting for responses; the server keeps their
   * order.
   */
  private static void send(InetSocketAddress to, List<KnownPlan.Event> events) throws Exception {
    StringBuilder all = new StringBuilder();
    for (KnownPlan.Event event : events) {
      all.append(event.request().replace("ID", Integer.toString(1 + event.user() % 500)))
          .append(" HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nX-User: u")
          .append(event.user())
          .append("\r\nX-Time: ")
          .append(KnownPlan.BEGIN.plusMillis(Math.round(1e3 * event.at())))
          .append("\r\n\r\n");
    }
    all.append("GET /last HTTP/1.0\r\nX-Last: true\r\n\r\n");
    try (Socket socket = new Socket(to.getAddress(), to.getPort())) {
      Thread reader =
          new Thread(
              () -> {
                try {
                  socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      reader.start();
      socket.getOutputStream().write(all.toString().getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      reader.join();
    }
  }

  private RunSettings settings() {
    RunSettings settings = RunSettings.load();
    for (Map.Entry<String, String> patient : WithSettings.PATIENT.entrySet()) {
      settings = settings.with(patient.getKey(), patient.getValue());
    }
    return settings.with("onrush.seed", "5").withReports(folder);
  }

  /** Responds to each request, and logs it with a time of this form. */
  private static GracefulShutdownHandler handler(
      Queue<String> log, Queue<Served> served, String time) {
    return new GracefulShutdownHandler(
        new AccessLogHandler(
            exchange -> answer(exchange, served),
            line -> {
              if (!line.contains("/last")) {
                log.add(line);
              }
            },
            "{\"time\": \""
                + time
                + "\", \"took_us\": %{RESPONSE_TIME_MICROS},"
                + " \"method\": \"%m\", \"uri\": \"%U\", \"status\": %s, \"user\": \"%{i,X-User}\"}",
            ServedPlanTest.class.getClassLoader()));
  }

  private static Undertow server(HttpHandler handler) {
    return Undertow.builder()
        .setServerOption(UndertowOptions.RECORD_REQUEST_START_TIME, true)
        .addHttpListener(0, "127.0.0.1")
        .setHandler(handler)
        .build();
  }

  /** Waits until requests are logged, which happens only after their responses have been sent. */
  private static void awaitLogged(GracefulShutdownHandler handler) throws InterruptedException {
    handler.shutdown();
    assertThat(handler.awaitShutdown(60_000)).isTrue();
  }

  private static void answer(HttpServerExchange exchange, Queue<Served> served) {
    String user = exchange.getRequestHeaders().getFirst("X-User");
    String request =
        (exchange.getRequestMethod() + " " + exchange.getRequestPath())
            .replaceAll("\\d+$", "{itemId}");
    long begin = exchange.getRequestStartTime();
    exchange.addExchangeCompleteListener(
        (done, next) -> {
          served.add(new Served(user, request, begin, System.nanoTime()));
          next.proceed();
        });
    exchange.getResponseSender().send("ok");
  }

  private static PlanFit.Fitted fitted(Queue<String> log) {
    TrafficReader reader =
        new TrafficReader(
            new TrafficReader.Selection(
                SessionBy.parse("field:user"),
                Duration.ofMinutes(30),
                false,
                TrafficReader.Time.ALL),
            7);
    LineFormat format = LineFormats.jsonLines(Map.of("duration", "took_us"));
    log.forEach(line -> assertThat(format.read(line, reader::add)).as(line).isTrue());
    Traffic traffic = reader.traffic();
    return PlanFit.fitted(
        traffic, Duration.ofSeconds(traffic.window().seconds()), new Redaction(List.of()), 7);
  }

  /** Returns pauses of the imported plan, weighted by how often each class pauses. */
  private static double[] pauses(ImportedPlan plan) {
    SplittableRandom random = new SplittableRandom(3);
    List<ImportedUserClass> kinds =
        plan.visits().map(ImportedPlan.Population::userClasses).orElse(List.of());
    double sum = kinds.stream().mapToDouble(ServedPlanTest::pausesOf).sum();
    return kinds.stream()
        .flatMapToDouble(
            kind ->
                DoubleStream.generate(() -> kind.pause().sample(random))
                    .limit(Math.round(PAUSES * pausesOf(kind) / sum)))
        .toArray();
  }

  private static double pausesOf(ImportedUserClass kind) {
    return kind.weight() * (kind.meanLength() - 1);
  }

  /**
   * Returns the times from the end of each request of a user to the start of its next, in seconds.
   */
  private static double[] pauses(Queue<Served> served) {
    Map<String, List<Served>> byUser =
        served.stream()
            .collect(Collectors.groupingBy(Served::user, TreeMap::new, Collectors.toList()));
    List<Double> pauses = new ArrayList<>();
    for (List<Served> requests : byUser.values()) {
      requests.sort((one, other) -> Long.compare(one.begin(), other.begin()));
      for (int i = 1; i < requests.size(); i++) {
        pauses.add(Math.max(0, (requests.get(i).begin() - requests.get(i - 1).end()) / 1e9));
      }
    }
    return pauses.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
