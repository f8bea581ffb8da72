package dev.onrush.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UserCodeTest {

  private static final StackTraceElement JDK = frame("java.util.List");
  private static final StackTraceElement OURS = frame("dev.onrush.plan.LoadPlan");

  /** A class in a jar of the class path. */
  private static final StackTraceElement LIBRARY = frame("org.assertj.core.api.Assertions");

  /** A class in a folder of the class path. */
  private static final StackTraceElement SIMULATION = frame("FirstTest");

  private static StackTraceElement frame(String type) {
    return new StackTraceElement(type, "run", "File.java", 31);
  }

  private static Throwable through(StackTraceElement... frames) {
    Throwable thrown = new IllegalStateException("no accounts");
    thrown.setStackTrace(frames);
    return thrown;
  }

  @Test
  void the_users_line_is_not_that_of_a_library_that_the_user_calls() {
    Throwable thrown = through(JDK, LIBRARY, SIMULATION, OURS, LIBRARY);

    assertThat(UserCode.line(thrown)).hasValue(SIMULATION);
    assertThat(UserCode.text(thrown))
        .isEqualTo("IllegalStateException: no accounts at FirstTest.run(File.java:31)");
  }

  @Test
  void where_the_users_code_is_in_a_jar_too_the_innermost_line_is_told() {
    StackTraceElement packed = frame("com.example.ShopTest");

    assertThat(UserCode.line(through(JDK, packed, OURS, LIBRARY))).hasValue(packed);
  }

  @Test
  void there_is_no_line_of_the_users_in_what_is_known_to_be_no_code_of_theirs() {
    assertThat(UserCode.line(through(JDK, OURS))).isEmpty();
  }

  @Test
  void an_anonymous_class_is_named_after_its_superclass() {
    Throwable thrown = new IllegalStateException("feeder is now empty") {};
    thrown.setStackTrace(new StackTraceElement[0]);

    assertThat(UserCode.text(thrown)).isEqualTo("IllegalStateException: feeder is now empty");
  }

  /** An exception that fails to compute its message. */
  private static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no order");
    }
  }

  @Test
  void a_throwable_whose_message_cannot_be_computed_is_named() {
    Throwable thrown = new Unreadable();
    thrown.setStackTrace(new StackTraceElement[] {SIMULATION});

    assertThat(UserCode.text(thrown))
        .isEqualTo("Unreadable whose getMessage() failed at FirstTest.run(File.java:31)");
  }
}
