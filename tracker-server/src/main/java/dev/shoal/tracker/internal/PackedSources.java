package dev.shoal.tracker.internal;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.PackedAddress;
import dev.shoal.protocol.wire.Sources;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Collects sources in the form in which one asker is given them. */
final class PackedSources {
  private final AddressView asker;
  private final @Nullable Session asking;
  private final ByteString.Output seedersV4 = ByteString.newOutput();
  private final ByteString.Output leechersV4 = ByteString.newOutput();
  private final ByteString.Output seedersV6 = ByteString.newOutput();
  private final ByteString.Output leechersV6 = ByteString.newOutput();

  PackedSources(AddressView asker, @Nullable Session asking) {
    this.asker = asker;
    this.asking = asking;
  }

  /**
   * Takes a source unless it is the asker itself, or has no address that is of use to the asker.
   */
  boolean offer(Source source) {
    Session session = source.session;
    if (session == asking) {
      return false;
    }
    InetAddress host = asker.hostOf(session.addresses(), session.listening().everywhere());
    if (host == null) {
      return false;
    }
    byte[] packed = PackedAddress.pack(host, session.listening().port());
    output(source.complete, packed.length == PackedAddress.V4_LENGTH)
        .write(packed, 0, packed.length);
    return true;
  }

  /** The answer so far. */
  Sources.Builder toBuilder() {
    return Sources.newBuilder()
        .setSeedersV4(seedersV4.toByteString())
        .setLeechersV4(leechersV4.toByteString())
        .setSeedersV6(seedersV6.toByteString())
        .setLeechersV6(leechersV6.toByteString());
  }

  private ByteString.Output output(boolean complete, boolean v4) {
    if (complete) {
      return v4 ? seedersV4 : seedersV6;
    }
    return v4 ? leechersV4 : leechersV6;
  }
}
