package dev.onrush.internal.project;

import dev.onrush.internal.library.Version;
import dev.onrush.internal.settings.address.HttpAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The files of a new project of load tests.
 *
 * @param name the name of the project: letters, digits and hyphens, beginning with a letter
 * @param target the base address of the service
 * @param build the tool that builds the project
 * @param language the language of the simulation
 * @param ci the CI system that builds the project and runs its load test as a gate
 */
public record NewProject(String name, URI target, Build build, Language language, Ci ci) {

  /**
   * The file with the options of Maven's own JVM. Maven does little beside starting the JVM that
   * generates the load; without its second compiler it takes half a second less.
   */
  public static final String MAVEN_OPTIONS = ".mvn/jvm.config";

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");

  /** A line of the settings that is a comment until a host has to be allowed. */
  private static final String ALLOWED_HOSTS = "# allowedHosts = [staging.example.org]";

  private static final String COMPILER =
      """
            <plugin>
              <groupId>org.apache.maven.plugins</groupId>
              <artifactId>maven-compiler-plugin</artifactId>
      """;

  private static final String END_OF_PLUGIN = "      </plugin>\n";

  /** Creates a project and checks its name; nothing is written yet. */
  public NewProject {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name was \"" + name + "\"; write letters, digits and hyphens, a letter first: shop");
    }
  }

  /** Converts {@code web-shop} to {@code WebShop}. */
  String className() {
    StringBuilder text = new StringBuilder();
    for (String word : name.split("-+", -1)) {
      if (!word.isEmpty()) {
        text.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
      }
    }
    return text.toString();
  }

  /**
   * Returns the text of each file, by its path in the folder of the project.
   *
   * @param inRepository the path of the project in its repository, with {@code /}; empty if the
   *     project is a repository
   */
  public Map<String, String> files(String inRepository) {
    Map<String, String> files = new LinkedHashMap<>();
    String readme = Template.shared("README.md");
    switch (build) {
      case MAVEN -> {
        files.put("pom.xml", pom());
        files.put(".gitignore", Template.shared("__gitignore__"));
        files.put(MAVEN_OPTIONS, Template.own("maven/jvm.config"));
      }
      case GRADLE -> {
        files.put("settings.gradle", Template.own("gradle/settings.gradle"));
        files.put("build.gradle", gradle("gradle/build.gradle", "'java'", "'%s' version '%s'"));
      }
      case GRADLE_KOTLIN -> {
        files.put("settings.gradle.kts", Template.own("gradle-kotlin/settings.gradle.kts"));
        files.put(
            "build.gradle.kts",
            gradle("gradle-kotlin/build.gradle.kts", "java", "id(\"%s\") version \"%s\""));
      }
    }
    if (build != Build.MAVEN) {
      readme = Template.own("gradle/README.md");
      files.put(".gitignore", Template.own("gradle/gitignore"));
    }
    files.put("README.md", readme.replace("src/test/java", "src/test/" + language));
    files.put(
        "src/test/" + language + "/" + className() + "Test." + language.extension(),
        switch (language) {
          case JAVA -> Template.shared("src/test/java/__className__Test.java");
          case KOTLIN -> Template.own("kotlin/Simulation.kt");
        });
    for (String resource :
        new String[] {"onrush.conf", "environments/staging.conf", "logback-test.xml"}) {
      String file = "src/test/resources/" + resource;
      files.put(file, Template.shared(file));
    }
    files.computeIfPresent("src/test/resources/onrush.conf", (file, text) -> allowing(text));
    files.put("jvm.options", Template.shared("jvm.options"));
    if (ci != Ci.NONE) {
      String text =
          build == Build.MAVEN ? Template.shared(ci.file()) : Template.own("gradle/" + ci.gradle());
      files.put(ci.file(), CiFile.inFolder(ci, text, inRepository));
    }
    files.replaceAll((file, template) -> filled(template));
    return files;
  }

  /** Returns the settings with the host of the target allowed, because the user has named it. */
  private String allowing(String settings) {
    String host = HttpAddress.host(target);
    return HttpAddress.isLoopback(host)
        ? settings
        : settings.replace(ALLOWED_HOSTS, "allowedHosts = [\"" + host + "\"]");
  }

  private String filled(String template) {
    return template
        .replace("${groupId}", "load")
        .replace("${artifactId}", name.toLowerCase(Locale.ROOT))
        .replace("${version}", "1")
        .replace("${className}", className())
        .replace("${target}", target.toString())
        .replace("${onrushVersion}", Version.current());
  }

  private String pom() {
    String pom = Template.shared("pom.xml");
    if (language == Language.JAVA) {
      return pom;
    }
    int compiler = pom.indexOf(COMPILER);
    int after = pom.indexOf(END_OF_PLUGIN, compiler) + END_OF_PLUGIN.length();
    String withPlugin =
        pom.substring(0, compiler) + Template.own("kotlin/plugin.xml") + pom.substring(after);
    return withPlugin
        .replace("  </properties>\n", Template.own("kotlin/properties.xml") + "  </properties>\n")
        .replace(
            "  </dependencies>\n", Template.own("kotlin/dependency.xml") + "  </dependencies>\n");
  }

  /** Fills in a Gradle file. Gradle's plugin for Kotlin gets the version of Maven's. */
  private String gradle(String template, String java, String plugin) {
    String version =
        Template.own("kotlin/properties.xml").replaceAll("(?s).*>(.*?)</kotlin.version>.*", "$1");
    return Template.own(template)
        .replace(
            "${languagePlugin}",
            language == Language.JAVA
                ? java
                : plugin.formatted("org.jetbrains.kotlin.jvm", version));
  }
}
