package dev.onrush.internal.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Addresses of JVMs of a run. */
final class Addresses {

  private static final int CONNECT_MILLIS = 1000;

  /** In the name of a member, between its address and its id; no address has it. */
  private static final char ID = '#';

  private Addresses() {}

  /** All addresses of these names; a name may have several. */
  static List<InetSocketAddress> resolved(List<InetSocketAddress> names) {
    List<InetSocketAddress> resolved = new ArrayList<>();
    for (InetSocketAddress name : names) {
      try {
        for (InetAddress address : InetAddress.getAllByName(name.getHostString())) {
          resolved.add(new InetSocketAddress(address, name.getPort()));
        }
      } catch (UnknownHostException e) {
        // not yet: it is asked for again
      }
    }
    return resolved;
  }

  /** Whether a server listens there. */
  static boolean answers(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The name of a member. Of two JVMs that listen at the same address one after the other, each has
   * a name of its own.
   *
   * @param address and port
   * @param id of this one JVM
   */
  static String member(String address, String id) {
    return address + ID + id;
  }

  /** The address and port in the name of a member. */
  static String of(String member) {
    int end = member.indexOf(ID);
    return end < 0 ? member : member.substring(0, end);
  }

  /** {@code 10.0.0.5:5701}. */
  static String text(InetSocketAddress address) {
    return (address.getAddress() == null
            ? address.getHostString()
            : address.getAddress().getHostAddress())
        + ":"
        + address.getPort();
  }
}
