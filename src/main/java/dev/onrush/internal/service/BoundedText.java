package dev.onrush.internal.service;

import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a response as text. The result is empty if the body is larger than a limit;
 * nothing is read beyond the limit.
 */
final class BoundedText implements BodySubscriber<Optional<String>> {

  private final BodySubscriber<String> text;
  private final CompletableFuture<Optional<String>> body = new CompletableFuture<>();
  private long left;
  private @Nullable Subscription subscription;

  private BoundedText(BodySubscriber<String> text, long limit) {
    this.text = text;
    this.left = limit;
  }

  /**
   * Returns a subscriber for the body of a response.
   *
   * @param limit the size of the largest body in bytes
   */
  static BodySubscriber<Optional<String>> of(ResponseInfo response, long limit) {
    return new BoundedText(BodyHandlers.ofString().apply(response), limit);
  }

  @Override
  public void onSubscribe(Subscription given) {
    subscription = given;
    text.onSubscribe(given);
  }

  @Override
  public void onNext(List<ByteBuffer> part) {
    left -= part.stream().mapToLong(ByteBuffer::remaining).sum();
    if (left >= 0) {
      text.onNext(part);
    } else if (subscription != null) {
      subscription.cancel();
      body.complete(Optional.empty());
    }
  }

  @Override
  public void onError(Throwable failure) {
    body.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    text.onComplete();
    text.getBody().thenAccept(all -> body.complete(Optional.of(all)));
  }

  @Override
  public CompletionStage<Optional<String>> getBody() {
    return body;
  }
}
