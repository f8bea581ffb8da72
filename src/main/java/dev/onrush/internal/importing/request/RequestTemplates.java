package dev.onrush.internal.importing.request;

import dev.onrush.internal.importing.session.Endpoint;
import dev.onrush.internal.importing.session.PathSegment;
import dev.onrush.internal.importing.session.PathTree;
import dev.onrush.internal.importing.session.UrlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Converts the endpoints of a log to requests, with feeders for the values that differ. */
public final class RequestTemplates {

  /** The share of all responses below which a status is an exception. */
  private static final double USUAL = 0.01;

  private final Redaction redaction;
  private final UniqueNames names = new UniqueNames();

  /** Creates a converter that has named no request yet. */
  public RequestTemplates(Redaction redaction) {
    this.redaction = redaction;
  }

  /** Returns the request that represents all requests of an endpoint. */
  public ImportedRequest of(Endpoint endpoint) {
    Address address = new Address(endpoint);
    String name = names.unique(endpoint.method() + " " + address.shown);
    Optional<ImportedRequest.Values> values =
        address.columns.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new ImportedRequest.Values(
                    List.copyOf(address.columns.keySet()), address.rows(name)));
    return new ImportedRequest(
        name,
        endpoint.method(),
        new ImportedRequest.Url(address.url.toString(), ""),
        values,
        new ImportedRequest.Content(
            List.of(), ImportedBody.of(endpoint.method()), statuses(endpoint), List.of()));
  }

  /**
   * Returns the frequent statuses below 500 if some of them count as failures by default, otherwise
   * no statuses. If 304 is frequent, 200 is added: a client without a cache gets 200 where a client
   * with a cache gets 304.
   */
  private static List<Integer> statuses(Endpoint endpoint) {
    long all = endpoint.statuses().values().stream().mapToLong(Long::longValue).sum();
    Set<Integer> often = new TreeSet<>();
    endpoint
        .statuses()
        .forEach(
            (status, times) -> {
              if (status < 500 && times >= USUAL * all) {
                often.add(status);
              }
            });
    if (often.contains(304)) {
      often.add(200);
    }
    return often.stream().allMatch(RequestTemplates::isUsual) ? List.of() : List.copyOf(often);
  }

  /** Whether a status counts as a success by default. */
  public static boolean isUsual(int status) {
    return (status >= 200 && status < 210) || status == 304;
  }

  /** The values of a column. A removed value is listed under the name of the request. */
  private interface Column {
    String value(int row, String request);
  }

  /** The parts of the addresses of an endpoint. */
  private final class Address {
    private final Map<String, Column> columns = new LinkedHashMap<>();
    private final StringBuilder url = new StringBuilder();
    private final StringBuilder shown = new StringBuilder();
    private final List<String> targets;
    private final Names names = new Names();

    Address(Endpoint endpoint) {
      names.unique(ImportedRequest.Values.LENGTH_OF_SESSION);
      names.unique(ImportedRequest.Values.LENGTH_OF_PAUSE);
      targets = endpoint.targets();
      path(endpoint.path());
      parameters(targets.stream().map(this::query).toList(), "?", "&", "query");
    }

    private void path(List<String> path) {
      List<List<PathSegment>> paths =
          targets.stream().map(target -> PathSegment.of(target.split("\\?", 2)[0])).toList();
      String before = "";
      for (int i = 0; i < path.size(); i++) {
        int position = i;
        List<PathSegment> segments = paths.stream().map(each -> each.get(position)).toList();
        url.append('/');
        shown.append('/');
        if (path.get(i).equals(PathTree.OPEN)) {
          String id = names.unique(Names.ofIdAfter(before), "id");
          url.append(
              column(id, (row, request) -> checked(id, "", segments.get(row).word(), request)));
          shown.append('{').append(id).append('}');
        } else {
          String word = redaction.checked("", "the path", path.get(i), shown.toString());
          url.append(UrlText.of(word));
          shown.append(UrlText.of(word));
          before = word;
        }
        parameters(
            segments.stream()
                .map(segment -> segment.parameters().stream().map(this::parameter).toList())
                .toList(),
            ";",
            ";",
            "parameters");
      }
    }

    private List<UrlParameter> query(String target) {
      int from = target.indexOf('?');
      return from < 0 || from == target.length() - 1
          ? List.of()
          : Stream.of(target.substring(from + 1).split("&", -1)).map(this::parameter).toList();
    }

    private UrlParameter parameter(String text) {
      return redaction.parameter(text, shown.toString());
    }

    /**
     * Adds the parameters of one place. If all addresses have the same parameters, each parameter
     * whose values differ gets a column; otherwise there is one column for all parameters.
     *
     * @param rows the parameters of each address
     * @param first the separator before the first parameter
     * @param next the separator before each other parameter
     * @param all the name of the column for all parameters
     */
    private void parameters(List<List<UrlParameter>> rows, String first, String next, String all) {
      List<String> begins = rows.get(0).stream().map(UrlParameter::begin).toList();
      if (!rows.stream()
          .allMatch(row -> row.stream().map(UrlParameter::begin).toList().equals(begins))) {
        url.append(
            column(
                names.unique(all, all),
                (row, request) -> {
                  StringBuilder text = new StringBuilder();
                  for (UrlParameter each : rows.get(row)) {
                    text.append(text.length() == 0 ? first : next).append(UrlText.of(each.begin()));
                    text.append(checked(each, request));
                  }
                  return text.toString();
                }));
        return;
      }
      for (int i = 0; i < begins.size(); i++) {
        int position = i;
        UrlParameter one = rows.get(0).get(i);
        boolean same =
            redaction.isSecret(one.name())
                || rows.stream().allMatch(row -> row.get(position).value().equals(one.value()));
        url.append(i == 0 ? first : next).append(UrlText.of(one.begin()));
        url.append(
            same
                ? checked(one, shown.toString())
                : column(
                    names.unique(one.name(), "value"),
                    (row, request) -> checked(rows.get(row).get(position), request)));
      }
    }

    private String checked(UrlParameter parameter, String where) {
      return checked(parameter.name(), "a parameter", parameter.value(), where);
    }

    private String checked(String name, String otherwise, String value, String where) {
      return UrlText.of(redaction.checked(name, otherwise, value, where));
    }

    /** Adds a column, and returns the expression with its value. */
    private String column(String name, Column values) {
      columns.put(name, values);
      return "#{" + name + "}";
    }

    List<List<String>> rows(String request) {
      List<List<String>> rows = new ArrayList<>();
      for (int i = 0; i < targets.size(); i++) {
        int row = i;
        rows.add(columns.values().stream().map(each -> each.value(row, request)).toList());
      }
      return rows;
    }
  }
}
