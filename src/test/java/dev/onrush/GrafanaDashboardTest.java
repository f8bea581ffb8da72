package dev.onrush;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * The Grafana dashboard, compared with the <a href="https://grafana.com/reference/dashboard">JSON
 * model</a> that Grafana documents. {@link MetricsExportTest} checks that each metric in its
 * queries is exported.
 */
class GrafanaDashboardTest {

  private static final int COLUMNS = 24;

  private static final JsonNode DASHBOARD = read();

  private static JsonNode read() {
    try {
      return new ObjectMapper().readTree(Files.readString(Path.of("docs/grafana/onrush.json")));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<JsonNode> list(String path) {
    return StreamSupport.stream(DASHBOARD.at(path).spliterator(), false).toList();
  }

  private static List<JsonNode> panels() {
    return list("/panels");
  }

  @Test
  void it_has_the_fields_of_the_model() {
    assertThat(DASHBOARD.get("uid").asText()).hasSizeBetween(8, 40);
    assertThat(DASHBOARD.get("title").asText()).isNotEmpty();
    assertThat(DASHBOARD.get("timezone").asText()).isIn("", "browser", "utc");
    assertThat(DASHBOARD.get("graphTooltip").asInt()).isBetween(0, 2);
    assertThat(DASHBOARD.get("schemaVersion").isInt()).isTrue();
    assertThat(DASHBOARD.get("editable").isBoolean()).isTrue();
    for (String list : List.of("tags", "panels", "links")) {
      assertThat(DASHBOARD.get(list).isArray()).as(list).isTrue();
    }
    assertThat(DASHBOARD.at("/templating/list").isArray()).isTrue();
    assertThat(DASHBOARD.at("/time/from").asText()).startsWith("now-");
  }

  @Test
  void panels_have_ids_of_their_own_and_lie_beside_each_other_below_a_row() {
    Set<Integer> ids = new HashSet<>();
    Set<List<Integer>> cells = new HashSet<>();
    for (JsonNode panel : panels()) {
      String title = panel.get("title").asText();
      JsonNode at = panel.get("gridPos");
      assertThat(title).isNotEmpty();
      assertThat(ids.add(panel.get("id").asInt())).as("id of " + title).isTrue();
      assertThat(at.get("x").asInt() + at.get("w").asInt()).as(title).isLessThanOrEqualTo(COLUMNS);
      for (int x = 0; x < at.get("w").asInt(); x++) {
        for (int y = 0; y < at.get("h").asInt(); y++) {
          assertThat(cells.add(List.of(at.get("x").asInt() + x, at.get("y").asInt() + y)))
              .as(title + " lies on another panel")
              .isTrue();
        }
      }
    }
    List<JsonNode> rows =
        panels().stream().filter(panel -> panel.get("type").asText().equals("row")).toList();
    assertThat(rows)
        .extracting(row -> row.get("title").asText())
        .containsExactly("Run", "Load", "Requests", "Thresholds", "Generator");
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.get("collapsed").isBoolean()).isTrue();
              assertThat(row.get("panels")).isEmpty();
              assertThat(row.at("/gridPos/w").asInt()).isEqualTo(COLUMNS);
              assertThat(row.at("/gridPos/h").asInt()).isEqualTo(1);
            });
    assertThat(panels().get(0)).isEqualTo(rows.get(0));
  }

  @Test
  void each_query_has_a_name_of_its_own_and_the_chosen_source() {
    for (JsonNode panel : panels()) {
      List<String> names = new ArrayList<>();
      for (JsonNode target : panel.path("targets")) {
        names.add(target.get("refId").asText());
        assertThat(target.at("/datasource/uid").asText()).isEqualTo("${datasource}");
        assertThat(target.get("expr").asText()).contains("$job", "$instance");
      }
      assertThat(names).doesNotHaveDuplicates();
      assertThat(names.isEmpty()).isEqualTo(panel.get("type").asText().equals("row"));
    }
  }

  @Test
  void breaches_and_phases_are_annotations() {
    assertThat(list("/annotations/list"))
        .extracting(of -> of.get("name").asText())
        .containsExactly("Phases", "Breaches");
    assertThat(list("/annotations/list"))
        .allSatisfy(
            of -> {
              assertThat(of.at("/datasource/uid").asText()).isEqualTo("${datasource}");
              assertThat(of.get("enable").asBoolean()).isTrue();
              assertThat(of.get("iconColor").asText()).isNotEmpty();
              assertThat(of.get("expr").asText()).contains(" unless ", "offset 5s");
            });
    JsonNode breaches = list("/annotations/list").get(1);
    assertThat(breaches.get("expr").asText())
        .startsWith("onrush_threshold_verdict{")
        .contains("verdict=\"FAIL\"");
    assertThat(breaches.get("titleFormat").asText()).isEqualTo("Broken: {{threshold}}");
  }

  @Test
  void charts_of_requests_link_to_one_request_of_this_dashboard() {
    List<JsonNode> links =
        DASHBOARD.findValues("links").stream()
            .flatMap(l -> StreamSupport.stream(l.spliterator(), false))
            .filter(link -> link.path("title").asText().startsWith("Only "))
            .toList();

    assertThat(links).hasSize(3);
    assertThat(links)
        .allSatisfy(
            link ->
                assertThat(link.get("url").asText())
                    .startsWith("/d/" + DASHBOARD.get("uid").asText() + "?${__url_time_range}&")
                    .endsWith("&var-request=${__field.labels.request}"));
    assertThat(list("/links"))
        .singleElement()
        .satisfies(
            link -> {
              assertThat(link.get("type").asText()).isIn("link", "dashboards");
              assertThat(DASHBOARD.get("tags")).contains(link.get("tags").get(0));
            });
  }
}
