package dev.shoal.tracker.internal.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdTableTest {
  private static final int IDS = 100_000;

  private final byte[] ids = new byte[(IDS + 1) * IdHash.ID_LENGTH];
  private final IdTable table =
      new IdTable(
          new IdTable.Ids() {
            @Override
            public byte[] bytes(int number) {
              return ids;
            }

            @Override
            public int offset(int number) {
              return number * IdHash.ID_LENGTH;
            }
          },
          new Random(1));

  @Test
  void shouldFindEveryNumberWhenIdsDifferInFewBytes() {
    for (int number = 0; number < IDS; number++) {
      ByteBuffer.wrap(ids).putInt(number * IdHash.ID_LENGTH + 20, number);
      table.add(number);
    }

    assertThat(table.size()).isEqualTo(IDS);
    for (int number = 0; number < IDS; number++) {
      assertThat(table.find(id(number))).isEqualTo(number);
    }
    assertThat(table.find(id(IDS))).isEqualTo(-1);
  }

  private static byte[] id(int number) {
    return ByteBuffer.allocate(IdHash.ID_LENGTH).putInt(20, number).array();
  }
}
