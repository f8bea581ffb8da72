package dev.onrush.internal.cli;

import dev.onrush.internal.settings.address.HttpAddress;
import java.net.URI;

/** The option {@code --target} of commands that write an address for later. */
final class TargetOption {

  private TargetOption() {}

  /**
   * The address.
   *
   * @throws IllegalArgumentException if it is none; the message has no credentials in it
   */
  static URI address(String target) {
    try {
      return HttpAddress.base(target);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--target was \"" + HttpAddress.withoutCredentials(target) + "\", " + e.getMessage(), e);
    }
  }
}
