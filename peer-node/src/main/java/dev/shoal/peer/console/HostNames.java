package dev.shoal.peer.console;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names under which a browser may have opened this node's page. A name that anybody else can
 * have lead to this machine is none of them, so no page of theirs is ever taken for ours.
 * Immutable.
 */
final class HostNames {
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[0-9A-Za-z._-]+)(?::[0-9]{1,5})?");

  private final Set<String> names;

  /**
   * @param more that the owner has given, in lower case
   */
  HostNames(List<String> more) {
    this.names = Set.copyOf(more);
  }

  /**
   * Whether a page with that host is ours.
   *
   * @param host as in the header: a name or address, perhaps with a port
   * @param local the address that the connection reached
   */
  boolean include(String host, InetAddress local) {
    Matcher matcher = HOST.matcher(host);
    if (!matcher.matches()) {
      return false;
    }
    String name = matcher.group(1).toLowerCase(Locale.ROOT);
    return names.contains(name)
        || (name.equals("localhost") && local.isLoopbackAddress())
        || isLiteral(name.replaceAll("^\\[|]$", ""), local);
  }

  private static boolean isLiteral(String name, InetAddress local) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(name);
    try {
      return bytes != null && InetAddress.getByAddress(bytes).equals(local);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // an address has 4 or 16 bytes
    }
  }
}
