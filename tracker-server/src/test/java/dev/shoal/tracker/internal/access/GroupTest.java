package dev.shoal.tracker.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.GroupId;
import dev.shoal.tracker.internal.state.StoredGroup;
import dev.shoal.tracker.internal.state.StoredGroupFile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupTest {
  /** As many pairs of bytes that may be other ones without any other hash of the whole. */
  private static final int PAIRS = 14;

  private final Group group =
      new Group(
          StoredGroup.newBuilder()
              .setGroupId(ByteString.copyFrom(new byte[GroupId.LENGTH]))
              .setName("friends")
              .build());

  /** Takes minutes if those of one hash are looked at one after the other. */
  @Test
  void shouldFindFilesWhenTheirPublisherChoseIdsOfOneHash() {
    List<FileId> files = new ArrayList<>();
    for (int i = 0; i < 1 << PAIRS; i++) {
      ByteString id = ofOneHash(i);
      group.add(StoredGroupFile.newBuilder().setFileId(id).setName("file" + i).build());
      files.add(FileId.fromBytes(id.toByteArray()));
    }

    assertThat(files.stream().map(FileId::hashCode).distinct()).hasSize(1);
    assertThat(files.stream().map(id -> ByteString.copyFrom(id.toBytes()).hashCode()).distinct())
        .hasSize(1);
    for (int i = 0; i < files.size(); i++) {
      ListedFile found = group.file(files.get(i));
      assertThat(found == null ? "" : found.name()).isEqualTo("file" + i);
    }
    files.forEach(file -> group.remove(ByteString.copyFrom(file.toBytes())));
    assertThat(group.files()).isEmpty();
  }

  /** All begin alike, and 31 times one byte more the next one is less. */
  private static ByteString ofOneHash(int number) {
    byte[] id = new byte[FileId.LENGTH];
    for (int pair = 0; pair < PAIRS; pair++) {
      boolean set = (number >> pair & 1) == 1;
      id[4 + 2 * pair] = (byte) (set ? 1 : 0);
      id[5 + 2 * pair] = (byte) (set ? 0 : 31);
    }
    return ByteString.copyFrom(id);
  }
}
