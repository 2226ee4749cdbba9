package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.BulkDownload;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.FileOutcome;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.SourceProgress;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.StorageException.Reason;
import dev.shoal.peer.WantedFile;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.wire.FilesData;
import dev.shoal.protocol.wire.FilesRequest;
import dev.shoal.transport.Request;
import dev.shoal.transport.TransportKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many files in one call, over sockets. */
@Timeout(120)
class ManyFilesIT {
  private static final int SMALL = 64 << 10;
  private static final int[] LENGTHS = {
    0, 1, 4096, 16384, 16385, SMALL - 1, SMALL, SMALL + 1, 300_000, 0
  };
  private static final DownloadOptions ONCE = DownloadOptions.defaults().withKeepSharing(false);

  @TempDir Path directory;
  private Path originals = Path.of("");
  private Path copies = Path.of("");

  @BeforeEach
  void makeDirectories() throws Exception {
    originals = Files.createDirectory(directory.resolve("originals"));
    copies = Files.createDirectory(directory.resolve("copies"));
  }

  @OnEveryTransport
  void shouldFetchThemAllWhateverTheirLength(TransportKind kind) throws Exception {
    try (Swarm swarm = Swarm.in(directory).seeders(2).over(kind).start()) {
      List<WantedFile> wanted = share(swarm.seeders(), 500);
      BulkDownload download = swarm.leechers().get(0).downloadAll(wanted, ONCE);
      List<FileOutcome> told = new ArrayList<>();
      download.onOutcome(told::add);
      List<FileOutcome> outcomes = Await.result(download.completion());
      allAreIdentical(wanted, outcomes);
      assertThat(told).containsExactlyInAnyOrderElementsOf(outcomes);
      assertThat(download.progress().complete()).isEqualTo(500);
      assertThat(download.progress().failed()).isZero();
    }
  }

  @Test
  void shouldServeThemAfterwardsWhenThatIsWanted() throws Exception {
    try (Swarm swarm = Swarm.in(directory).leechers(2).start()) {
      List<WantedFile> wanted = share(swarm.seeders(), 60);
      PeerNode first = swarm.leechers().get(0);
      Await.result(first.downloadAll(wanted, DownloadOptions.defaults()).completion());
      swarm.seeders().get(0).close();
      Path others = Files.createDirectory(directory.resolve("others"));
      List<WantedFile> again =
          wanted.stream()
              .map(file -> new WantedFile(file.fileId(), in(others, file.destination())))
              .toList();
      List<FileOutcome> outcomes =
          Await.result(
              swarm
                  .leechers()
                  .get(1)
                  .downloadAll(again, ONCE.withSources(List.of(first.address())))
                  .completion());
      allAreIdentical(again, outcomes);
    }
  }

  @OnEveryTransport
  void shouldFetchFromOthersWhenASourceSendsWrongBytes(TransportKind kind) throws Exception {
    isMadeUpFor(
        kind,
        request -> {
          FilesData.Builder header = FilesData.newBuilder();
          IntStream.range(0, asked(request)).forEach(i -> header.addIndexes(i).addLengths(100));
          return header.build();
        });
  }

  @Test
  void shouldFetchFromOthersWhenASourceBreaksTheRules() throws Exception {
    isMadeUpFor(
        TransportKind.best(),
        request -> FilesData.newBuilder().addIndexes(asked(request)).addLengths(100).build());
  }

  @Test
  void shouldFetchFromOthersWhenASourceHasNothing() throws Exception {
    isMadeUpFor(
        TransportKind.best(),
        request -> {
          FilesData.Builder header = FilesData.newBuilder();
          IntStream.range(0, asked(request)).forEach(header::addAbsent);
          return header.build();
        });
  }

  /** What a source answers, with so many bytes behind it as it says. */
  private interface Answer {
    FilesData to(Request request);
  }

