package dev.onrush.internal.settings.secret;

import dev.onrush.internal.settings.table.Setting;
import dev.onrush.internal.settings.table.SettingKind;
import dev.onrush.internal.settings.table.SettingProperties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises the arguments of a JVM that contain a secret: {@code -Donrush.secrets.password=…}. All
 * users of a machine can read the command lines of all processes.
 */
public final class SecretArguments {

  private static final Pattern PROPERTY = Pattern.compile("-D([^=]+)=(.*)", Pattern.DOTALL);

  private SecretArguments() {}

  /**
   * Whether an argument sets a masked setting, or an address with a user name or a password.
   *
   * @param argument an argument of {@code java}
   */
  public static boolean isSecret(String argument) {
    Matcher property = PROPERTY.matcher(argument);
    return property.matches()
        && SettingProperties.key(property.group(1))
            .filter(key -> Setting.all().anyMatch(s -> s.isNamed(key) && isSecret(s, property)))
            .isPresent();
  }

  private static boolean isSecret(Setting setting, Matcher property) {
    return setting.isMasked()
        || (setting.kind() == SettingKind.ADDRESS
            && !Secrets.credentials(property.group(2)).isEmpty());
  }
}
