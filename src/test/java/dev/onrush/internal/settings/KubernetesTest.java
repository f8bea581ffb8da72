package dev.onrush.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.typesafe.config.Config;
import dev.onrush.ProgramResult;
import dev.onrush.internal.settings.source.GivenSettings;
import dev.onrush.internal.settings.source.SettingsSources;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The manifests and the container build file that users copy: Kubernetes knows their contents, and
 * they match each other and the settings. Checks that need kubectl, or a linter from npm as in
 * {@link dev.onrush.CiTemplatesTest}, are skipped if it is not installed.
 */
class KubernetesTest {

  private static final Path FOLDER = Path.of("docs/kubernetes");
  private static final Path CONTAINERFILE = FOLDER.resolve("Containerfile");
  private static final Path LINTERS = Path.of(".ci/lint").toAbsolutePath();
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String NAME = "app.kubernetes.io/name";
  private static final String COMPONENT = "app.kubernetes.io/component";

  static {
    YAML.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
  }

  @TempDir Path temporary;

  @Test
  void kubernetes_knows_every_property_and_its_type() throws IOException {
    for (JsonNode resource : all()) {
      assertThat(mistakes(resource)).as(named(resource)).isEmpty();
    }
  }

  @Test
  void the_schema_finds_mistakes() throws IOException {
    assertThat(
            mistakes(changed(job("onrush-injectors"), "/spec", spec -> spec.put("completion", 3))))
        .singleElement()
        .asString()
        .contains("completion");
    assertThat(mistakes(changed(job("onrush-injectors"), "/spec", s -> s.put("completions", "3"))))
        .singleElement()
        .asString()
        .contains("string found, integer expected");
    assertThat(
            mistakes(
                changed(
                    job("onrush-injectors"),
                    "/spec/template/spec/containers/0/resources/limits",
                    limits -> limits.put("memory", "2 GB"))))
        .singleElement()
        .asString()
        .contains("pattern");
    assertThat(mistakes(changed(only("Service"), "", service -> service.put("kind", "Servize"))))
        .containsExactly("no schema of v1 Servize");
  }

  @Test
  void kubernetes_own_models_accept_all_resources_and_no_mistake() throws Exception {
    assumeLinters();
    JsonNode job = job("onrush-injectors");
    JsonNode sometimes = changed(job, "/spec", spec -> spec.put("completionMode", "Sometimes"));
    JsonNode without = changed(job, "/spec", spec -> spec.remove("template"));

    assertThat(modelled(all())).isEqualTo("exit 0\n");
    assertThat(modelled(List.of(sometimes)))
        .contains("completionMode must be equal to one of the allowed values")
        .endsWith("exit 1\n");
    assertThat(modelled(List.of(without)))
        .contains("must have required property template")
        .endsWith("exit 1\n");
  }

  @Test
  void kustomize_carries_the_number_of_injectors_to_both_jobs() throws Exception {
    assumeTrue(installed("kubectl"), "kubectl is not installed");
    Path copy = Files.createDirectory(temporary.resolve("copy"));
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    Path settings = copy.resolve("run.env");
    Files.writeString(settings, Files.readString(settings).replace("INJECTORS=3", "INJECTORS=7"));

    String built = run("kubectl", "kustomize", copy.toString());
    List<JsonNode> resources = documents(built.substring(0, built.lastIndexOf("exit 0")));
    JsonNode injectors = named(resources, "Job", "onrush-injectors").at("/spec");

    assertThat(injectors.at("/completions").numberValue()).isEqualTo(7);
    assertThat(injectors.at("/parallelism").numberValue()).isEqualTo(7);
    assertThat(named(resources, "ConfigMap", "onrush-run").at("/data/INJECTORS").asText())
        .isEqualTo("7");
    for (JsonNode resource : resources) {
      assertThat(mistakes(resource)).as(named(resource)).isEmpty();
      if (!resource.path("kind").asText().equals("Namespace")) {
        assertThat(resource.at("/metadata/namespace").asText()).isEqualTo("load-test");
      }
      for (JsonNode container : containers(resource)) {
        assertThat(container.path("image").asText()).isEqualTo("registry.example.com/load-test:1");
      }
    }
  }

