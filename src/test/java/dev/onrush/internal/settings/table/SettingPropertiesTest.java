package dev.onrush.internal.settings.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingPropertiesTest {

  @Test
  void a_stronger_property_takes_the_place_of_another_name_of_its_setting() {
    assertThat(
            SettingProperties.overlaid(
                Map.of("onrush.seed", "42", "users", "5", "shop.coupon", "SPRING"),
                Map.of("seed", "7", "onrush.users", "6")))
        .isEqualTo(Map.of("seed", "7", "onrush.users", "6", "shop.coupon", "SPRING"));
  }

  @Test
  void a_flag_is_on_unless_its_value_turns_it_off() {
    assertThat(SettingProperties.isOn(Setting.ONCE, Map.of("once", ""))).isTrue();
    assertThat(SettingProperties.isOn(Setting.ONCE, Map.of("onrush.once", "TRUE"))).isTrue();
    assertThat(SettingProperties.isOn(Setting.ONCE, Map.of("once", "false"))).isFalse();
    assertThat(SettingProperties.isOn(Setting.ONCE, Map.of("onrush.once", "off "))).isFalse();
    assertThat(SettingProperties.isOn(Setting.ONCE, Map.of("preview", ""))).isFalse();
    assertThat(SettingProperties.isOn(Setting.ONCE, Map.of())).isFalse();
  }

  @Test
  void a_property_that_only_looks_like_a_setting_means_each_injector() {
    assertThat(SettingProperties.isHandedOn("dashboard")).isFalse();
    assertThat(SettingProperties.isHandedOn("onrush.reports")).isFalse();
    assertThat(SettingProperties.isHandedOn("onrush.cluster.secret")).isFalse();
    assertThat(SettingProperties.isHandedOn("onrush.export.headers.Authorization")).isFalse();
    assertThat(SettingProperties.isHandedOn("reports")).isTrue();
    assertThat(SettingProperties.isHandedOn("users")).isTrue();
    assertThat(SettingProperties.isHandedOn("onrush.secrets.token")).isTrue();
  }

  @Test
  void what_the_coordinator_alone_judges_by_is_not_handed_on() {
    assertThat(
            List.of(
                "onrush.thresholds.p95",
                "onrush.failOnWarnings",
                "onrush.impliedErrorRate",
                "onrush.generator.cpu",
                "onrush.duetMargin",
                "stopWhenCertain",
                "onrush.service.metrics",
                "onrush.service.postgres",
                "onrush.progress"))
        .noneMatch(SettingProperties::isHandedOn);
  }
}
