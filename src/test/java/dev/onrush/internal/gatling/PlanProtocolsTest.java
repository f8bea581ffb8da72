package dev.onrush.internal.gatling;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;
import static io.gatling.javaapi.jms.JmsDsl.jms;
import static jakarta.jms.Session.AUTO_ACKNOWLEDGE;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.onrush.CountingServer;
import dev.onrush.Runs;
import dev.onrush.WithSettings;
import dev.onrush.internal.gatling.action.Components;
import dev.onrush.internal.gatling.action.Step;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.LoadPlan;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import io.gatling.commons.stats.OK$;
import io.gatling.core.CoreComponents;
import io.gatling.core.action.Action;
import io.gatling.core.config.GatlingConfiguration;
import io.gatling.core.protocol.Protocol;
import io.gatling.core.protocol.ProtocolComponents;
import io.gatling.core.protocol.ProtocolKey;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.ActionBuilder;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.TextMessage;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.broker.BrokerService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Function1;
import scala.Option;
import scala.runtime.BoxedUnit;

/**
 * Plans with protocols other than HTTP: web sockets, server-sent events, and a plugin's protocol.
 */
@Tag("load")
class PlanProtocolsTest {

  @TempDir Path reports;

  private RunRecord run(LoadPlan plan, CountingServer server) {
    return Runs.run(
        plan,
        WithSettings.load(Map.of("onrush.warmUp", "0 s"))
            .withTarget(URI.create(server.uri()))
            .withReports(reports));
  }

  private static long requests(RunRecord result, String name) {
    return result
        .timeline()
        .select(s -> s.kind() == Kind.REQUEST && s.name().equals(name))
        .requests();
  }

  @Test
  void web_sockets_and_events_of_a_plan_are_counted_and_judged() {
    try (CountingServer server = new CountingServer()) {
      LoadPlan plan =
          loadPlan("Messages")
              .users(
                  userClass("Sockets")
                      .task(
                          "Echo",
                          ws("Connect").connect("/ws"),
                          ws("Send")
                              .sendText("hi")
                              .await(60)
                              .on(ws.checkTextMessage("Echoed").check(regex("echo:hi"))),
                          ws("Close").close()),
                  userClass("Events")
                      .task(
                          "Listen",
                          sse("Open")
                              .get("/sse")
                              .await(60)
                              .on(sse.checkMessage("Second").check(regex("\"n\""))),
                          sse("End").close()))
              .profile(arrivalRate().hold(perSecond(10), ofSeconds(2)))
              .thresholds(
                  errorCount().atMost(0),
                  p95().of("Echoed").below(ofSeconds(60)),
                  p95().of("Second").below(ofSeconds(60)));

      RunRecord result = run(plan, server);

      assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
      assertThat(requests(result, "Connect")).isEqualTo(10).isEqualTo(server.count("/ws"));
      assertThat(requests(result, "Echoed")).isEqualTo(10);
      assertThat(requests(result, "Open")).isEqualTo(10).isEqualTo(server.count("/sse"));
      assertThat(requests(result, "Second")).isEqualTo(10);
      assertThat(requests(result, "End")).isEqualTo(10);
      assertThat(times(result, "End")).as("nothing answers it").isZero();
      assertThat(result.notes())
          .anyMatch(note -> note.startsWith("response times known only in whole milliseconds"));
    }
  }

  @Test
  void messages_have_no_response_time_and_are_in_no_error_rate() {
    try (CountingServer server = new CountingServer()) {
      LoadPlan plan =
          loadPlan("Refused")
              .users(
                  userClass("Sockets")
                      .task(
                          "Echo",
                          ws("Connect").connect("/ws"),
                          ws("Send")
                              .sendText("hi")
                              .await(60)
                              .on(ws.checkTextMessage("Echoed").check(regex("no such"))),
                          ws("Notify").sendText("bye"),
                          ws("Notify").sendText("bye")))
              .profile(arrivalRate().hold(perSecond(5), ofSeconds(1)))
              .thresholds(
                  p95().ofEachRequest().below(ofSeconds(60)), requestCount().of("Send").atLeast(5));

      RunRecord result = run(plan, server);

      // Half of what can succeed or fail: the connections succeed, and the replies are refused.
      assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
      assertThat(result.judgements())
          .extracting(j -> j.threshold().name(), Judgement::verdict, Judgement::samples)
          .containsExactly(
              tuple("p95 of each request", Verdict.PASS, 5L),
              tuple("request count of Send", Verdict.PASS, 5L),
              tuple("error rate (implied)", Verdict.FAIL, 10L));
      assertThat(requests(result, "Notify")).isEqualTo(10);
      assertThat(times(result, "Notify") + times(result, "Send")).isZero();
      assertThat(times(result, "Echoed")).isEqualTo(5);
      assertThat(result.notes()).noneMatch(note -> note.contains("Send"));
    }
  }

