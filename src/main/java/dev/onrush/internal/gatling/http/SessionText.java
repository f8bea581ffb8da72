package dev.onrush.internal.gatling.http;

import dev.onrush.internal.exchange.Exchange.Attribute;
import io.gatling.core.session.Session;
import io.gatling.core.session.SessionPrivateAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;

/** Converts the attributes of users' sessions to text. */
public final class SessionText {

  /** The prefix of the attributes in which Onrush keeps its own state. */
  private static final String OURS = "onrush";

  private SessionText() {}

  /**
   * Returns the attributes of two sessions, sorted by name, without the attributes of Gatling and
   * of Onrush.
   */
  public static List<Attribute> of(Session before, Session after, ExchangeText text) {
    TreeSet<String> names = new TreeSet<>();
    names.addAll(CollectionConverters.asJava(before.attributes().keySet()));
    names.addAll(CollectionConverters.asJava(after.attributes().keySet()));
    List<Attribute> attributes = new ArrayList<>();
    for (String name : names) {
      if (!SessionPrivateAttributes.isAttributePrivate(name) && !name.startsWith(OURS)) {
        Option<Object> was = before.attributes().get(name);
        Option<Object> is = after.attributes().get(name);
        attributes.add(
            new Attribute(
                text.name(name),
                shown(name, was, text),
                shown(name, is, text),
                !Objects.equals(was, is)));
      }
    }
    return attributes;
  }

  private static Optional<String> shown(String name, Option<Object> value, ExchangeText text) {
    return OptionConverters.toJava(value).map(of -> text.value(name, of));
  }
}
