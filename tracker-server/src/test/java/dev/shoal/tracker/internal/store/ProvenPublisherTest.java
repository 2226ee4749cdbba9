package dev.shoal.tracker.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.PeerId;
import dev.shoal.tracker.internal.state.Command;
import dev.shoal.tracker.internal.state.PublishFiles;
import dev.shoal.tracker.internal.state.StoredFile;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who has proved to be a file's publisher is not renamed by those who merely claim to be it. */
class ProvenPublisherTest {
  private static final ByteString FILE = ByteString.copyFrom(new byte[FileId.LENGTH]);
  private static final ByteString PUBLISHER = ByteString.copyFrom(new byte[PeerId.LENGTH]);

  @SuppressWarnings("NullAway.Init") // opened before each test
  private Store store;

  @SuppressWarnings("NullAway.Init") // as above
  private DurableState state;

  @BeforeEach
  void open() throws IOException {
    store = Store.open(null, file -> {});
    state = new DurableState(store, 10, AccessLimits.DEFAULT);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void shouldNotRenameForAClaimWhatWasPublishedWithProof() {
    publish("real", true);

    publish("forged", false);

    assertThat(stored().getName()).isEqualTo("real");
    publish("renamed", true);
    assertThat(stored().getName()).isEqualTo("renamed");
  }

  @Test
  void shouldRenameForAClaimAsLongAsNobodyHasProvedAnything() {
    publish("first", false);
    publish("second", false);
    assertThat(stored().getName()).isEqualTo("second");

    publish("second", true);
    publish("forged", false);

    assertThat(stored().getName()).as("proved since").isEqualTo("second");
  }

  private void publish(String name, boolean proven) {
    state.apply(
        Command.newBuilder()
            .setPublish(
                PublishFiles.newBuilder()
                    .setPublisher(PUBLISHER)
                    .setProven(proven)
                    .addFiles(PublishFiles.File.newBuilder().setFileId(FILE).setName(name)))
            .build());
  }

  private StoredFile stored() {
    return store.files().at(0);
  }
}
