package dev.onrush.internal.gatling.chain;

import dev.onrush.internal.gatling.call.CallAction;
import dev.onrush.internal.gatling.field.FieldValues;
import dev.onrush.internal.gatling.field.GatlingField;
import dev.onrush.internal.gatling.metric.MetricAction;
import dev.onrush.internal.gatling.metric.MetricKind;
import dev.onrush.internal.metrics.Series;
import dev.onrush.plan.Task;
import dev.onrush.threshold.Subject;
import io.gatling.core.action.builder.ActionBuilder;
import io.gatling.core.action.builder.FeedBuilder;
import io.gatling.core.action.builder.PaceBuilder;
import io.gatling.core.action.builder.PauseBuilder;
import io.gatling.core.action.builder.RendezVousBuilder;
import io.gatling.core.session.Session;
import io.gatling.core.session.Session$;
import io.gatling.http.action.sse.SseSetCheckBuilder;
import io.gatling.http.check.sse.SseMessageCheck;
import io.gatling.http.check.ws.WsFrameCheck;
import io.gatling.http.request.builder.BodyAttributes;
import io.gatling.http.request.builder.CommonAttributes;
import io.gatling.http.request.builder.HttpRequestBuilder;
import io.gatling.http.request.builder.RequestBuilder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Option;
import scala.Product;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/** A walk through Gatling's builders, together with its findings. */
final class ChainWalk {

  private static final GatlingField MEETING = GatlingField.of(RendezVousBuilder.class, "users");

  private static final String GROUP = "io.gatling.core.action.builder.GroupBuilder$";

  /** The beginning of every name. */
  private static final String ANY = "";

  /**
   * Packages of actions whose names can all be found; actions of other packages may use any names.
   */
  private static final List<String> NAMED =
      List.of(
          "io.gatling.core.",
          "io.gatling.http.",
          "io.gatling.jms.",
          "io.gatling.jdbc.",
          "io.gatling.redis.",
          "io.gatling.javaapi.",
          "dev.onrush.");

  final Set<String> known = new TreeSet<>();

  /** Requests that are in no statistic, with the reason. */
  final Map<String, String> silent = new TreeMap<>();

  /** Requests whose redirects are followed. */
  final Set<String> redirected = new TreeSet<>();

  /**
   * The fixed beginnings of the names of requests that are not known before the run; may be empty.
   */
  final Set<String> beginnings = new TreeSet<>();

  final Set<String> groups = new TreeSet<>();

  /**
   * The fixed beginnings of the names of groups that are not known before the run; may be empty.
   */
  final Set<String> groupBeginnings = new TreeSet<>();

  /** The kinds of each metric, by its name; more than one if the name is used for several kinds. */
  final Map<String, Set<MetricKind>> metrics = new TreeMap<>();

  final List<HttpRequestBuilder> http = new ArrayList<>();

  /**
   * A request, web socket or event stream.
   *
   * @param body the body of an HTTP request; for all others, nothing
   * @param session the session of its task
   */
  record Addressed(CommonAttributes request, Option<BodyAttributes> body, Session session) {}

  final List<Addressed> addressed = new ArrayList<>();

  final List<FeedBuilder> feeds = new ArrayList<>();
  boolean pauses;

  /** The greatest number of users that meet at a rendez-vous; 0 without one. */
  int meeting;

  boolean calls;
  boolean sendsHttp;

  /** A request that is sent as a resource of another one. */
  private record Resource(HttpRequestBuilder request) {}

  /** Returns a session as far as the requests of a task know it before the run. */
  static Session session(String task) {
    Session empty = Session$.MODULE$.apply("", 0, null);
    return task.isEmpty() ? empty : empty.set(Task.NAME_ATTRIBUTE, task);
  }

  /** Adds the findings of another walk. */
  void add(ChainWalk other) {
    known.addAll(other.known);
    silent.putAll(other.silent);
    redirected.addAll(other.redirected);
    beginnings.addAll(other.beginnings);
    groups.addAll(other.groups);
    groupBeginnings.addAll(other.groupBeginnings);
    other.metrics.forEach((name, kinds) -> kinds.forEach(kind -> metric(name, kind)));
    http.addAll(other.http);
    addressed.addAll(other.addressed);
    feeds.addAll(other.feeds);
    pauses |= other.pauses;
    meeting = Math.max(meeting, other.meeting);
    calls |= other.calls;
    sendsHttp |= other.sendsHttp;
  }

  /** Whether the name refers to a request that is known before the run. */
  boolean hasRequest(String asked) {
    return isOneOf(known, asked)
        || HttpNames.originOfHop(asked).filter(origin -> isOneOf(redirected, origin)).isPresent();
  }

  /** Whether the name refers to a group that is known before the run. */
  boolean hasGroup(String asked) {
    return isOneOf(groups, asked);
  }

  private boolean isOneOf(Set<String> names, String asked) {
    return names.stream().anyMatch(name -> isMeant(asked, name));
  }

  /**
   * Whether {@code asked} refers to the request or group of this name: with or without the groups
   * around it, and with or without the first part of a name that contains the separator of groups.
   */
  boolean isMeant(String asked, String name) {
    return name.equals(asked)
        || name.endsWith(Subject.GROUP_SEPARATOR + asked)
        || groupsBefore(asked, name).filter(this::mayBeGroups).isPresent();
  }

