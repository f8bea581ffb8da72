package dev.onrush.internal.settings;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The settings that are secrets, or have one in them. */
record SecretSettings(SettingValues values) {

  /** A shorter path of a webhook is one that others have too. */
  private static final int SECRET_PATH = 16;

  /** The secrets of a run; that of its cluster and the token of its dashboard are two of them. */
  Secrets read(Optional<String> ofCluster, Optional<String> ofDashboard) {
    Map<String, String> secrets = values.table(Setting.SECRETS);
    ofCluster.ifPresent(s -> secrets.put(Setting.CLUSTER_SECRET.key(), s));
    ofDashboard.ifPresent(t -> secrets.put(Setting.DASHBOARD_TOKEN.key(), t));
    return new Secrets(secrets, credentials());
  }

  /** The refusal of a setting repeats what was given, which may have a secret in it. */
  IllegalArgumentException masked(IllegalArgumentException e) {
    return new Secrets(Map.of(), credentials()).masked(e);
  }

  /** What is masked: each secret, and the credentials in each address. */
  private List<String> credentials() {
    List<String> credentials = new ArrayList<>();
    for (Setting setting : Setting.values()) {
      if (setting.isMasked()) {
        credentials.addAll(masked(setting));
      }
      if (setting.kind() == Setting.Kind.ADDRESS) {
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

  /** In the value of a header, the token alone too. */
  private static Stream<String> header(String value) {
    return Stream.of(value, value.substring(value.lastIndexOf(' ') + 1));
  }

  /** An address that is a secret, and what alone is one of it: its path, unless that is short. */
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
