package dev.onrush.internal.cli;

import dev.onrush.internal.settings.address.HttpAddress;
import java.net.URI;

/** The option {@code --target} of commands that write an address for later use. */
final class TargetOption {

  private TargetOption() {}

  /**
   * Parses the address.
   *
   * @throws UsageException if {@code target} is not an address; the message contains no credentials
   */
  static URI address(String target) {
    try {
      return HttpAddress.base(target);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "--target was \"" + HttpAddress.withoutCredentials(target) + "\", " + e.getMessage());
    }
  }
}
