package dev.shoal.tracker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Publish;
import dev.shoal.protocol.wire.PublishedFile;
import dev.shoal.protocol.wire.Rejection;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublicationsTest {
  private final Catalogue catalogue = new Catalogue(10);
  private final Publications publications = new Publications(catalogue, () -> 1_700_000_000_000L);

  @Test
  void shouldEnterFileWhenEverythingIsInOrder() throws ProtocolException {
    assertThat(publish(Some.published(1, 42, "übung 1 👩‍👩‍👧.txt", "school", "2024"))).isEmpty();

    assertThat(catalogue.get(Some.fileId(1)))
        .returns(42L, FileEntry::length)
        .returns("übung 1 👩‍👩‍👧.txt", FileEntry::name)
        .returns(List.of("school", "2024"), FileEntry::tags)
        .returns(Some.peerId(1), FileEntry::publisher)
        .returns(1_700_000_000_000L, FileEntry::publishedMillis);
  }

  @Test
  void shouldTakeTheOthersWhenOneFileIsRejected() throws ProtocolException {
    List<Rejection> rejections =
        publish(
            Some.published(1, 1, "one"), Some.published(2, 1, " "), Some.published(3, 1, "three"));

    assertThat(rejections)
        .containsExactly(
            Rejection.newBuilder()
                .setIndex(1)
                .setCode(ErrorCode.BAD_REQUEST.number())
                .setMessage("a name must not be blank")
                .build());
    assertThat(catalogue.size()).isEqualTo(2);
  }

  @Test
  void shouldSayWhyWhenFileIsRejected() throws ProtocolException {
    assertRejected(
        Some.published(1, 1, "x".repeat(1025)), "a name has at most 1024 bytes of UTF-8, not 1025");
    assertRejected(
        Some.published(1, 1, "é".repeat(513)), "a name has at most 1024 bytes of UTF-8, not 1026");
    assertRejected(Some.published(1, 1, "a\u0000b"), "a name must not contain control characters");
    assertRejected(Some.published(1, 1, "a\u2028b"), "a name must not contain control characters");
    assertRejected(Some.published(1, 1, "name", ""), "a tag must not be blank");
    assertRejected(
        Some.published(1, 1, "name", "x".repeat(65)),
        "a tag has at most 64 bytes of UTF-8, not 65");
    assertRejected(
        Some.published(1, -1, "name"),
        "a file has at most 4398046511104 bytes, not 18446744073709551615");
    assertRejected(
        Some.published(1, 1, "name").toBuilder().setFileId(ByteString.EMPTY).build(),
        "a file id has 32 bytes, not 0");
    assertRejected(
        Some.published(1, 1, "name").toBuilder()
            .addAllTags(Collections.nCopies(Limits.MAX_TAGS + 1, "tag"))
            .build(),
        "a file has at most 16 tags, not 17");
  }

  @Test
  void shouldRefuseWhenBatchIsTooLarge() {
    Publish request =
        Publish.newBuilder()
            .addAllFiles(Collections.nCopies(2049, Some.published(1, 1, "name")))
            .build();

    assertThatThrownBy(() -> publications.publish(Some.peerId(1), request))
        .hasMessage("a batch has at most 2048 files, not 2049");
  }

  private void assertRejected(PublishedFile file, String sentence) throws ProtocolException {
    assertThat(publish(file)).extracting(Rejection::getMessage).containsExactly(sentence);
  }

  private List<Rejection> publish(PublishedFile... files) throws ProtocolException {
    Publish request = Publish.newBuilder().addAllFiles(List.of(files)).build();
    return publications.publish(Some.peerId(1), request).getRejectionsList();
  }
}
