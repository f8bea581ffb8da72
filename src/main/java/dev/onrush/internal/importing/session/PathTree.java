package dev.onrush.internal.importing.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * All paths of a log, as a tree of segments. A segment that looks like an id is open, and so is a
 * position with many values, even if they are words. Memory is bounded: a position becomes open as
 * soon as it has too many words, and a full tree takes new words as open segments.
 */
public final class PathTree {

  /** The text of an open position. */
  public static final String OPEN = "{}";

  /** A position with more values than this is open. */
  private static final int MOST_WORDS = 100;

  /** From this number of words on, a position is open if its words are rare. */
  private static final int MANY_WORDS = 20;

  /** Words are rare if there are fewer requests per word than this, on average. */
  private static final int RARE = 5;

  private static final int MOST_NODES = 20_000;
  private static final int DEEPEST = 24;

  /** The longest address, in characters. A user has neither typed nor clicked a longer one. */
  private static final int LONGEST_TARGET = 4_096;

  private final Node root = new Node();
  private final SplittableRandom random;
  private int nodes;

  PathTree(SplittableRandom random) {
    this.random = random;
  }

  private static final class Node {
    private final Map<String, Node> words = new TreeMap<>();
    private final Map<String, Endpoint> endpoints = new TreeMap<>();
    private Optional<Node> open = Optional.empty();
    private boolean onlyOpen;
  }

  /**
   * Adds a request and returns its endpoint. Returns empty if the address is too long or has too
   * many segments. Also returns empty if the status says that the path does not exist and no
   * earlier request has found it. Otherwise, clients that probe a server for paths would fill the
   * tree.
   */
  Optional<Endpoint> add(String method, String target, int status) {
    int query = target.indexOf('?');
    String[] path = words(query < 0 ? target : target.substring(0, query));
    if (target.length() > LONGEST_TARGET || path.length > DEEPEST) {
      return Optional.empty();
    }
    if (isNotThere(status) && !isKnown(path)) {
      return Optional.empty();
    }
    Node node = root;
    String[] known = new String[path.length];
    for (int i = 0; i < path.length; i++) {
      Node before = node;
      boolean open =
          before.onlyOpen
              || isOpen(path[i])
              || (nodes >= MOST_NODES && !before.words.containsKey(path[i]));
      known[i] = open ? OPEN : path[i];
      node = open ? open(before) : word(before, path[i]);
      if (before.words.size() > MOST_WORDS) {
        openAll(before, Arrays.asList(known).subList(0, i));
        known[i] = OPEN;
        node = open(before);
      }
    }
    Endpoint endpoint =
        node.endpoints.computeIfAbsent(method, m -> new Endpoint(m, List.of(known)));
    endpoint.add(target, status, random);
    return Optional.of(endpoint);
  }

  /**
   * Whether the status is 400 (bad request), 404 (not found), 405 (method not allowed) or 410
   * (gone).
   */
  private static boolean isNotThere(int status) {
    return status == 400 || status == 404 || status == 405 || status == 410;
  }

  private boolean isKnown(String[] path) {
    Node node = root;
    for (String segment : path) {
      boolean open = node.onlyOpen || isOpen(segment);
      Optional<Node> next = open ? node.open : Optional.ofNullable(node.words.get(segment));
      if (next.isEmpty()) {
        return false;
      }
      node = next.get();
    }
    return !node.endpoints.isEmpty();
  }

  private static String[] words(String path) {
    return PathSegment.of(path).stream().map(PathSegment::word).toArray(String[]::new);
  }

  private static boolean isOpen(String segment) {
    return segment.equals(OPEN) || Values.isId(segment);
  }

  private Node open(Node node) {
    if (node.open.isEmpty()) {
      nodes++;
      node.open = Optional.of(new Node());
    }
    return node.open.get();
  }

  private Node word(Node node, String word) {
    return node.words.computeIfAbsent(
        word,
        w -> {
          nodes++;
          return new Node();
        });
  }

  /** Opens a position: merges all its words into one open node. */
  private void openAll(Node node, List<String> path) {
    Node open = open(node);
    List<Node> all = new ArrayList<>(node.words.values());
    node.words.clear();
    node.onlyOpen = true;
    List<String> below = new ArrayList<>(path);
    below.add(OPEN);
    all.forEach(word -> merge(word, open, below));
  }

  private void merge(Node from, Node into, List<String> path) {
    nodes--;
    from.endpoints.forEach(
        (method, endpoint) ->
            endpoint.mergeInto(
                into.endpoints.computeIfAbsent(method, m -> new Endpoint(m, List.copyOf(path))),
                random));
    from.words.forEach(
        (word, child) ->
            merge(child, into.onlyOpen ? open(into) : word(into, word), with(path, word, into)));
    from.open.ifPresent(child -> merge(child, open(into), with(path, OPEN, into)));
    if (into.words.size() > MOST_WORDS) {
      openAll(into, path);
    }
  }

  private static List<String> with(List<String> path, String word, Node into) {
    List<String> longer = new ArrayList<>(path);
    longer.add(into.onlyOpen ? OPEN : word);
    return longer;
  }

  /** Opens the positions that have many rare words. Call it after all requests have been added. */
  void openRareWords() {
    openRareWords(root, List.of());
  }

  private void openRareWords(Node node, List<String> path) {
    if (node.words.size() >= MANY_WORDS
        && requests(node.words.values()) < (long) RARE * node.words.size()) {
      openAll(node, path);
    }
    for (Map.Entry<String, Node> word : List.copyOf(node.words.entrySet())) {
      openRareWords(word.getValue(), with(path, word.getKey(), node));
    }
    node.open.ifPresent(child -> openRareWords(child, with(path, OPEN, node)));
  }

  private static long requests(Iterable<Node> nodes) {
    long sum = 0;
    for (Node node : nodes) {
      sum += node.endpoints.values().stream().mapToLong(Endpoint::requests).sum();
      sum += requests(node.words.values());
      sum += node.open.map(open -> requests(List.of(open))).orElse(0L);
    }
    return sum;
  }

  /** All endpoints, in the order of their paths. */
  List<Endpoint> endpoints() {
    List<Endpoint> all = new ArrayList<>();
    collect(root, all);
    return all;
  }

  private static void collect(Node node, List<Endpoint> all) {
    all.addAll(node.endpoints.values());
    node.words.values().forEach(word -> collect(word, all));
    node.open.ifPresent(open -> collect(open, all));
  }
}
