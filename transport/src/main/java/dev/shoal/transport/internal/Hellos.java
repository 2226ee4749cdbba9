package dev.shoal.transport.internal;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.PlainText;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.ProtocolVersion;
import dev.shoal.protocol.wire.Hello;
import dev.shoal.protocol.wire.Role;
import dev.shoal.transport.Greeting;

/** Turns greetings into {@code Hello}s, and hostile {@code Hello}s into greetings or errors. */
final class Hellos {
  private Hellos() {}

  static Hello write(Greeting greeting, long instance) {
    return Hello.newBuilder()
        .setMagic(ProtocolVersion.MAGIC)
        .setMinVersion(ProtocolVersion.MIN)
        .setMaxVersion(ProtocolVersion.MAX)
        .setRole(greeting.role())
        .setPeerId(ByteString.copyFrom(greeting.peerId().toBytes()))
        .setListenPort(greeting.listenPort())
        .setCapabilities(greeting.capabilities())
        .setAgent(greeting.agent())
        .setInstance(instance)
        .build();
  }

  /**
   * Checks the other side's.
   *
   * @param instance this process's own, to notice a connection to oneself
   */
  static Greeting read(Hello hello, long instance) throws ProtocolException {
    if (hello.getMagic() != ProtocolVersion.MAGIC) {
      throw new ProtocolException(
          ErrorCode.PROTOCOL_VIOLATION, "the other side does not speak Shoal's protocol");
    }
    ProtocolVersion.negotiate(hello.getMinVersion(), hello.getMaxVersion());
    if (hello.getInstance() == instance) {
      throw new ProtocolException(ErrorCode.SELF_CONNECTION, "this is a connection to oneself");
    }
    if (hello.getRole() != Role.ROLE_PEER && hello.getRole() != Role.ROLE_TRACKER) {
      throw new ProtocolException(ErrorCode.BAD_REQUEST, "the greeting names no role");
    }
    try {
      return new Greeting(
          hello.getRole(),
          PeerId.fromBytes(hello.getPeerId().toByteArray()),
          hello.getListenPort(),
          hello.getCapabilities(),
          PlainText.of(hello.getAgent()));
    } catch (IllegalArgumentException e) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST, "the greeting is malformed: " + e.getMessage(), e);
    }
  }
}