  @Test
  void the_kustomization_names_all_files_and_what_is_in_them() throws IOException {
    JsonNode kustomization = kustomization();
    Set<String> files = new TreeSet<>();
    try (Stream<Path> list = Files.list(FOLDER)) {
      list.map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .forEach(files::add);
    }

    // The reader exists only for a short time after the run.
    files.removeAll(Set.of("kustomization.yaml", "reader.yaml"));
    assertThat(texts(kustomization.at("/resources"))).containsExactlyInAnyOrderElementsOf(files);
    assertThat(kustomization.at("/configMapGenerator/0/envs/0").asText()).isEqualTo("run.env");
    JsonNode replacement = kustomization.at("/replacements/0");
    assertThat(replacement.at("/source/name").asText())
        .isEqualTo(kustomization.at("/configMapGenerator/0/name").asText());
    JsonNode target = job(replacement.at("/targets/0/select/name").asText());
    for (String path : texts(replacement.at("/targets/0/fieldPaths"))) {
      assertThat(target.at("/" + path.replace('.', '/')).isInt()).as(path).isTrue();
    }
  }

  @Test
  void the_jobs_expect_as_many_injectors_as_the_settings_say() throws IOException {
    JsonNode injectors = job("onrush-injectors").path("spec");
    int number = Integer.parseInt(runSettings().getProperty("INJECTORS"));

    assertThat(injectors.path("completionMode").asText()).isEqualTo("Indexed");
    assertThat(injectors.path("completions").asInt()).isEqualTo(number);
    assertThat(injectors.path("parallelism").asInt()).isEqualTo(number);
    JsonNode source = variables("onrush-coordinator").get("ONRUSH_INJECTORS");
    assertThat(source.at("/valueFrom/configMapKeyRef/name").asText()).isEqualTo("onrush-run");
    assertThat(source.at("/valueFrom/configMapKeyRef/key").asText()).isEqualTo("INJECTORS");
    assertThat(variables("onrush-injectors")).doesNotContainKey("ONRUSH_INJECTORS");
  }

  @Test
  void no_run_is_repeated_by_itself() throws IOException {
    JsonNode coordinator = job("onrush-coordinator").path("spec");
    JsonNode injectors = job("onrush-injectors").path("spec");

    assertThat(coordinator.path("backoffLimit").asInt(-1)).isZero();
    assertThat(injectors.path("backoffLimitPerIndex").asInt(-1)).isZero();
    for (JsonNode job : List.of(coordinator, injectors)) {
      assertThat(job.at("/template/spec/restartPolicy").asText()).isEqualTo("Never");
      assertThat(job.path("activeDeadlineSeconds").asInt()).isPositive();
      assertThat(job.at("/podFailurePolicy/rules/0/onExitCodes/containerName").asText())
          .isEqualTo(job.at("/template/spec/containers/0/name").asText());
    }
  }

  @Test
  void the_page_says_when_kubernetes_ends_a_run() throws IOException {
    int coordinator = job("onrush-coordinator").at("/spec/activeDeadlineSeconds").asInt();

    assertThat(job("onrush-injectors").at("/spec/activeDeadlineSeconds").asInt())
        .isEqualTo(coordinator);
    assertThat(coordinator).isGreaterThanOrEqualTo(2 * 24 * 60 * 60);
    assertThat(Files.readString(Path.of("docs/kubernetes.md")))
        .contains("`activeDeadlineSeconds`", "(" + coordinator + ")");
  }

  @Test
  void the_job_says_each_exit_status_of_a_run_that_is_not_0() throws IOException {
    Set<Integer> codes = new TreeSet<>();
    Matcher rows =
        Pattern.compile("(?m)^\\| [^|]+ \\| (\\d+) \\|")
            .matcher(Files.readString(Path.of("docs/verdicts.md")));
    while (rows.find()) {
      codes.add(Integer.valueOf(rows.group(1)));
    }
    Set<Integer> values = new TreeSet<>();
    job("onrush-coordinator")
        .at("/spec/podFailurePolicy/rules/0/onExitCodes/values")
        .forEach(value -> values.add(value.asInt()));

    assertThat(codes).contains(0, 2, 6);
    codes.remove(0);
    codes.add(1); // the status of a JVM that ended in another way
    assertThat(values).isEqualTo(codes);
  }