  private void isMadeUpFor(TransportKind kind, Answer answer) throws Exception {
    try (Swarm swarm = Swarm.in(directory).seeders(0).over(kind).start();
        ScriptedPeer bad = swarm.scripted();
        Brake brake = new Brake(Integer.MAX_VALUE);
        PeerNode good = swarm.settings("good").workers(brake).build()) {
      bad.onFiles(
          (connection, request) -> {
            FilesData header = answer.to(request);
            int length = header.getLengthsList().stream().mapToInt(each -> each).sum();
            bad.answerFiles(request, header, new byte[length]);
          });
      List<WantedFile> wanted = share(List.of(good), 100);
      brake.hold(); // or it might have given them all before the other is there
      BulkDownload download =
          swarm.leechers().get(0).downloadAll(wanted, ONCE.withSources(List.of(bad.address())));
      Await.until("the bad one is asked", () -> bad.filesRequests() > 0);
      brake.release();
      List<FileOutcome> outcomes = Await.result(download.completion());
      allAreIdentical(wanted, outcomes);
      assertThat(outcomes)
          .flatExtracting(ManyFilesIT::sources)
          .filteredOn(source -> source.verifiedBytes() > 0)
          .extracting(source -> source.address())
          .containsOnly(good.address());
    }
  }

  @Test
  void shouldFetchFromOthersWhenASourceLeaves() throws Exception {
    try (Swarm swarm = Swarm.in(directory).start();
        ScriptedPeer leaving = swarm.scripted()) {
      leaving.onFiles((connection, request) -> connection.close());
      List<WantedFile> wanted = share(swarm.seeders(), 100);
      List<FileOutcome> outcomes =
          Await.result(
              swarm
                  .leechers()
                  .get(0)
                  .downloadAll(wanted, ONCE.withSources(List.of(leaving.address())))
                  .completion());
      allAreIdentical(wanted, outcomes);
    }
  }

  @Test
  void shouldFetchByChunkWhenTheSourceKnowsNoBatches() throws Exception {
    try (Swarm swarm = Swarm.in(directory).sharing(5000).seeders(0).start();
        ScriptedPeer old = swarm.scripted()) {
      List<WantedFile> wanted = List.of(new WantedFile(old.fileId(), swarm.copy(0)));
      Await.result(swarm.leechers().get(0).downloadAll(wanted, ONCE).completion());
      swarm.isIdentical(swarm.copy(0));
      assertThat(old.filesRequests()).isEqualTo(1);
      assertThat(old.chunkRequests()).isEqualTo(1);
    }
  }

  @Test
  void shouldFailForThoseAloneThatNobodyHas() throws Exception {
    try (Swarm swarm = Swarm.in(directory).start()) {
      List<WantedFile> wanted = new ArrayList<>(share(swarm.seeders(), 40));
      for (int i = 0; i < 20; i++) {
        wanted.add(
            2 * i,
            new WantedFile(FileId.of(new byte[32], 1000 + i), copies.resolve("nowhere" + i)));
      }
      List<FileOutcome> outcomes =
          Await.result(swarm.leechers().get(0).downloadAll(wanted, ONCE).completion());
      assertThat(outcomes).extracting(FileOutcome::fileId).containsExactlyElementsOf(ids(wanted));
      assertThat(outcomes.stream().filter(outcome -> !outcome.isComplete()))
          .hasSize(20)
          .allSatisfy(
              outcome ->
                  assertThat(outcome.failure()).isExactlyInstanceOf(NotFoundException.class));
      assertThat(copies.toFile().list()).hasSize(40);
    }
  }

  @Test
  void shouldTouchNothingThatIsThere() throws Exception {
    try (Swarm swarm = Swarm.in(directory).start()) {
      List<WantedFile> wanted = new ArrayList<>(share(swarm.seeders(), 10));
      Files.writeString(wanted.get(2).destination(), "precious");
      wanted.add(new WantedFile(wanted.get(3).fileId(), wanted.get(4).destination()));
      wanted.add(new WantedFile(wanted.get(5).fileId(), copies.resolve("no/such/directory")));
      PeerNode node = swarm.leechers().get(0);
      List<FileOutcome> outcomes = Await.result(node.downloadAll(wanted, ONCE).completion());
      assertThat(reason(outcomes.get(2))).isEqualTo(Reason.EXISTS);
      assertThat(wanted.get(2).destination()).hasContent("precious");
      assertThat(reason(outcomes.get(10))).isEqualTo(Reason.EXISTS);
      assertThat(reason(outcomes.get(11))).isEqualTo(Reason.NOT_FOUND);
      assertThat(outcomes.stream().filter(FileOutcome::isComplete)).hasSize(9);

      List<WantedFile> replaced = wanted.subList(0, 10);
      allAreIdentical(
          replaced,
          Await.result(node.downloadAll(replaced, ONCE.withOverwrite(true)).completion()));
    }
  }

