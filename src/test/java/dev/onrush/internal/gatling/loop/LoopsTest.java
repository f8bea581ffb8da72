package dev.onrush.internal.gatling.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.EventExecutor;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoopsTest {

  @Test
  void users_are_spread_over_the_first_loops_in_turn() {
    EventLoopGroup all = new MultiThreadIoEventLoopGroup(4, NioIoHandler.newFactory());
    try {
      EventLoopGroup some = Loops.of(all, 2);
      Set<EventExecutor> used = new HashSet<>();

      EventLoop first = some.next();
      used.add(first);
      used.add(some.next());

      assertThat(used).hasSize(2);
      assertThat(some.next()).isSameAs(first);
      assertThat(some).hasSize(2).containsExactlyInAnyOrderElementsOf(used);
      assertThat(all).containsAll(some);
    } finally {
      all.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }
}