  @Test
  void injectors_wait_for_the_coordinator_as_long_as_it_waits_for_them() throws IOException {
    JsonNode waiting = job("onrush-injectors").at("/spec/template/spec/initContainers/0");
    JsonNode rule = job("onrush-injectors").at("/spec/podFailurePolicy/rules/1/onExitCodes");

    assertThat(runSettings()).containsEntry("ONRUSH_CLUSTER_WAIT", "600s"); // as timeout reads it
    assertThat(variables("onrush-coordinator")).doesNotContainKey("ONRUSH_CLUSTER_WAIT");
    assertThat(waiting.at("/env/0/valueFrom/configMapKeyRef/key").asText())
        .isEqualTo("ONRUSH_CLUSTER_WAIT");
    // As the first process of a container, a shell would ignore SIGTERM; timeout does not.
    assertThat(texts(waiting.path("command")))
        .startsWith("timeout", "$(ONRUSH_CLUSTER_WAIT)", "sh", "-c");
    assertThat(rule.path("containerName").asText()).isEqualTo(waiting.path("name").asText());
    assertThat(texts(rule.path("values"))).containsExactly("124", "125");
  }

  @Test
  void a_wait_that_is_over_or_cannot_be_read_has_a_status_of_the_rule() throws IOException {
    assumeTrue(installed("timeout"), "timeout is not installed");
    Path getent = Files.writeString(temporary.resolve("getent"), "#!/bin/sh\nexit $STATUS\n");
    assertThat(getent.toFile().setExecutable(true)).isTrue();

    assertThat(waited("600s", "0")).isZero();
    assertThat(waited("0.01s", "2")).isEqualTo(124);
    assertThat(waited("10 min", "0")).isEqualTo(125);
  }

  /**
   * Returns the exit status of the container that waits.
   *
   * @param found the exit status of each attempt to find the coordinator's address
   */
  private int waited(String longest, String found) throws IOException {
    ProcessBuilder waiting =
        new ProcessBuilder(
            texts(job("onrush-injectors").at("/spec/template/spec/initContainers/0/command"))
                .stream()
                .map(word -> word.replace("$(ONRUSH_CLUSTER_WAIT)", longest))
                .toList());
    waiting.environment().put("STATUS", found);
    waiting.environment().merge("PATH", temporary.toString(), (path, first) -> first + ":" + path);
    return ProgramResult.of(waiting).status();
  }

  @Test
  void pods_have_the_time_for_their_reports() throws IOException {
    for (String job : List.of("onrush-coordinator", "onrush-injectors")) {
      // The JVM terminates itself forcibly after 120 s.
      assertThat(job(job).at("/spec/template/spec/terminationGracePeriodSeconds").asInt())
          .as(job)
          .isGreaterThan(120);
    }
  }

  @Test
  void every_variable_of_the_pods_is_a_setting() throws IOException {
    Map<String, String> all = new LinkedHashMap<>();
    runSettings().forEach((name, value) -> all.put(name.toString(), value.toString()));
    for (String job : List.of("onrush-coordinator", "onrush-injectors")) {
      variables(job).forEach((name, node) -> all.put(name, node.path("value").asText("2")));
    }
    all.keySet().removeIf(name -> !name.startsWith("ONRUSH_"));
    assertThat(all).containsKeys("ONRUSH_TARGET", "ONRUSH_CLUSTER_LISTEN", "ONRUSH_CLUSTER_SECRET");

    if (!known("ONRUSH_INJECTORS", "3")) {
      // A build without runs on many machines does not know these settings.
      all.keySet().removeIf(name -> name.matches("ONRUSH_(INJECTORS|CLUSTER_.*)"));
    }
    assertThat(all).isNotEmpty().allSatisfy((n, v) -> assertThat(known(n, v)).isTrue());
    assertThat(known("ONRUSH_TARGETS", "http://127.0.0.1")).isFalse();
  }