  @Test
  void what_follows_an_http_request_at_once_is_not_timed_from_when_due() {
    try (CountingServer server = new CountingServer()) {
      LoadPlan plan =
          loadPlan("Mixed")
              .users(
                  userClass("U")
                      .task(
                          "T",
                          sse("Open").get("/sse"),
                          http("Get").get("/slow"),
                          sse("End").close()))
              .profile(arrivalRate().hold(perSecond(5), ofSeconds(1)))
              .thresholds(errorCount().atMost(0));

      RunRecord result = run(plan, server);

      assertThat(requests(result, "Get")).isEqualTo(5);
      assertThat(result.timeline().select(s -> s.kind() == Kind.DUE).requests()).isEqualTo(5);
    }
  }

  private static long times(RunRecord result, String name) {
    return result
        .timeline()
        .select(s -> s.kind() == Kind.REQUEST && s.name().equals(name))
        .all()
        .times()
        .count();
  }

  private static long unanswered(RunRecord result, String name) {
    return result
        .timeline()
        .select(s -> s.kind() == Kind.REQUEST && s.name().equals(name))
        .unanswered();
  }

  @Test
  void messages_without_an_answer_at_the_end_are_counted_and_no_threshold_passes_by_them() {
    try (CountingServer server = new CountingServer()) {
      LoadPlan plan =
          loadPlan("Silence")
              .users(
                  userClass("Sockets")
                      .task(
                          "Hear",
                          ws("Connect").connect("/ws"),
                          group("Talk")
                              .on(
                                  ws("Send")
                                      .sendText("hi")
                                      .await(60)
                                      .on(
                                          ws.checkTextMessage("Heard")
                                              .matching(regex("no such"))))),
                  userClass("Greeted")
                      .task(
                          "Greet",
                          ws("Open")
                              .connect("/ws")
                              .await(60)
                              .on(ws.checkTextMessage("Greeting").check(regex("welcome")))),
                  userClass("Callers").task("Call", ws("Handshake").connect("/hang")),
                  userClass("Listeners")
                      .task(
                          "Listen",
                          sse("Stream")
                              .get("/sse")
                              .await(60)
                              .on(sse.checkMessage("Event").matching(regex("no such")))),
                  userClass("Waiters").task("Wait", sse("Never").get("/hang")))
              .profile(arrivalRate().hold(perSecond(10), ofSeconds(1)))
              .thresholds(
                  p95().of("Talk / Heard").below(ofSeconds(60)),
                  p95().of("Greeting").below(ofSeconds(60)),
                  p95().of("Event").below(ofSeconds(60)));

      RunRecord result =
          Runs.run(
              plan,
              WithSettings.load(
                      Map.of(
                          "onrush.warmUp", "0 s",
                          // so that all users have reached their waits, even on a slow machine
                          "onrush.windDownAtMost", "5 s",
                          "onrush.awaitAnswers", "100 ms"))
                  .withTarget(URI.create(server.uri()))
                  .withReports(reports));

      assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.NO_DATA);
      assertThat(requests(result, "Connect")).isEqualTo(2);
      assertThat(unanswered(result, "Talk / Heard")).isEqualTo(2);
      assertThat(unanswered(result, "Greeting")).isEqualTo(2);
      assertThat(unanswered(result, "Handshake")).isEqualTo(2);
      assertThat(requests(result, "Stream")).isEqualTo(2);
      assertThat(unanswered(result, "Event")).isEqualTo(2);
      assertThat(unanswered(result, "Never")).isEqualTo(2);
      assertThat(
              result
                  .timeline()
                  .select(s -> s.kind() == Kind.GROUP && s.name().equals("Talk"))
                  .unanswered())
          .isEqualTo(2);
      assertThat(result.notes())
          .anyMatch(note -> note.startsWith("10 requests had no answer when the run ended"));
    }
  }

  /** A broker in this JVM with a consumer that replies to each message, and counts them. */
  private static final class EchoBroker implements AutoCloseable {
    final AtomicLong answered = new AtomicLong();
    final ActiveMQConnectionFactory factory =
        new ActiveMQConnectionFactory("vm://onrush-test?create=false");
    private final BrokerService broker = new BrokerService();

    EchoBroker(Path folder) throws Exception {
      broker.setBrokerName("onrush-test");
      broker.setPersistent(false);
      broker.setUseJmx(false);
      broker.setUseShutdownHook(false);
      broker.setDataDirectoryFile(folder.toFile());
      broker.start();
      broker.waitUntilStarted();
      Connection connection = factory.createConnection();
      jakarta.jms.Session session = connection.createSession(false, AUTO_ACKNOWLEDGE);
      MessageProducer answers = session.createProducer(null);
      session
          .createConsumer(session.createQueue("orders"))
          .setMessageListener(
              asked -> {
                try {
                  TextMessage answer =
                      session.createTextMessage("echo:" + ((TextMessage) asked).getText());
                  answer.setJMSCorrelationID(asked.getJMSCorrelationID());
                  answered.incrementAndGet(); // before its reply lets the run end
                  answers.send(asked.getJMSReplyTo(), answer);
                } catch (JMSException e) {
                  throw new IllegalStateException(e);
                }
              });
      connection.start();
    }

    @Override
    public void close() throws Exception {
      broker.stop();
      broker.waitUntilStopped();
    }
  }

  @Test
  void messages_of_jms_are_counted_and_judged_beside_http() throws Exception {
    try (CountingServer server = new CountingServer();
        EchoBroker broker = new EchoBroker(reports.resolve("broker"))) {
      LoadPlan plan =
          loadPlan("Orders")
              .users(
                  userClass("Buyers")
                      .task("Look", http("Look").get("/look"))
                      .onStart(
                          jms("Order")
                              .requestReply()
                              .queue("orders")
                              .textMessage("one")
                              .check(bodyString().is("echo:one"))))
              .profile(arrivalRate().hold(perSecond(10), ofSeconds(2)))
              .thresholds(
                  errorCount().atMost(0),
                  requestCount().of("Order").exactly(20),
                  p95().of("Order").below(ofSeconds(60)))
              .protocols(
                  // Gatling learns a message's own id when it is sent, which may be too late.
                  jms.connectionFactory(broker.factory).matchByCorrelationId().replyTimeout(60));

      RunRecord result = run(plan, server);

      assertThat(requests(result, "Order")).isEqualTo(20).isEqualTo(broker.answered.get());
      assertThat(requests(result, "Look")).isEqualTo(20).isEqualTo(server.count("/look"));
      assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
      assertThat(result.notes())
          .anyMatch(
              note ->
                  note.startsWith("response times known only in whole milliseconds")
                      && note.contains("Order"));
    }
  }

  @Test
  void steps_behind_one_of_another_protocol_are_watched() throws Exception {
    try (CountingServer server = new CountingServer();
        EchoBroker broker = new EchoBroker(reports.resolve("broker"))) {
      LoadPlan plan =
          loadPlan("Orders")
              .users(
                  userClass("Buyers")
                      .task(
                          "Order",
                          exec(session -> session),
                          jms("Order")
                              .requestReply()
                              .queue("orders")
                              .textMessage("one")
                              .check(bodyString().is("echo:one")),
                          exec(io.gatling.javaapi.core.Session::reset),
                          exec(
                              session -> {
                                throw new IllegalStateException("no stock");
                              }),
                          http("Look").get("/look")))
              .profile(arrivalRate().hold(perSecond(10), ofSeconds(1)))
              .thresholds(errorCount().atMost(0))
              .protocols(
                  jms.connectionFactory(broker.factory).matchByCorrelationId().replyTimeout(20));

      RunRecord result = run(plan, server);

      assertThat(server.count("/look")).isEqualTo(10);
      assertThat(result.timeline().failures())
          .extracting(of -> of.count() + " " + of.request() + ": " + of.failure().text())
          .containsExactly("10 exec: j.l.IllegalStateException: no stock");
      assertThat(result.notes()).noneMatch(note -> note.contains("still running"));
    }
  }

  /** A protocol like that of a plugin: its steps receive its configuration. */
  private record Marked(String mark) implements Protocol {}

  private record Components(String mark) implements ProtocolComponents {
    @Override
    public Function1<Session, Session> onStart() {
      return session -> {
        if (mark.isEmpty()) {
          throw new IllegalStateException("no mark is left");
        }
        return session.set("mark", mark);
      };
    }

    @Override
    public Function1<Session, BoxedUnit> onExit() {
      return session -> BoxedUnit.UNIT;
    }
  }

  private static final class Key implements ProtocolKey<Marked, Components> {
    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    public Class<Protocol> protocolClass() {
      return (Class) Marked.class;
    }

    @Override
    public Marked defaultProtocolValue(GatlingConfiguration configuration) {
      return new Marked("not configured");
    }

    @Override
    public Function1<Marked, Components> newComponents(CoreComponents core) {
      return protocol -> new Components(protocol.mark());
    }
  }

  private static final Key KEY = new Key();

  /** A request of this protocol, which is named after the protocol's entry in the session. */
  private static final ActionBuilder REQUEST =
      () ->
          new io.gatling.core.action.builder.ActionBuilder() {
            @Override
            public Action build(ScenarioContext ctx, Action next) {
              String mark = ctx.protocolComponentsRegistry().components(KEY).mark();
              return new Step(
                  "marked",
                  session -> {
                    long now = ctx.coreComponents().clock().nowMillis();
                    ctx.coreComponents()
                        .statsEngine()
                        .logResponse(
                            session.scenario(),
                            session.groups(),
                            mark + " " + session.attributes().apply("mark"),
                            now - 7,
                            now,
                            OK$.MODULE$,
                            Option.empty(),
                            Option.empty());
                    next.$bang(session);
                  });
            }
          };

  @Test
  void a_protocol_of_a_plan_reaches_its_steps_beside_http() {
    try (CountingServer server = new CountingServer()) {
      LoadPlan plan =
          loadPlan("Plugin")
              .users(userClass("U").task("Both", exec(REQUEST), exec(get("/ask"))))
              .profile(arrivalRate().hold(perSecond(10), ofSeconds(1)))
              .thresholds(requestCount().atLeast(20), errorCount().atMost(0))
              .protocols(() -> new Marked("ours"));

      RunRecord result = run(plan, server);

      assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
      assertThat(requests(result, "ours ours")).isEqualTo(10);
      assertThat(requests(result, "Both")).isEqualTo(10).isEqualTo(server.count("/ask"));
      assertThat(result.notes())
          .containsExactly(
              "response times known only in whole milliseconds, from Gatling's timestamps: ours ours");
    }
  }

  @Test
  void messages_of_a_protocol_that_cannot_be_looked_at_are_told() {
    try (CountingServer server = new CountingServer()) {
      LoadPlan plan =
          loadPlan("Plugin")
              .users(userClass("U").task("Ask", exec(REQUEST).pause(ofSeconds(60))))
              .profile(arrivalRate().hold(perSecond(10), ofSeconds(1)))
              .thresholds(requestCount().atLeast(10))
              .protocols(() -> new Marked("ours"));

      RunRecord result =
          Runs.run(
              plan,
              WithSettings.load(Map.of("onrush.warmUp", "0 s", "onrush.windDownAtMost", "200 ms"))
                  .withTarget(URI.create(server.uri()))
                  .withReports(reports));

      assertThat(result.notes())
          .contains(
              "messages without a response when the run ended are in no figure, since Gatling"
                  + " reports only responses: Marked");
    }
  }

  @Test
  void users_that_a_protocol_cannot_start_are_failures_and_are_replaced() {
    try (CountingServer server = new CountingServer()) {
      LoadPlan plan =
          loadPlan("Unmarked")
              .users(
                  userClass("U")
                      .thinkTime(constant(ofSeconds(1)))
                      .task("Ask", exec(REQUEST), exec(get("/ask"))))
              .profile(concurrentUsers().hold(2, ofSeconds(3)))
              .thresholds(errorRate().below(ofPercent(1)))
              .protocols(() -> new Marked(""));

      RunRecord result = run(plan, server);

      assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.FAIL);
      assertThat(server.count("/ask")).isZero();
      // two immediately, and two more after each second
      assertThat(result.timeline().all().unsent()).isBetween(2L, 2 * 4L);
      assertThat(result.timeline().failures())
          .extracting(of -> of.request() + ": " + of.failure().text())
          .containsExactly("start of a user: IllegalStateException: no mark is left");
      assertThat(result.notes()).noneMatch(note -> note.contains("still running"));
    }
  }
}
