package dev.onrush.internal.settings;

import dev.onrush.internal.settings.secret.Secrets;
import dev.onrush.internal.settings.source.SettingValues;
import dev.onrush.internal.settings.table.Setting;
import dev.onrush.internal.settings.table.SettingKind;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads the settings that are secrets or contain one. */
record SecretSettings(SettingValues values) {

  /**
   * The minimum length of a masked path or query of a webhook. A shorter one may occur in other
   * addresses.
   */
  private static final int SECRET_PATH = 16;

  /**
   * Returns the secrets of a run, including the secret of its cluster and the token of its
   * dashboard.
   */
  Secrets read(Optional<String> ofCluster, Optional<String> ofDashboard) {
    Map<String, String> secrets = values.table(Setting.SECRETS);
    ofCluster.ifPresent(s -> secrets.put(Setting.CLUSTER_SECRET.key(), s));
    ofDashboard.ifPresent(t -> secrets.put(Setting.DASHBOARD_TOKEN.key(), t));
    return new Secrets(secrets, credentials());
  }

  /**
   * Masks secrets in the exception for a wrong setting, since its message repeats the given value.
   */
  IllegalArgumentException masked(IllegalArgumentException e) {
    return new Secrets(Map.of(), credentials()).masked(e);
  }

  /** Returns the values to mask: each secret, and the credentials in each address. */
  private List<String> credentials() {
    List<String> credentials = new ArrayList<>();
    for (Setting setting : Setting.values()) {
      if (setting.isMasked()) {
        credentials.addAll(masked(setting));
      }
      if (setting.kind() == SettingKind.ADDRESS) {
        values.text(setting).map(Secrets::credentials).ifPresent(credentials::addAll);
      }
    }
    return credentials;
  }

  private List<String> masked(Setting setting) {
    return switch (setting) {
      case VARIANTS -> DuetSettings.credentials(values);
      case EXPORT_HEADERS -> parts(setting, SecretSettings::header);
      case WEBHOOK -> parts(setting, SecretSettings::address);
      default -> values.texts(setting);
    };
  }

  private List<String> parts(Setting setting, Function<String, Stream<String>> split) {
    return values.texts(setting).stream().flatMap(split).toList();
  }

  /** Returns the value of a header and, as in {@code Bearer TOKEN}, its last word alone. */
  private static Stream<String> header(String value) {
    return Stream.of(value, value.substring(value.lastIndexOf(' ') + 1));
  }

  /**
   * Returns an address that is a secret, and its path and query, which are secrets on their own
   * unless they are short.
   */
  private static Stream<String> address(String text) {
    Stream<String> parts =
        uri(text).stream()
            .flatMap(uri -> Stream.of(uri.getRawPath(), uri.getRawQuery()))
            .filter(part -> part != null && part.length() >= SECRET_PATH);
    return Stream.concat(Stream.of(text), parts);
  }

  private static Optional<URI> uri(String text) {
    try {
      return Optional.of(URI.create(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
