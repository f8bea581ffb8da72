package dev.onrush.internal.gatling.chain;

import dev.onrush.internal.gatling.field.FieldValues;
import dev.onrush.threshold.Subject;
import io.gatling.commons.validation.Success;
import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import io.gatling.core.session.el.AttributePart;
import io.gatling.core.session.el.ElPart;
import io.gatling.core.session.el.StaticPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Evaluates a name that is given to Gatling as an expression, if it is known before the run. A
 * function of the user's is never called: it may have side effects, and it expects the session of a
 * real user.
 */
final class NameExpression {

  /** The class name in Scala, which cannot be written in Java. */
  private static final String CONSTANT = "io.gatling.core.session.package$StaticValueExpression";

  /** The class whose lambdas are Gatling's compiled expression language. */
  private static final String COMPILED = "io.gatling.core.session.el.ElCompiler$";

  private NameExpression() {}

  /**
   * Returns the value; empty if it depends on the run.
   *
   * @param session a session with the attributes that are known before the run
   */
  @SuppressWarnings("unchecked")
  static Optional<String> value(Function1<?, ?> expression, Session session) {
    if (!isConstant(expression) && !isOfAttributes(expression)) {
      return Optional.empty();
    }
    Validation<?> value = ((Function1<Session, Validation<?>>) expression).apply(session);
    return value instanceof Success<?> known
        ? Optional.of(String.valueOf(known.value()))
        : Optional.empty();
  }

  /**
   * Returns the constant text at the beginning of a value that depends on the run: {@code Buy} and
   * a space for {@code Buy #{item}}. It is empty if there is no such text, and for a function of
   * the user's. It is also empty if the text contains a separator of groups, since a threshold may
   * name only the part after it.
   */
  static String beginning(Function1<?, ?> expression) {
    List<ElPart<?>> parts = parts(expression);
    boolean separated =
        parts.stream()
            .anyMatch(
                part ->
                    part instanceof StaticPart text
                        && text.string().contains(Subject.GROUP_SEPARATOR));
    return !separated && !parts.isEmpty() && parts.get(0) instanceof StaticPart text
        ? text.string()
        : "";
  }

  private static boolean isConstant(Function1<?, ?> expression) {
    return expression.getClass().getName().equals(CONSTANT);
  }

  /**
   * Whether the expression is a compiled text of constants and session attributes. Other parts,
   * such as {@code #{randomInt()}} and {@code #{id.exists()}}, have a value without a user, but not
   * the same value as in the run.
   */
  private static boolean isOfAttributes(Function1<?, ?> expression) {
    List<ElPart<?>> parts = parts(expression);
    return !parts.isEmpty()
        && parts.stream().allMatch(p -> p instanceof StaticPart || p instanceof AttributePart);
  }

  /** The parts of a compiled text, in order; empty for all other expressions. */
  private static List<ElPart<?>> parts(Function1<?, ?> expression) {
    List<ElPart<?>> parts = new ArrayList<>();
    if (expression.getClass().getName().startsWith(COMPILED)) {
      FieldValues.of(expression).values().forEach(captured -> add(captured, parts));
    }
    return parts;
  }

  private static void add(@Nullable Object captured, List<ElPart<?>> parts) {
    if (captured instanceof ElPart<?> part) {
      parts.add(part);
    } else if (captured instanceof Iterable<?> many) {
      CollectionConverters.asJava(many).forEach(each -> add(each, parts));
    }
  }
}
