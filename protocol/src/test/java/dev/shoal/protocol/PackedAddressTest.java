package dev.shoal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackedAddressTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 7070, c00002011b9e",
    "255.255.255.255, 65535, ffffffffffff",
    "2001:db8::1, 443, 20010db800000000000000000000000101bb",
    "::ffff:192.0.2.1, 1, c00002010001",
  })
  void shouldPackAddressThenPort(String host, int port, String packed) throws UnknownHostException {
    assertThat(PackedAddress.pack(InetAddress.getByName(host), port))
        .isEqualTo(HexFormat.of().parseHex(packed));
  }

  @Property
  void shouldUnpackWhatWasPackedInOrder(
      @ForAll boolean v6,
      @ForAll @Size(max = 20) List<@IntRange(min = 1, max = 65535) Integer> ports)
      throws UnknownHostException, ProtocolException {
    int length = v6 ? PackedAddress.V6_LENGTH : PackedAddress.V4_LENGTH;
    ByteBuffer packed = ByteBuffer.allocate(ports.size() * length);
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (int port : ports) {
      byte[] host = new byte[length - 2];
      ByteBuffer.wrap(host).putInt(0x20010000 + port);
      addresses.add(new InetSocketAddress(InetAddress.getByAddress(host), port));
      packed.put(PackedAddress.pack(InetAddress.getByAddress(host), port));
    }

    assertThat(PackedAddress.unpack(packed.flip(), length)).isEqualTo(addresses);
  }

  @Test
  void shouldLeaveOutAddressesThatNobodyListensOn() throws ProtocolException {
    ByteBuffer packed = ByteBuffer.wrap(HexFormat.of().parseHex("c00002010000c00002020001"));

    assertThat(PackedAddress.unpack(packed, PackedAddress.V4_LENGTH))
        .singleElement()
        .satisfies(only -> assertThat(only.getAddress().getHostAddress()).isEqualTo("192.0.2.2"));
  }

  @ParameterizedTest
  @CsvSource({"5, 6", "7, 6", "17, 18", "24, 18", "1, 18"})
  void shouldRefuseLeftoverBytes(int bytes, int length) {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> PackedAddress.unpack(ByteBuffer.allocate(bytes), length))
        .withMessage("%d bytes of addresses are no multiple of %d", bytes, length)
        .extracting(ProtocolException::code)
        .isEqualTo(ErrorCode.BAD_REQUEST);
  }
}
