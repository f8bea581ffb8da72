package dev.onrush.internal.launch;

import dev.onrush.spi.TargetProvider.Target;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** A project's own service that cannot be closed; it counts the attempts. */
public final class UnclosableTarget implements Target {

  private final AtomicInteger tried = new AtomicInteger();

  @Override
  public URI uri() {
    return URI.create("http://127.0.0.1:8080");
  }

  @Override
  public String description() {
    return "one";
  }

  @Override
  public void close() {
    tried.incrementAndGet();
    throw new IllegalStateException("on purpose");
  }

  public int tried() {
    return tried.get();
  }
}
