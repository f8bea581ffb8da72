package dev.onrush.internal.cluster.message;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Transports within this JVM, which can lose, duplicate and delay messages, and can be
 * disconnected.
 */
public final class MemoryNet implements AutoCloseable {

  private final Map<String, Member> members = new ConcurrentHashMap<>();
  private final Set<String> cut = ConcurrentHashMap.newKeySet();
  private final Set<String> ended = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService carrier = Executors.newScheduledThreadPool(2);
  private final Random random = new Random(7);
  private volatile double lost;
  private volatile double doubled;
  private volatile Duration delay = Duration.ZERO;

  /**
   * Sets the shares of messages, and of responses, that are lost, and of messages that arrive
   * twice.
   */
  public void trouble(double shareLost, double shareDoubled, Duration longestDelay) {
    lost = shareLost;
    doubled = shareDoubled;
    delay = longestDelay;
  }

  /**
   * Returns the transport of a JVM that listens at this address; the first one has the address as
   * its name.
   */
  public Transport transport(String address) {
    long before =
        members.keySet().stream().filter(name -> Addresses.of(name).equals(address)).count();
    String name = before == 0 ? address : Addresses.member(address, String.valueOf(before + 1));
    Member member = new Member(name);
    members.put(name, member);
    return member;
  }

  /** From now on, no message reaches or leaves this member, and no other member notices. */
  public void cut(String name) {
    cut.add(name);
  }

  public void heal(String name) {
    cut.remove(name);
  }

  /** All other members notice that this member has left. */
  public void end(String name) {
    cut.add(name);
    ended.add(name);
    members.values().stream().filter(m -> !m.name.equals(name)).forEach(m -> m.left(name));
  }

  @Override
  public void close() {
    carrier.shutdownNow();
  }

  private synchronized boolean happens(double share) {
    return random.nextDouble() < share;
  }

  private synchronized long someDelay() {
    return delay.isZero() ? 0 : random.nextInt((int) delay.toMillis() + 1);
  }

  private void later(Runnable work) {
    try {
      var unused = carrier.schedule(work, someDelay(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // the test is over
    }
  }

  private final class Member implements Transport {
    private final String name;
    private volatile Listener listener;

    Member(String name) {
      this.name = name;
    }

    private void left(String other) {
      if (listener != null) {
        listener.left(other);
      }
    }

    @Override
    public String self() {
      return name;
    }

    @Override
    public void listen(Listener to) {
      listener = to;
    }

    @Override
    public CompletableFuture<Boolean> send(SignedMessage signed) {
      CompletableFuture<Boolean> answer = new CompletableFuture<>();
      int times = happens(doubled) ? 2 : 1;
      for (int i = 0; i < times; i++) {
        if (!happens(lost)) {
          later(() -> deliver(signed, answer));
        }
      }
      return answer;
    }

    private void deliver(SignedMessage signed, CompletableFuture<Boolean> answer) {
      Member to = members.get(signed.to());
      if (to == null || to.listener == null || cut.contains(name) || cut.contains(to.name)) {
        return;
      }
      boolean taken = to.listener.take(signed);
      if (!happens(lost)) {
        later(() -> answer.complete(taken));
      }
    }

    @Override
    public boolean reaches(String member) {
      return !ended.contains(name) && !ended.contains(member);
    }

    @Override
    public long time() {
      return System.nanoTime() / 1_000_000;
    }

    @Override
    public void close() {}
  }
}
