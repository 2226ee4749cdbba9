package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.peer.ConflictException;
import dev.shoal.peer.DeniedException;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.service.DownloadInfo;
import dev.shoal.peer.service.DownloadInfo.State;
import dev.shoal.peer.service.DownloadRequest;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NodeGetTest {
  private final DeniedException denied =
      new DeniedException("/here is not where this node may write", null);
  private static final DownloadInfo BEGUN = FakeService.download(State.WAITING, null, "");
  private static final DownloadInfo AMBIGUOUS =
      FakeService.download(State.WAITING, "conflict", "2 different files have the name a.bin");

  private final StringWriter err = new StringWriter();
  private final FakeService fake = new FakeService();
  private final NodeGet get =
      new NodeGet(
          fake.service(),
          new StopSignal(),
          new Output(
              new Streams(
                  new PrintWriter(new StringWriter()),
                  OutputStream.nullOutputStream(),
                  new PrintWriter(err, true),
                  false,
                  false),
              false,
              false,
              false));

  private Optional<DownloadInfo> begin(String what, @Nullable Path path) throws Exception {
    return get.begin(new GetOptions(), what, path);
  }

  @Test
  void shouldFetchANameToTheDownloadDirectoryWhenTheNodeMayNotWriteToTheCurrentOne()
      throws Exception {
    fake.answering(denied, BEGUN);

    assertThat(begin("a.bin", null)).contains(BEGUN);
    assertThat(fake.requests)
        .extracting(DownloadRequest::path)
        .containsExactly(Path.of("").toAbsolutePath().toString(), "");
    assertThat(err.toString()).contains("To the node's download directory: /here is not");
  }

  @Test
  void shouldLeaveANameToTheCommandWhenTheNodeMayNotWriteToThePlaceThatWasNamed() throws Exception {
    fake.answering(denied);

    assertThat(begin("a.bin", Path.of("b.bin"))).isEmpty();
    assertThat(err.toString()).contains("Not by the running node: /here is not");
  }

  @Test
  void shouldLeaveAnIdToTheCommandWhenTheNodeMayNotWriteThere() throws Exception {
    fake.answering(denied);

    assertThat(begin("ab".repeat(32), null)).isEmpty();
  }

  @Test
  void shouldNotBeginWhenTheNodeRefusesForAnotherReason() {
    fake.answering(new ShoalException("there are too many downloads", null));

    assertThatThrownBy(() -> begin("a.bin", null)).hasRootCauseInstanceOf(ShoalException.class);
  }

  @Test
  void shouldSayWhyItWaits() {
    DownloadInfo waiting = FakeService.download(State.WAITING, "denied", "nobody is logged in");
    fake.answering(FakeService.download(State.CANCELLED, null, ""));

    assertThatThrownBy(() -> get.follow(waiting)).hasMessage("somebody has cancelled it");
    assertThat(err.toString()).contains("It waits: nobody is logged in.");
  }

  @Test
  void shouldEndAndGiveItUpWhenSeveralFilesHaveTheName() throws Exception {
    DownloadInfo now = FakeService.download(State.WAITING, null, "", Long.MAX_VALUE);
    fake.answering(now, AMBIGUOUS, BEGUN);

    DownloadInfo begun = begin("a.bin", null).orElseThrow();

    assertThatThrownBy(() -> get.follow(begun))
        .isInstanceOf(ConflictException.class)
        .hasMessage("2 different files have the name a.bin");
    assertThat(fake.cancelled).containsExactly("d1");
  }

  @Test
  void shouldLeaveItWaitingWhenSeveralFilesHaveTheNameAndOthersHadAskedForIt() throws Exception {
    fake.answering(BEGUN, AMBIGUOUS);

    DownloadInfo begun = begin("a.bin", null).orElseThrow();

    assertThatThrownBy(() -> get.follow(begun))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("2 different files have the name a.bin")
        .hasMessageContaining("'shoal cancel d1'");
    assertThat(fake.cancelled).isEmpty();
  }

  @Test
  void shouldTellTheProblemWhenTheNodeHasForgottenItMeanwhile() {
    DownloadInfo failed = FakeService.download(State.FAILED, "storage", "the disk is full");
    fake.answering(failed, new NotFoundException("there is no download d1", null));

    assertThatThrownBy(() -> get.follow(BEGUN))
        .isInstanceOf(StorageException.class)
        .hasMessage("the disk is full");
    assertThat(fake.cancelled).containsExactly("d1");
  }

  @Test
  void shouldTellWhatWasKnownLastWhenTheNodeForgetsItWhileItWaits() {
    fake.answering(
        FakeService.download(State.WAITING, "denied", "nobody is logged in"),
        new NotFoundException("there is no download d1", null));

    assertThatThrownBy(() -> get.follow(BEGUN))
        .isInstanceOf(DeniedException.class)
        .hasMessage("nobody is logged in; somebody has cancelled it");
  }

  @Test
  void shouldSayThatItIsGoneWhenTheNodeForgetsItForNoKnownReason() {
    fake.answering(new NotFoundException("there is no download d1", null));

    assertThatThrownBy(() -> get.follow(BEGUN))
        .isExactlyInstanceOf(ShoalException.class)
        .hasMessage("somebody has cancelled it");
  }
}