  /**
   * Returns the part of {@code asked} before the name, which are the groups; empty if there are no
   * groups or if it is another name.
   */
  static Optional<String> groupsBefore(String asked, String name) {
    String end = Subject.GROUP_SEPARATOR + name;
    return asked.endsWith(end)
        ? Optional.of(asked.substring(0, asked.length() - end.length()))
        : Optional.empty();
  }

  private boolean mayBeGroups(String path) {
    return !groupBeginnings.isEmpty() || hasGroup(path);
  }

  /** Adds the contents of a chain or a scenario. */
  void walk(Object root, Session session, HttpNames http) {
    // New for each root, since the same chain in two tasks has the names of both.
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> open = new ArrayDeque<>();
    open.push(root);
    while (!open.isEmpty()) {
      Object at = open.pop();
      sendsHttp |= at.getClass().getName().startsWith("io.gatling.http.");
      if (at instanceof ActionBuilder
          && NAMED.stream().noneMatch(at.getClass().getName()::startsWith)) {
        beginnings.add(ANY);
        groupBeginnings.add(ANY);
      }
      if (at instanceof MetricAction.Recording metric) {
        metric(metric.metric(), metric.kind());
      } else if (at instanceof CallAction.Calling call) {
        calls = true;
        add(call.requestName(), session, known);
      } else if (at instanceof UserLoop loop) {
        loop.chains().forEach(each -> push(open, each));
      } else if (at instanceof Resource resource) {
        request(resource.request, true, open, session, http);
      } else if (at instanceof HttpRequestBuilder request) {
        if (seen.add(at)) {
          request(request, false, open, session, http);
        }
      } else if (at instanceof Iterable<?> many) {
        CollectionConverters.asJava(many).forEach(each -> push(open, each));
      } else if (at.getClass().getName().startsWith("scala.") && at instanceof Product product) {
        product.productIterator().foreach(each -> push(open, each));
      } else if (at instanceof FeedBuilder feed) {
        feeds.add(feed); // it may contain millions of records, and no request
      } else if (at.getClass().getName().startsWith("io.gatling.") && seen.add(at)) {
        note(at, session);
        fields(at, open, session);
      }
    }
  }

  private void request(
      HttpRequestBuilder request,
      boolean resource,
      Deque<Object> open,
      Session session,
      HttpNames http) {
    this.http.add(request);
    addressed.add(
        new Addressed(request.commonAttributes(), Option.apply(request.bodyAttributes()), session));
    CollectionConverters.asJava(request.httpAttributes().explicitResources())
        .forEach(each -> push(open, new Resource(each)));
    Function1<?, ?> expression = request.commonAttributes().requestName();
    Optional<String> name = NameExpression.value(expression, session);
    Optional<String> silence = http.silence(request, resource);
    if (http.infersResources()) {
      beginnings.add(ANY);
    }
    if (silence.isPresent()) {
      name.ifPresent(of -> silent.put(of, silence.get()));
      return;
    }
    add(expression, session, known);
    if (http.redirects(request)) {
      name.ifPresent(redirected::add);
      if (http.namesHopsByFunction()) {
        beginnings.add(ANY);
      }
    }
  }

  private void metric(String name, MetricKind kind) {
    metrics.computeIfAbsent(name, of -> EnumSet.noneOf(MetricKind.class)).add(kind);
  }

  private void add(Function1<?, ?> expression, Session session, Set<String> names) {
    Optional<String> name = NameExpression.value(expression, session);
    if (name.isPresent()) {
      names.add(Series.shown(name.get()));
    } else {
      (names == groups ? groupBeginnings : beginnings).add(NameExpression.beginning(expression));
    }
  }

  private static Void push(Deque<Object> open, @Nullable Object each) {
    if (each != null) {
      open.push(each);
    }
    return null;
  }

  private void note(Object builder, Session session) {
    if (builder instanceof WsFrameCheck.Text check && !check.isSilent()) {
      add(check.name(), session, known);
    } else if (builder instanceof WsFrameCheck.Binary check && !check.isSilent()) {
      add(check.name(), session, known);
    } else if (builder instanceof SseMessageCheck check) {
      known.add(check.name());
    } else if (builder instanceof RequestBuilder<?> request) {
      addressed.add(new Addressed(request.commonAttributes(), Option.empty(), session));
    } else if (builder instanceof RendezVousBuilder) {
      meeting = Math.max(meeting, (int) MEETING.get(builder));
    }
    pauses |=
        builder instanceof PauseBuilder
            || builder instanceof PaceBuilder
            || builder instanceof RendezVousBuilder;
  }

  private void fields(Object builder, Deque<Object> open, Session session) {
    FieldValues.of(builder)
        .forEach(
            (field, value) -> {
              if (builder instanceof SseSetCheckBuilder set) {
                NameExpression.value(set.requestName(), session)
                    .ifPresent(
                        name ->
                            silent.put(name, "only its checks are counted, under their own names"));
                push(open, value);
              } else if (field.getName().equals("requestName")
                  && value instanceof Function1<?, ?> name) {
                add(name, session, known);
              } else if (builder.getClass().getName().startsWith(GROUP)
                  && value instanceof Function1<?, ?> name) {
                add(name, session, groups);
              } else {
                push(open, value);
              }
            });
  }
}
