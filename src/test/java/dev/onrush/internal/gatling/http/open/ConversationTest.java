package dev.onrush.internal.gatling.http.open;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.gatling.app.GatlingDefaults;
import dev.onrush.internal.gatling.field.GatlingField;
import dev.onrush.internal.gatling.stats.SilentStats;
import dev.onrush.internal.metrics.Outcome;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.profile.Phase;
import io.gatling.commons.util.DefaultClock;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.core.session.Session$;
import io.gatling.http.action.ws.WsListener;
import io.gatling.http.action.ws.fsm.WsClosingState;
import io.gatling.http.action.ws.fsm.WsFsm;
import io.gatling.http.action.ws.fsm.WsIdleState;
import io.gatling.http.action.ws.fsm.WsLogger;
import io.gatling.http.action.ws.fsm.WsState;
import io.gatling.http.check.ws.WsFrameCheck;
import io.gatling.http.check.ws.WsFrameCheckSequence;
import io.gatling.http.client.Request;
import io.gatling.http.client.RequestBuilder;
import io.gatling.http.client.uri.Uri;
import io.gatling.http.protocol.HttpProtocol;
import io.gatling.javaapi.http.HttpDsl;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scala.Option;
import scala.collection.immutable.Nil$;

/** Gatling's own web socket, on a connection that only counts frames, at the end of the load. */
@Timeout(60)
class ConversationTest {

  private final Recorder recorder =
      new Recorder(List.of(new Phase("steady", Duration.ZERO, Duration.ofDays(1))), text -> text);
  private final OpenRequests open = new OpenRequests(recorder, new DefaultClock());
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoop loop = loops.next();
  private final Session session = Session$.MODULE$.apply("U", 1, loop);
  private final List<WebSocketFrame> sent = new ArrayList<>();
  private final AtomicInteger wentOn = new AtomicInteger();
  private final WsFsm socket = socket();

  @AfterEach
  void shut_down() {
    var unused = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  @SuppressWarnings("unchecked")
  private static <T> scala.collection.immutable.List<T> none() {
    return (scala.collection.immutable.List<T>) (Object) Nil$.MODULE$;
  }

  private WsFsm socket() {
    GatlingDefaults.loadUnlessLoaded();
    Request request =
        new RequestBuilder("Connect", HttpMethod.GET, Uri.create("ws://127.0.0.1/ws"), null)
            .setDefaultCharset(java.nio.charset.StandardCharsets.UTF_8)
            .build();
    return new WsFsm(
        "socket",
        request,
        ConversationTest.<WsFrameCheckSequence<WsFrameCheck>>none(),
        Option.<Action>empty(),
        new SilentStats(),
        null,
        (HttpProtocol) HttpDsl.http.protocol(),
        loop,
        new DefaultClock(),
        new WsLogger());
  }

  private Action next() {
    return new dev.onrush.internal.gatling.action.Step("next", s -> wentOn.incrementAndGet());
  }

  private void opened(WsState state) throws InterruptedException {
    onLoop(() -> open.tryOpenConversation(new WsListener(socket, new DefaultClock())));
    GatlingField.of(WsFsm.class, "currentState").set(socket, state);
  }

  private void onLoop(Runnable task) throws InterruptedException {
    loop.submit(task).sync();
  }

  private void send() {
    socket.onSendTextFrame("Send", "hi", none(), session, next());
  }

  private long unanswered(String name) {
    return recorder.takeInterval(Duration.ofSeconds(1)).tallies().entrySet().stream()
        .filter(each -> each.getKey().outcome() == Outcome.UNANSWERED)
        .filter(each -> each.getKey().name().equals(name))
        .mapToLong(each -> each.getValue().requests())
        .sum();
  }

  @Test
  void an_open_web_socket_sends_nothing_after_the_end_of_the_load() throws Exception {
    opened(new WsIdleState(socket, session, sent::add, 0));
    onLoop(this::send);

    open.close(loops);
    onLoop(this::send);
    open.recordUnanswered(loops);

    assertThat(sent).hasSize(1);
    assertThat(wentOn).hasValue(1);
  }

  @Test
  void a_message_that_waits_for_its_answer_is_awaited_and_counted() throws Exception {
    opened(new WsClosingState(socket, "Close", session, next(), 0));

    open.close(loops);
    open.await(Duration.ofMillis(20));
    open.recordUnanswered(loops);

    assertThat(unanswered("Close")).isEqualTo(1);
  }

  @Test
  void an_answer_that_comes_while_it_is_awaited_counts_and_its_user_stops() throws Exception {
    opened(new WsClosingState(socket, "Close", session, next(), 0));

    open.close(loops);
    onLoop(() -> socket.onWebSocketClosed(1000, "", 1));
    open.await(Duration.ofDays(1)); // nothing is open any more
    open.recordUnanswered(loops);

    assertThat(unanswered("Close")).isZero();
    assertThat(wentOn).hasValue(0);
  }
}
