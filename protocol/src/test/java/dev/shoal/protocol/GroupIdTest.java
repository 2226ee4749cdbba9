package dev.shoal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupIdTest {
  @Property(tries = 50)
  void shouldBeItsBytes(@ForAll @Size(GroupId.LENGTH) byte[] bytes) {
    GroupId id = GroupId.fromBytes(bytes);

    assertThat(id.toBytes()).isEqualTo(bytes);
    assertThat(id).hasToString(HexFormat.of().formatHex(bytes));
    assertThat(GroupId.fromBytes(bytes)).isEqualTo(id).hasSameHashCodeAs(id);
    bytes[GroupId.LENGTH - 1]++;
    assertThat(GroupId.fromBytes(bytes)).isNotEqualTo(id);
  }

  @Test
  void shouldNotChangeWhenItsArraysAreWrittenTo() {
    byte[] given = HexFormat.of().parseHex("ab".repeat(GroupId.LENGTH));
    GroupId id = GroupId.fromBytes(given);
    given[0] = 0;
    id.toBytes()[1] = 0;

    assertThat(id).hasToString("ab".repeat(GroupId.LENGTH));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 15, 17, 32})
  void shouldRefuseBytesOfAnotherLength(int length) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GroupId.fromBytes(new byte[length]))
        .withMessage("a group id has 16 bytes, not " + length);
  }
}
