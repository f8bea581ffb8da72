package dev.onrush.internal.cluster.message;

import dev.onrush.internal.settings.address.UrlHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Resolves, checks and formats the addresses of the JVMs of a run. */
public final class Addresses {

  private static final int CONNECT_MILLIS = 1000;

  /** Separates the address from the id in the name of a member; it does not occur in addresses. */
  private static final char ID = '#';

  private Addresses() {}

  /** Resolves these names to all of their addresses; a name may have several. */
  public static List<InetSocketAddress> resolved(List<InetSocketAddress> names) {
    List<InetSocketAddress> resolved = new ArrayList<>();
    for (InetSocketAddress name : names) {
      try {
        for (InetAddress address : InetAddress.getAllByName(name.getHostString())) {
          resolved.add(new InetSocketAddress(address, name.getPort()));
        }
      } catch (UnknownHostException e) {
        // not known yet: the name is resolved again later
      }
    }
    return resolved;
  }

  /** Whether a server listens at this address. */
  public static boolean answers(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Returns the name of a member. The name is unique even if two JVMs listen at the same address
   * one after the other.
   *
   * @param address the address with its port
   * @param id the id of this JVM
   */
  public static String member(String address, String id) {
    return address + ID + id;
  }

  /** Returns the address and port in the name of a member. */
  public static String of(String member) {
    int end = member.indexOf(ID);
    return end < 0 ? member : member.substring(0, end);
  }

  /** Returns an address as text: {@code 10.0.0.5:5701}, {@code [2001:db8::5]:5701}. */
  public static String text(InetSocketAddress address) {
    return (address.getAddress() == null
            ? address.getHostString()
            : UrlHost.of(address.getAddress()))
        + ":"
        + address.getPort();
  }
}
