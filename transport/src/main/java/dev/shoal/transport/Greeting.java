package dev.shoal.transport;

import dev.shoal.protocol.Limits;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.wire.Role;
import java.nio.charset.StandardCharsets;

/**
 * What one side says of itself in its {@code Hello}. From the other side it is a claim.
 *
 * @param role tracker or peer
 * @param peerId the node's id
 * @param listenPort where it accepts connections, 0 if it does not; filled in by the {@link
 *     Endpoint} for its own greeting
 * @param capabilities bit set
 * @param agent program and version, for people
 */
public record Greeting(Role role, PeerId peerId, int listenPort, long capabilities, String agent) {
  /**
   * Checks the fields.
   *
   * @throws IllegalArgumentException if the port or the agent text is out of range
   */
  public Greeting {
    if (listenPort < 0 || listenPort > 0xFFFF) {
      throw new IllegalArgumentException("port out of range: " + listenPort);
    }
    if (agent.getBytes(StandardCharsets.UTF_8).length > Limits.MAX_AGENT_BYTES) {
      throw new IllegalArgumentException("agent text is too long: " + agent);
    }
  }

  /** The greeting of a node that does not listen yet. */
  public static Greeting of(Role role, PeerId peerId, String agent) {
    return new Greeting(role, peerId, 0, 0, agent);
  }

  /** The same with another listening port. */
  public Greeting withListenPort(int port) {
    return new Greeting(role, peerId, port, capabilities, agent);
  }
}