  @Test
  void shouldGoOnWithWhatACrashLeft() throws Exception {
    try (Swarm swarm = Swarm.in(directory).start()) {
      List<WantedFile> wanted = share(swarm.seeders(), 10);
      WantedFile torn = wanted.get(2);
      String id = torn.fileId().toString().substring(0, 16);
      Files.writeString(
          copies.resolve("." + torn.destination().getFileName() + "." + id + ".part"), "torn");
      allAreIdentical(
          wanted, Await.result(swarm.leechers().get(0).downloadAll(wanted, ONCE).completion()));
    }
  }

  @Test
  void shouldLeaveNothingWhenItIsCancelledOrTheNodeIsClosed() throws Exception {
    try (Swarm swarm = Swarm.in(directory).start();
        ScriptedPeer silent = swarm.scripted()) {
      silent.onFiles((connection, request) -> {});
      List<WantedFile> wanted = share(List.of(), 100);
      DownloadOptions options = ONCE.withSources(List.of(silent.address()));
      PeerNode node = swarm.leechers().get(0);
      BulkDownload cancelled = node.downloadAll(wanted, options);
      Await.until("asked", () -> silent.filesRequests() > 0);
      cancelled.cancel();
      failWith(Await.result(cancelled.completion()), CancellationException.class);
      int before = silent.filesRequests();
      BulkDownload closed = node.downloadAll(wanted, options);
      Await.until("asked", () -> silent.filesRequests() > before);
      node.close();
      failWith(Await.result(closed.completion()), ShoalException.class);
      assertThat(copies).isEmptyDirectory();
    }
  }

  private static void failWith(List<FileOutcome> outcomes, Class<? extends Throwable> type) {
    assertThat(outcomes)
        .hasSize(100)
        .allSatisfy(outcome -> assertThat(outcome.failure()).isExactlyInstanceOf(type));
  }

  private static int asked(Request request) {
    return ((FilesRequest) request.header()).getFileIds().size() / FileId.LENGTH;
  }

  private static List<SourceProgress> sources(FileOutcome outcome) {
    return outcome.result() == null ? List.of() : outcome.result().sources();
  }

  private static Reason reason(FileOutcome outcome) {
    if (outcome.failure() instanceof StorageException storage) {
      return storage.reason();
    }
    throw new AssertionError("should have failed, but is " + outcome);
  }

  private static List<FileId> ids(List<WantedFile> files) {
    return files.stream().map(WantedFile::fileId).toList();
  }

  /** Has several nodes share so many files; what others then want. */
  private List<WantedFile> share(List<PeerNode> seeders, int count) throws Exception {
    List<WantedFile> wanted = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int length = i < LENGTHS.length ? LENGTHS[i] : 100 * i;
      Path file = Content.write(originals.resolve("file" + i), length, i);
      List<CompletableFuture<FileId>> sharing =
          seeders.stream().map(node -> node.share(file).thenApply(done -> done.fileId())).toList();
      FileId id = FileId.of(new byte[32], i);
      for (CompletableFuture<FileId> each : sharing) {
        id = Await.result(each);
      }
      wanted.add(new WantedFile(id, in(copies, file)));
    }
    return wanted;
  }

  private static Path in(Path parent, Path file) {
    return parent.resolve(file.getFileName());
  }

  private void allAreIdentical(List<WantedFile> wanted, List<FileOutcome> outcomes)
      throws Exception {
    assertThat(outcomes).extracting(FileOutcome::fileId).containsExactlyElementsOf(ids(wanted));
    for (FileOutcome outcome : outcomes) {
      assertThat(outcome.failure()).as("%s", outcome.destination()).isNull();
      Path original = in(originals, outcome.destination());
      assertThat(Files.mismatch(original, outcome.destination())).isEqualTo(-1);
    }
    try (Stream<Path> there = Files.list(wanted.get(0).destination().getParent())) {
      assertThat(there).hasSize(wanted.size());
    }
  }
}