  private static boolean known(String variable, String value) {
    try {
      Config unused =
          new SettingsSources(
                  loader(),
                  new GivenSettings(Map.of(variable, value), new Properties(), Map.of()),
                  Optional.empty(),
                  Optional.empty())
              .read();
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Test
  void the_target_of_the_example_is_allowed() throws IOException {
    Properties settings = runSettings();
    String host = URI.create(settings.getProperty("ONRUSH_TARGET")).getHost();

    assertThat(settings.getProperty("ONRUSH_ALLOWED_HOSTS")).isEqualTo(host);
    assertThat(Path.of("simulations", settings.getProperty("SIMULATION") + ".java")).exists();
  }

  @Test
  void variables_are_made_before_they_are_used() throws IOException {
    for (String job : List.of("onrush-coordinator", "onrush-injectors")) {
      List<String> names = new ArrayList<>(variables(job).keySet());
      variables(job)
          .forEach(
              (name, node) -> {
                Matcher used =
                    Pattern.compile("\\$\\((\\w+)\\)").matcher(node.path("value").asText());
                while (used.find()) {
                  assertThat(names.indexOf(used.group(1)))
                      .as(job + ": " + used.group(1) + " before " + name)
                      .isBetween(0, names.indexOf(name) - 1);
                }
              });
      assertThat(variables(job).get("ONRUSH_CLUSTER_LISTEN").path("value").asText())
          .isEqualTo("$(POD_IP):5701");
      assertThat(variables(job).get("POD_IP").at("/valueFrom/fieldRef/fieldPath").asText())
          .isEqualTo("status.podIP");
    }
  }

  @Test
  void injectors_find_the_coordinator_by_its_headless_service() throws IOException {
    JsonNode service = only("Service");
    JsonNode coordinator = job("onrush-coordinator").at("/spec/template");
    JsonNode port = service.at("/spec/ports/0");

    assertThat(service.at("/spec/clusterIP").asText()).isEqualTo("None");
    assertThat(service.at("/spec/publishNotReadyAddresses").asBoolean()).isTrue();
    assertThat(matches(service.at("/spec/selector"), coordinator)).isTrue();
    assertThat(matches(service.at("/spec/selector"), job("onrush-injectors").at("/spec/template")))
        .isFalse();
    assertThat(variables("onrush-injectors").get("ONRUSH_CLUSTER_JOIN").path("value").asText())
        .isEqualTo(service.at("/metadata/name").asText() + ":" + port.path("port").asInt());
    assertThat(port.path("targetPort").asText())
        .isEqualTo(coordinator.at("/spec/containers/0/ports/0/name").asText());
    assertThat(coordinator.at("/spec/containers/0/ports/0/containerPort").asInt()).isEqualTo(5701);
    assertThat(
            job("onrush-injectors")
                .at("/spec/template/spec/containers/0/ports/0/containerPort")
                .asInt())
        .isEqualTo(5701);
    assertThat(
            job("onrush-injectors").at("/spec/template/spec/initContainers/0/command/4").asText())
        .contains("getent hosts " + service.at("/metadata/name").asText() + ";");
  }

  @Test
  void no_service_of_the_namespace_can_become_a_setting() throws IOException {
    for (JsonNode pod : pods()) {
      assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse();
    }
    assertThatThrownBy(
            () ->
                new SettingsSources(
                        loader(),
                        new GivenSettings(
                            Map.of("ONRUSH_PORT", "tcp://10.0.0.1:5701"),
                            new Properties(),
                            Map.of()),
                        Optional.empty(),
                        Optional.empty())
                    .read())
        .hasMessageContaining("environment variable ONRUSH_PORT is not known");
  }

  @Test
  void pods_reach_each_other_at_the_clusters_port_and_beyond_it_only_names_and_the_target()
      throws IOException {
    Map<String, JsonNode> policies = new LinkedHashMap<>();
    for (JsonNode resource : all()) {
      if (resource.path("kind").asText().equals("NetworkPolicy")) {
        policies.put(resource.at("/metadata/name").asText(), resource.path("spec"));
      }
    }
    List<JsonNode> templates =
        List.of(
            job("onrush-coordinator").at("/spec/template"),
            job("onrush-injectors").at("/spec/template"));

    for (JsonNode policy : policies.values()) {
      for (JsonNode template : templates) {
        assertThat(matches(policy.at("/podSelector/matchLabels"), template)).isTrue();
      }
    }
    JsonNode nothing = policies.get("onrush-nothing");
    assertThat(texts(nothing.path("policyTypes"))).containsExactly("Ingress", "Egress");
    assertThat(nothing.has("ingress") || nothing.has("egress")).isFalse();
    JsonNode cluster = policies.get("onrush-cluster");
    for (String direction : List.of("/ingress/0/from", "/egress/0/to")) {
      assertThat(cluster.at(direction)).hasSize(1);
      for (JsonNode template : templates) {
        assertThat(matches(cluster.at(direction + "/0/podSelector/matchLabels"), template))
            .isTrue();
      }
    }
    assertThat(cluster.at("/ingress/0/ports")).isEqualTo(cluster.at("/egress/0/ports"));
    assertThat(cluster.at("/ingress/0/ports")).hasSize(1);
    assertThat(cluster.at("/ingress/0/ports/0/port").asInt()).isEqualTo(5701);
    assertThat(cluster.at("/ingress/0/ports/0/protocol").asText()).isEqualTo("TCP");
    assertThat(policies.get("onrush-dns").at("/egress/0/ports").findValuesAsText("port"))
        .containsOnly("53");
    assertThat(policies.get("onrush-target").at("/egress/0/ports/0/port").asInt())
        .isEqualTo(URI.create(runSettings().getProperty("ONRUSH_TARGET")).getPort());
    assertThat(policies.get("onrush-target").at("/egress/0/to/0/namespaceSelector").isObject())
        .isTrue();
    assertThat(policies).hasSize(4);
    // Only connections that the cluster needs are allowed in.
    policies.forEach(
        (name, policy) ->
            assertThat(policy.has("ingress")).as(name).isEqualTo(name.equals("onrush-cluster")));
  }

  @Test
  void no_two_injectors_share_a_node() throws IOException {
    JsonNode template = job("onrush-injectors").at("/spec/template");
    JsonNode term =
        template.at(
            "/spec/affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution/0");

    assertThat(term.path("topologyKey").asText()).isEqualTo("kubernetes.io/hostname");
    assertThat(matches(term.at("/labelSelector/matchLabels"), template)).isTrue();
    assertThat(
            matches(
                term.at("/labelSelector/matchLabels"),
                job("onrush-coordinator").at("/spec/template")))
        .isFalse();
  }

  @Test
  void the_coordinator_is_rather_not_beside_an_injector() throws IOException {
    JsonNode term =
        job("onrush-coordinator")
            .at(
                "/spec/template/spec/affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/0/podAffinityTerm");

    assertThat(term.path("topologyKey").asText()).isEqualTo("kubernetes.io/hostname");
    assertThat(
            matches(
                term.at("/labelSelector/matchLabels"),
                job("onrush-injectors").at("/spec/template")))
        .isTrue();
  }

  @Test
  void injectors_use_local_ports_above_the_clusters() throws IOException {
    JsonNode sysctl = job("onrush-injectors").at("/spec/template/spec/securityContext/sysctls/0");

    assertThat(sysctl.path("name").asText()).isEqualTo("net.ipv4.ip_local_port_range");
    assertThat(Integer.parseInt(sysctl.path("value").asText().split(" ", -1)[0]))
        .isGreaterThan(5701);
  }

  @Test
  void every_container_has_its_processors_and_memory_to_itself_and_no_rights() throws IOException {
    for (JsonNode pod : pods()) {
      assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
      assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
      assertThat(pod.at("/securityContext/seccompProfile/type").asText())
          .isEqualTo("RuntimeDefault");
      // The image's own user, so that volumes are writable in the cluster as well.
      assertThat(Files.readString(CONTAINERFILE))
          .contains("USER " + pod.at("/securityContext/runAsUser").asText() + ":");
    }
    for (JsonNode resource : all()) {
      for (JsonNode container : containers(resource)) {
        String name = container.path("name").asText();
        JsonNode resources = container.path("resources");
        assertThat(resources.at("/limits").size()).as(name).isEqualTo(2);
        assertThat(resources.at("/requests")).as(name).isEqualTo(resources.at("/limits"));
        JsonNode security = container.path("securityContext");
        assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).as(name).isFalse();
        assertThat(security.path("readOnlyRootFilesystem").asBoolean()).as(name).isTrue();
        assertThat(texts(security.at("/capabilities/drop"))).as(name).containsExactly("ALL");
      }
    }
    for (String job : List.of("onrush-coordinator", "onrush-injectors")) {
      assertThat(job(job).at("/spec/template/spec/containers/0/resources/limits/cpu").asText())
          .as("whole processors of " + job)
          .matches("[1-9]\\d*");
    }
  }

  @Test
  void what_is_mounted_is_there_and_reports_go_to_a_volume() throws IOException {
    Set<String> claims = new TreeSet<>();
    for (JsonNode pod : pods()) {
      List<String> volumes = pod.path("volumes").findValuesAsText("name");
      for (JsonNode container : pod.path("containers")) {
        assertThat(container.path("volumeMounts").findValuesAsText("name"))
            .containsExactlyElementsOf(volumes);
        assertThat(container.path("volumeMounts").findValuesAsText("mountPath"))
            .contains("/reports");
      }
      claims.addAll(pod.findValuesAsText("claimName"));
    }

    assertThat(claims).containsExactly(only("PersistentVolumeClaim").at("/metadata/name").asText());
    assertThat(Files.readString(CONTAINERFILE)).contains("ONRUSH_REPORTS=/reports");
  }

  @Test
  void images_have_a_tag_and_the_secret_is_nowhere() throws IOException {
    for (JsonNode image : kustomization().path("images")) {
      assertThat(image.path("newTag").asText()).isNotEmpty().isNotEqualTo("latest");
    }
    List<String> images = new ArrayList<>();
    for (JsonNode resource : all()) {
      assertThat(resource.path("kind").asText()).isNotEqualTo("Secret");
      containers(resource).forEach(container -> images.add(container.path("image").asText()));
    }
    String ours = kustomization().at("/images/0/name").asText();
    String theirs =
        kustomization().at("/images/0/newName").asText()
            + ":"
            + kustomization().at("/images/0/newTag").asText();
    // The reader is applied without kustomize.
    assertThat(images).containsExactly(ours, ours, ours, theirs);
    for (String job : List.of("onrush-coordinator", "onrush-injectors")) {
      assertThat(
              variables(job)
                  .get("ONRUSH_CLUSTER_SECRET")
                  .at("/valueFrom/secretKeyRef/name")
                  .asText())
          .isEqualTo("onrush-cluster");
    }
    assertThat(Files.readString(Path.of("docs/kubernetes.md")))
        .contains("create secret generic onrush-cluster --from-file=secret=/dev/stdin");
    assertThat(Files.readString(CONTAINERFILE).lines().filter(l -> l.matches("ARG \\w+_IMAGE=.*")))
        .hasSize(2)
        .allMatch(line -> line.matches("ARG \\w+=[a-z.]+/[a-z/-]+:[^:]*\\d[^:]*"));
  }

  private static final String PREFERENCES =
      "-Djava.util.prefs.PreferencesFactory=dev.onrush.NoVersionCheck";

  @Test
  void the_image_starts_gatling_as_its_maven_plugin_does() throws IOException {
    List<String> options =
        Files.readAllLines(Path.of("simulations", "jvm.options")).stream()
            .filter(line -> line.startsWith("-") && !line.startsWith("-Xm")) // the heap's size
            .toList();

    assertThat(options).isNotEmpty();
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains("<jvmArg>" + PREFERENCES + "</jvmArg>")
        .contains("<jvmArg>@${project.basedir}/simulations/jvm.options</jvmArg>");
    assertThat(Files.readString(CONTAINERFILE))
        .contains(options)
        .contains(PREFERENCES)
        .contains("--add-opens=java.base/java.lang=ALL-UNNAMED")
        .contains("io.gatling.app.Gatling -s");
  }

  @Test
  void the_linter_finds_nothing_in_the_container_build_file_but_a_mistake() throws Exception {
    assumeLinters();
    Path wrong = temporary.resolve("Containerfile");
    Files.writeString(wrong, Files.readString(CONTAINERFILE).replace("WORKDIR", "WORKDIRS"));

    assertThat(lint("containerfile.mjs", CONTAINERFILE)).isEqualTo("exit 0\n");
    assertThat(lint("containerfile.mjs", wrong))
        .contains("Unknown instruction: WORKDIRS")
        .endsWith("exit 1\n");
  }

  private static List<JsonNode> all() throws IOException {
    List<JsonNode> resources = new ArrayList<>();
    for (String file : texts(kustomization().path("resources"))) {
      resources.addAll(documents(Files.readString(FOLDER.resolve(file))));
    }
    resources.addAll(documents(Files.readString(FOLDER.resolve("reader.yaml"))));
    return resources;
  }

  private static JsonNode kustomization() throws IOException {
    return YAML.readTree(Files.readString(FOLDER.resolve("kustomization.yaml")));
  }

  private static Properties runSettings() throws IOException {
    Properties settings = new Properties();
    try (var reader = Files.newBufferedReader(FOLDER.resolve("run.env"))) {
      settings.load(reader);
    }
    return settings;
  }

  private static List<JsonNode> documents(String text) throws IOException {
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
      return documents.readAll();
    }
  }

