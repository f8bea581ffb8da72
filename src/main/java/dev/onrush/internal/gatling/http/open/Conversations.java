package dev.onrush.internal.gatling.http.open;

import io.gatling.http.client.HttpListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * The web sockets and the streams of server-sent events of one event loop. Confined to that loop.
 */
final class Conversations {

  /** The automata of the conversations, as long as a user or a connection refers to them. */
  private final Set<Object> automata = Collections.newSetFromMap(new WeakHashMap<>());

  /** Adds the conversation that a request opens, if it opens one. */
  void add(HttpListener opening) {
    Conversation.automaton(opening).ifPresent(automata::add);
  }

  /**
   * Stops all conversations: nothing more is sent over them. Returns the messages that they wait
   * for, which are open requests from now on.
   */
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
