package dev.shoal.peer.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.shoal.peer.StorageException;
import dev.shoal.peer.StorageException.Reason;
import dev.shoal.peer.internal.access.Audience;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.Manifest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnverifiedPartTest {
  private static final Content CONTENT = Content.random(3 * 64 * 1024 + 5, 3);
  private static final Manifest MANIFEST = CONTENT.manifest();
  private static final Audience MEMBERS =
      Audience.ofGroups(Set.of(GroupId.fromBytes(new byte[GroupId.LENGTH])));

  @TempDir Path directory = Path.of("");
  private final FaultyFileLayer layer = new FaultyFileLayer();
  private final AtomicLong rehashed = new AtomicLong();
  private Path destination = Path.of("");

  @BeforeEach
  void choose() {
    destination = directory.resolve("copy.bin");
  }

  @Test
  void shouldBecomeTheFileWithoutBeingHashedAgain() throws Exception {
    UnverifiedPart received = create();
    received.write(ByteBuffer.wrap(CONTENT.bytes()), 0);
    try (PartFile part =
        received.adopt(MANIFEST, Audience.ofEverybody(), true, 0, rehashed::addAndGet)) {
      assertThat(part.held().isComplete()).isTrue();
      assertThat(part.audience().everybody()).isTrue();
      part.publish(false);
    }
    assertThat(rehashed).hasValue(0);
    assertThat(destination).hasBinaryContent(CONTENT.bytes());
    assertThat(names()).containsExactly("copy.bin");
  }

  @Test
  void shouldKeepTheChunksThatAreRightWhenSomebodyElseTellsTheManifest() throws Exception {
    UnverifiedPart received = create();
    byte[] other = CONTENT.bytes().clone();
    other[0] ^= 1;
    received.write(ByteBuffer.wrap(other), 0);
    received.write(ByteBuffer.wrap(new byte[1000]), other.length);
    try (PartFile part = received.adopt(MANIFEST, MEMBERS, false, 0, rehashed::addAndGet)) {
      assertThat(part.held().contains(0)).isFalse();
      assertThat(part.held().cardinality()).isEqualTo(MANIFEST.layout().count() - 1);
      assertThat(part.audience()).isEqualTo(MEMBERS);
      part.writeVerified(0, CONTENT.chunk(0));
      part.publish(false);
    }
    assertThat(destination).hasBinaryContent(CONTENT.bytes());
  }

  @Test
  void shouldLeaveNothingWhenItIsDiscarded() throws Exception {
    UnverifiedPart received = create();
    received.write(ByteBuffer.wrap(CONTENT.bytes()), 0);
    received.discard();
    assertThat(names()).isEmpty();
    create().discard();
  }

  @Test
  void shouldBeDiscardableWhenItIsInterruptedWhileItIsAdopted() throws Exception {
    UnverifiedPart received = create();
    received.write(ByteBuffer.wrap(CONTENT.bytes()), 0);
    assertThatThrownBy(
            () ->
                received.adopt(
                    MANIFEST,
                    Audience.ofEverybody(),
                    false,
                    0,
                    hashed -> {
                      throw new CancellationException();
                    }))
        .isInstanceOf(CancellationException.class);
    received.discard();
    assertThat(names()).isEmpty();
  }

  @Test
  void shouldBeOpenOnce() throws Exception {
    UnverifiedPart received = create();
    assertThat(catchThrowableOfType(StorageException.class, this::create).reason())
        .isEqualTo(Reason.IN_USE);
    received.discard();
  }

  @Test
  void shouldNotTakeThePlaceOfADownloadThatKnowsMore() throws Exception {
    PartFile.open(layer, destination, MANIFEST, 0, rehashed::addAndGet).close();
    assertThat(catchThrowableOfType(StorageException.class, this::create).reason())
        .isEqualTo(Reason.IN_USE);
    assertThat(PartFile.resumable(layer, destination, MANIFEST.fileId())).contains(MANIFEST);
  }

  @Test
  void shouldTakeThePlaceOfADownloadWhosePartIsGone() throws Exception {
    try (PartFile part = PartFile.open(layer, destination, MANIFEST, 0, rehashed::addAndGet)) {
      Files.delete(part.path());
    }
    UnverifiedPart received = create();
    received.write(ByteBuffer.wrap(CONTENT.bytes()), 0);
    try (PartFile part =
        received.adopt(MANIFEST, Audience.ofEverybody(), true, 0, rehashed::addAndGet)) {
      part.publish(false);
    }
    assertThat(destination).hasBinaryContent(CONTENT.bytes());
    assertThat(names()).containsExactly("copy.bin");
  }

  /** It may be of any download whose journal could not be written. */
  @Test
  void shouldNotBeTakenForAPartWithAnEmptyJournal() throws Exception {
    try (PartFile part = PartFile.open(layer, destination, MANIFEST, 0, rehashed::addAndGet)) {
      part.writeVerified(0, CONTENT.chunk(0));
      Files.write(Path.of(part.path().toString().replace(".part", ".journal")), new byte[0]);
    }
    assertThat(PartFile.resumable(layer, destination, MANIFEST.fileId())).isEmpty();
    try (PartFile part = PartFile.open(layer, destination, MANIFEST, 0, rehashed::addAndGet)) {
      assertThat(part.held().contains(0)).isTrue();
    }
  }

  @Test
  void shouldSayThatThereIsNoRoom() {
    StorageException failure =
        catchThrowableOfType(
            StorageException.class,
            () -> UnverifiedPart.create(layer, destination, MANIFEST.fileId(), Long.MAX_VALUE - 1));
    assertThat(failure.reason()).isEqualTo(Reason.DISK_FULL);
    assertThat(failure).hasMessageContaining("it takes " + (Long.MAX_VALUE - 1) + " bytes");
    assertThat(names()).isEmpty();
  }

  /** A journal that can't be read would make the file one for nobody. */
  @Test
  void shouldBeGoneForTheNextAttemptWhenTheProcessWasKilled() throws Exception {
    UnverifiedPart killed = create();
    killed.write(ByteBuffer.wrap(new byte[100]), 0);
    layer.kill();
    assertThat(names()).hasSize(2);
    assertThat(PartFile.resumable(layer, destination, MANIFEST.fileId())).isEmpty();
    try (PartFile part = PartFile.open(layer, destination, MANIFEST, 0, rehashed::addAndGet)) {
      assertThat(part.audience().everybody()).isTrue();
      assertThat(part.held().cardinality()).isZero();
    }
  }

  private UnverifiedPart create() throws StorageException {
    return UnverifiedPart.create(layer, destination, MANIFEST.fileId(), MANIFEST.layout().length());
  }

  private List<String> names() {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(path -> path.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
