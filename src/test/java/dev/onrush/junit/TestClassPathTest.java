package dev.onrush.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gatling.app.Gatling;
import java.io.File;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TestClassPathTest {

  private static String joined(String... entries) {
    return String.join(File.pathSeparator, entries);
  }

  private static String jar(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  @Test
  void without_modules_it_is_the_class_path_of_the_tests() throws Exception {
    String classPath = joined("a.jar", jar(Gatling.class), "a.jar");

    assertThat(TestClassPath.of(TestClassPathTest.class, classPath, null)).isEqualTo(classPath);
  }

  /** Surefire starts the tests of a module in this way. */
  @Test
  void with_modules_it_also_has_the_module_path_and_the_folder_of_the_test_classes()
      throws Exception {
    String tests = jar(TestClassPathTest.class);
    String gatling = jar(Gatling.class);

    assertThat(
            TestClassPath.of(
                TestClassPathTest.class,
                joined("booter.jar", "", "a.jar"),
                joined("classes", "a.jar", gatling)))
        .isEqualTo(joined("booter.jar", "a.jar", tests, "classes", gatling));
  }

  @Test
  void a_class_path_without_gatling_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TestClassPath.of(TestClassPathTest.class, "booter.jar", "classes"))
        .withMessage(
            "the class path of the tests has no Gatling (io.gatling.app.Gatling), so the JVM of"
                + " the run cannot start; in a project with module-info.java, set useModulePath of"
                + " maven-surefire-plugin to false");
  }
}
