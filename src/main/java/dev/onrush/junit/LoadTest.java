package dev.onrush.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Marks a method that returns the tests of a load test. The annotation combines {@link TestFactory}
 * with the tag {@value #TAG}. The tag excludes load tests from a quick build: {@code mvn test
 * -DexcludedGroups=load-test}.
 *
 * <p>JUnit does not execute a method that has this annotation and returns nothing. For assertions
 * on the result of {@link LoadTestRun#run}, write {@code @Test @Tag(LoadTest.TAG)} instead.
 *
 * <pre>{@code
 * @LoadTest
 * Stream<DynamicTest> checkout() {
 *   return LoadTestRun.of(CheckoutTest.class).withTarget("http://127.0.0.1:" + port).tests();
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@TestFactory
@Tag(LoadTest.TAG)
public @interface LoadTest {

  /** The tag of all load tests. */
  String TAG = "load-test";
}
