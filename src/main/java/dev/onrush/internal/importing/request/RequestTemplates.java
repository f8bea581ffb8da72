package dev.onrush.internal.importing.request;

import dev.onrush.internal.importing.session.Endpoint;
import dev.onrush.internal.importing.session.PathTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Endpoints of a log as requests, with feeders for what differs. */
public final class RequestTemplates {

  /** A status that makes less of all responses is an exception. */
  private static final double USUAL = 0.01;

  private final TakenOut takenOut;
  private final UniqueNames names = new UniqueNames();

  /** No request is named yet. */
  public RequestTemplates(TakenOut takenOut) {
    this.takenOut = takenOut;
  }

  /** The request that stands for all of an endpoint. */
  public ImportedRequest of(Endpoint endpoint) {
    Address address = new Address(endpoint);
    String name = names.once(endpoint.method() + " " + address.shown);
    List<List<String>> rows = address.rows(name);
    Optional<ImportedRequest.Values> values =
        address.columns.isEmpty()
            ? Optional.empty()
            : Optional.of(new ImportedRequest.Values(address.columns, rows));
    return new ImportedRequest(
        name,
        endpoint.method(),
        new ImportedRequest.Url(address.url.toString(), ""),
        values,
        new ImportedRequest.Content(
            List.of(), ImportedBody.of(endpoint.method()), statuses(endpoint), List.of()));
  }

  /** Those that come often, if some of them count as failures where nothing else is said. */
  private static List<Integer> statuses(Endpoint endpoint) {
    long all = endpoint.statuses().values().stream().mapToLong(Long::longValue).sum();
    List<Integer> often =
        endpoint.statuses().entrySet().stream()
            .filter(entry -> entry.getKey() < 500 && entry.getValue() >= USUAL * all)
            .map(Map.Entry::getKey)
            .toList();
    return often.stream().allMatch(RequestTemplates::isUsual) ? List.of() : often;
  }

  /** Whether a status counts as right where nothing else is said. */
  public static boolean isUsual(int status) {
    return (status >= 200 && status < 210) || status == 304;
  }

  /** The parts of an endpoint's addresses. */
  private final class Address {
    private final List<String> columns = new ArrayList<>();
    private final StringBuilder url = new StringBuilder();
    private final StringBuilder shown = new StringBuilder();
    private final List<Integer> open = new ArrayList<>();
    private final List<List<String[]>> queries = new ArrayList<>();
    private final List<String> targets;
    private final Names names = new Names();

    /** Positions of the query that differ; empty if the query is one column, or there is none. */
    private final List<Integer> parameters = new ArrayList<>();

    private boolean wholeQuery;

    Address(Endpoint endpoint) {
      targets = endpoint.targets();
      path(endpoint.path());
      targets.forEach(target -> queries.add(query(target)));
      query();
    }

    private void path(List<String> path) {
      String before = "";
      for (int i = 0; i < path.size(); i++) {
        String segment = path.get(i);
        if (segment.equals(PathTree.OPEN)) {
          String column = names.unused(Names.ofIdAfter(before), "id");
          columns.add(column);
          open.add(i);
          url.append("/#{").append(column).append('}');
          shown.append("/{").append(column).append('}');
        } else {
          String text = UrlText.of(segment);
          url.append('/').append(text);
          shown.append('/').append(text);
          before = segment;
        }
      }
    }

    private void query() {
      List<String> first = queries.isEmpty() ? List.of() : names(queries.get(0));
      if (!queries.stream().allMatch(query -> names(query).equals(first))) {
        wholeQuery = true;
        String column = names.unused("query", "query");
        columns.add(column);
        url.append("#{").append(column).append('}');
        return;
      }
      for (int i = 0; i < first.size(); i++) {
        int position = i;
        String value = queries.get(0).get(i)[1];
        boolean same =
            takenOut.isSecret(first.get(i))
                || queries.stream().allMatch(query -> query.get(position)[1].equals(value));
        url.append(i == 0 ? '?' : '&').append(UrlText.of(first.get(i)));
        if (value.isEmpty() && same) {
          url.append(queries.get(0).get(i)[2]);
        } else if (same) {
          String checked = takenOut.checked(first.get(i), value, shown.toString());
          url.append('=').append(UrlText.of(checked));
        } else {
          String column = names.unused(first.get(i), "value");
          columns.add(column);
          parameters.add(i);
          url.append("=#{").append(column).append('}');
        }
      }
    }

    private static List<String> names(List<String[]> query) {
      return query.stream().map(pair -> pair[0]).toList();
    }

    /** Name, value, and whether there is an equals sign. */
    private static List<String[]> query(String target) {
      int from = target.indexOf('?');
      List<String[]> pairs = new ArrayList<>();
      if (from < 0 || from == target.length() - 1) {
        return pairs;
      }
      for (String pair : target.substring(from + 1).split("&", -1)) {
        int equals = pair.indexOf('=');
        pairs.add(
            equals < 0
                ? new String[] {pair, "", ""}
                : new String[] {pair.substring(0, equals), pair.substring(equals + 1), "="});
      }
      return pairs;
    }

    List<List<String>> rows(String name) {
      List<List<String>> rows = new ArrayList<>();
      for (int row = 0; row < targets.size() && !columns.isEmpty(); row++) {
        rows.add(row(row, name));
      }
      return rows;
    }

    private List<String> row(int row, String name) {
      String target = targets.get(row);
      int end = target.indexOf('?');
      String[] segments = PathTree.segments(end < 0 ? target : target.substring(0, end));
      List<String> values = new ArrayList<>();
      for (int position : open) {
        String column = columns.get(values.size());
        values.add(UrlText.of(takenOut.checked(column, segments[position], name)));
      }
      for (int position : parameters) {
        String[] pair = queries.get(row).get(position);
        values.add(UrlText.of(takenOut.checked(pair[0], pair[1], name)));
      }
      if (wholeQuery) {
        StringBuilder query = new StringBuilder();
        for (String[] pair : queries.get(row)) {
          query.append(query.length() == 0 ? '?' : '&').append(UrlText.of(pair[0])).append(pair[2]);
          query.append(UrlText.of(takenOut.checked(pair[0], pair[1], name)));
        }
        values.add(query.toString());
      }
      return values;
    }
  }
}