  private static String named(JsonNode resource) {
    return resource.path("kind").asText() + " " + resource.at("/metadata/name").asText();
  }

  private static JsonNode named(List<JsonNode> resources, String kind, String name) {
    return resources.stream()
        .filter(resource -> named(resource).equals(kind + " " + name))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode job(String name) throws IOException {
    return named(all(), "Job", name);
  }

  private static JsonNode only(String kind) throws IOException {
    List<JsonNode> found =
        all().stream().filter(resource -> resource.path("kind").asText().equals(kind)).toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static List<JsonNode> pods() throws IOException {
    return all().stream()
        .map(
            r ->
                r.path("kind").asText().equals("Pod")
                    ? r.path("spec")
                    : r.at("/spec/template/spec"))
        .filter(JsonNode::isObject)
        .toList();
  }

  private static List<JsonNode> containers(JsonNode resource) {
    List<JsonNode> containers = new ArrayList<>();
    resource.findValues("initContainers").forEach(list -> list.forEach(containers::add));
    resource.findValues("containers").forEach(list -> list.forEach(containers::add));
    return containers;
  }

  /**
   * Returns the variables in the order in which they are written, which is the order in which they
   * are resolved.
   */
  private static Map<String, JsonNode> variables(String job) throws IOException {
    Map<String, JsonNode> variables = new LinkedHashMap<>();
    job(job)
        .at("/spec/template/spec/containers/0/env")
        .forEach(variable -> variables.put(variable.path("name").asText(), variable));
    return variables;
  }

  private static boolean matches(JsonNode selector, JsonNode template) {
    JsonNode labels = template.at("/metadata/labels");
    assertThat(selector.size()).isPositive();
    assertThat(labels.has(NAME) && labels.has(COMPONENT)).isTrue();
    return selector.properties().stream()
        .allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.asText()));
    return texts;
  }

