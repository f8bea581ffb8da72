package dev.onrush.internal.gatling.warmup;

import dev.onrush.internal.gatling.action.Step;
import dev.onrush.internal.gatling.loop.Loops;
import dev.onrush.internal.gatling.user.VirtualUser;
import dev.onrush.plan.Task;
import io.gatling.core.action.Action;
import io.gatling.core.protocol.ProtocolComponentsRegistry;
import io.gatling.core.session.Session;
import io.gatling.core.session.Session$;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends the requests of a warm-up, a fixed number of them at the same time. Each lane has one
 * request in progress, and sends the next one, as another user, when it is answered.
 */
final class WarmUpLanes {

  /**
   * The number of simultaneous requests: enough to keep two processors busy, and few enough to
   * leave processor time for the compiler.
   */
  private static final int LANES = 2;

  private static final int MOST_ATTRIBUTES = 6;
  private static final long LONGEST_REST = Duration.ofMillis(1).toNanos();
  private static final Pattern MISSING = Pattern.compile("No attribute named '(.+?)' is defined");

  private final Map<String, String> attributes =
      new ConcurrentHashMap<>(Map.of(Task.NAME_ATTRIBUTE, "warm-up"));
  private final AtomicBoolean going = new AtomicBoolean(true);
  private final AtomicIntegerArray laps = new AtomicIntegerArray(LANES);
  private final AtomicLongArray begun = new AtomicLongArray(LANES);
  private final List<Action> actions = new ArrayList<>();
  private final List<ProtocolComponentsRegistry> registries = new ArrayList<>();

  /** The steps that may follow a request; each of them sends the next one of its lane. */
  List<Step> steps() {
    // The compiler specialises code that sees only one kind of object, and discards it when another
    // kind comes. So there are several kinds of the objects that follow a request, send it, and
    // belong to a user.
    return List.of(
        new Step("onrush-warm-up-1", this::next),
        new Step("onrush-warm-up-2", user -> next(user)),
        new Step("onrush-warm-up-3", user -> this.next(user)));
  }

  /** Adds a request that the lanes send in turn, by users of this registry. */
  void add(Action request, ProtocolComponentsRegistry registry) {
    actions.add(request);
    registries.add(registry);
  }

  /** Starts all lanes, each on its own event loop if there are enough. */
  void start(EventLoopGroup group) {
    List<EventLoop> loops = new ArrayList<>();
    for (EventExecutor loop : Loops.of(group)) {
      loops.add((EventLoop) loop);
    }
    for (int lane = 0; lane < LANES; lane++) {
      next(Session$.MODULE$.apply("warm-up", lane, loops.get(lane % loops.size())));
    }
  }

  /** Sends nothing more after the requests in progress. */
  void stop() {
    going.set(false);
  }

  /**
   * Sends the next request of a lane. Each request has a user of its own, as most requests in a run
   * have, on the connection of its lane.
   */
  private void next(Session before) {
    if (!going.get()) {
      return;
    }
    int lane = (int) before.userId();
    int lap = laps.incrementAndGet(lane);
    int at = (lane + lap) % actions.size();
    Session session =
        registries
            .get(at)
            .onStart()
            .apply(Session$.MODULE$.apply(before.scenario(), lane, before.eventLoop()));
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      session = session.set(attribute.getKey(), attribute.getValue());
    }
    for (int more = lap % MOST_ATTRIBUTES; more > 0; more--) {
      session = session.set("onrushWarmUp" + more, lap);
    }
    if (lap % 2 == 0) {
      session = session.set(VirtualUser.ATTRIBUTE, new VirtualUser(0, 0, lap, lap % 4 == 0));
    }
    Session user = session;
    // Rests as long as the last request took. The compiler needs processors, too, and is done
    // sooner than if more requests ran uncompiled meanwhile. The next request always goes through
    // the event loop, since a request that cannot be built returns here at once.
    long now = System.nanoTime();
    long rest = Math.min(LONGEST_REST, now - begun.get(lane));
    begun.set(lane, now + rest);
    Future<?> unused =
        before.eventLoop().schedule(() -> actions.get(at).$bang(user), rest, TimeUnit.NANOSECONDS);
  }

  /**
   * Learns an attribute from an error. Gatling names the attribute that a request has not found,
   * and the next users have it.
   */
  String learned(String error) {
    Matcher missing = MISSING.matcher(error);
    if (missing.find()) {
      attributes.put(missing.group(1), "1");
    }
    return error;
  }
}
