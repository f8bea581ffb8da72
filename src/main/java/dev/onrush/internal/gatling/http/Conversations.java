package dev.onrush.internal.gatling.http;

import io.gatling.http.client.HttpListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/** The web sockets and the streams of server-sent events of one event loop, which alone uses it. */
final class Conversations {

  /** The automata that lead them, as long as a user or a connection knows them. */
  private final Set<Object> automata = Collections.newSetFromMap(new WeakHashMap<>());

  /** Adds the one that a request opens, if it opens any. */
  void add(HttpListener opening) {
    Conversation.automaton(opening).ifPresent(automata::add);
  }

  /** Nothing more is sent over any; what they wait for is open from now on. */
  List<OpenRequest> stop() {
    List<OpenRequest> pending = new ArrayList<>();
    for (Object automaton : automata) {
      Conversation conversation = Conversation.of(automaton);
      if (conversation.waiting().isPresent()) {
        PendingMessage message = new PendingMessage(conversation);
        conversation.endWith(message);
        pending.add(message);
      } else {
        conversation.stop();
      }
    }
    automata.clear();
    return pending;
  }
}