  private interface Change {
    void to(ObjectNode node);
  }

  private static JsonNode changed(JsonNode resource, String path, Change change) {
    JsonNode copy = resource.deepCopy();
    change.to((ObjectNode) copy.at(path));
    return copy;
  }

  private static List<String> mistakes(JsonNode resource) throws IOException {
    String kind = resource.path("apiVersion").asText() + " " + resource.path("kind").asText();
    ObjectMapper json = new ObjectMapper();
    try (InputStream in =
        KubernetesTest.class.getResourceAsStream("/dev/onrush/kubernetes/schema.json")) {
      ObjectNode schema = (ObjectNode) json.readTree(in);
      JsonNode ofKind = schema.remove("properties").path(kind);
      if (ofKind.isMissingNode()) {
        return List.of("no schema of " + kind);
      }
      schema.setAll((ObjectNode) ofKind);
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
          .getSchema(schema.toString(), InputFormat.JSON)
          .validate(resource.toString(), InputFormat.JSON)
          .stream()
          .map(Error::toString)
          .toList();
    }
  }

  private String modelled(List<JsonNode> resources) throws Exception {
    ArrayNode array = new ObjectMapper().createArrayNode().addAll(resources);
    Path file = Files.writeString(temporary.resolve("resources.json"), array.toString());
    return lint("kubernetes.mjs", file);
  }

  private static void assumeLinters() {
    assumeTrue(
        Files.isDirectory(LINTERS.resolve("node_modules/kubernetes-models")),
        "the linters are not installed; .ci/run installs them");
  }

  private static String lint(String script, Path file) throws Exception {
    Files.copy(
        Path.of("src/test/ci-lint", script),
        LINTERS.resolve(script),
        StandardCopyOption.REPLACE_EXISTING);
    return run("node", LINTERS.resolve(script).toString(), file.toAbsolutePath().toString());
  }

  private static boolean installed(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static String run(String... command) throws Exception {
    ProgramResult result = ProgramResult.of(command);
    return result.output() + "exit " + result.status() + "\n";
  }

  private static ClassLoader loader() {
    return new ClassLoader(null) {};
  }
}
