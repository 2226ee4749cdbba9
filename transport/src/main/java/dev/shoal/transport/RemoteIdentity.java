package dev.shoal.transport;

import dev.shoal.protocol.PeerId;
import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Who the other side of a TLS connection has proved to be.
 *
 * @param peerId from the key of its certificate
 * @param issued whether an authority that this side trusts has issued the certificate; otherwise it
 *     is self-signed, and says nothing but the key
 * @param subject what the certificate calls its holder, for people; a claim unless it is issued
 * @param hosts names and addresses that the certificate is for (RFC 5280, section 4.2.1.6); claims
 *     unless it is issued
 */
public record RemoteIdentity(PeerId peerId, boolean issued, String subject, List<String> hosts) {
  /** Copies the list. */
  public RemoteIdentity {
    hosts = List.copyOf(hosts);
  }

  /**
   * Whether an authority says that this is that host: so that no other holder of one of its
   * certificates can pass for it. A name that begins with {@code *.} stands for all names with one
   * label more (RFC 9525, section 6.3).
   *
   * @param host name or address, IPv6 without brackets
   */
  public boolean isIssuedTo(String host) {
    return issued && hosts.stream().anyMatch(name -> isSame(name, host));
  }

  private static boolean isSame(String name, String host) {
    byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
    if (address != null) {
      return Arrays.equals(NetUtil.createByteArrayFromIpAddressString(name), address);
    }
    String given = name.toLowerCase(Locale.ROOT);
    String wanted = host.toLowerCase(Locale.ROOT);
    int dot = wanted.indexOf('.');
    return given.equals(wanted)
        || (given.startsWith("*.") && dot > 0 && given.substring(1).equals(wanted.substring(dot)));
  }
}
