package dev.shoal.benchmarks.micro;

import dev.shoal.protocol.FileId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Search;
import dev.shoal.protocol.wire.SearchResults;
import dev.shoal.tracker.internal.catalogue.Catalogue;
import dev.shoal.tracker.internal.catalogue.FileEntry;
import dev.shoal.tracker.internal.catalogue.Listings;
import dev.shoal.tracker.internal.catalogue.Searches;
import dev.shoal.tracker.internal.catalogue.SwarmCounts;
import dev.shoal.tracker.internal.state.StoredFile;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * The tracker's catalogue: searches, each for one page in wire form, among files whose names have
 * around 50 characters and 8 words; and how long a new file takes to be entered.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class CatalogueBenchmark extends MicroBenchmark {
  /** Files in the catalogue. */
  @Param("1000000")
  private int files;

  private final PublishedNames names = new PublishedNames();
  private Catalogue catalogue;
  private Searches searches;
  private StoredFile[] fresh;
  private FileId[] wanted;
  private int turn;

  /** Fills the catalogue as at the start of a tracker. */
  @Setup
  public void fill() {
    catalogue = new Catalogue(new Random(1));
    for (int number = 0; number < files; number++) {
      catalogue.load(names.file(number));
    }
    while (catalogue.indexSome(1000)) {
      // goes on
    }
    searches = new Searches(catalogue, new Listings(catalogue, new NoPeers()));
    fresh = new StoredFile[1 << 14];
    wanted = new FileId[fresh.length];
    for (int i = 0; i < fresh.length; i++) {
      fresh[i] = names.file(files + i);
      byte[] id = names.file(i * 31 % files).getFileId().toByteArray();
      wanted[i] = FileId.fromBytes(id);
    }
  }

  @Benchmark
  public SearchResults listNewest() throws ProtocolException {
    return search("");
  }

  /** A word that one old file has. */
  @Benchmark
  public SearchResults rareWord() throws ProtocolException {
    return search(PublishedNames.unique(files / 3));
  }

  @Benchmark
  public SearchResults missingWord() throws ProtocolException {
    return search("qqqqqq");
  }

  @Benchmark
  public SearchResults commonPrefix() throws ProtocolException {
    return search("a");
  }

  @Benchmark
  public SearchResults twoCommonWords() throws ProtocolException {
    return search(names.word(0) + " " + names.word(1));
  }

  /** What every name begins with. */
  @Benchmark
  public SearchResults sharedPrefix() throws ProtocolException {
    return search("fil");
  }

  @Benchmark
  public SearchResults sharedAndRareWord() throws ProtocolException {
    return search("file " + PublishedNames.unique(files / 3));
  }

  /** Each in every other name, and never together: the search ends when its work is used up. */
  @Benchmark
  public SearchResults disjointWords() throws ProtocolException {
    return search("even odd");
  }

  /** As many words as there may be, most of them everywhere, and two never together. */
  @Benchmark
  public SearchResults mostWords() throws ProtocolException {
    return search("f fi fil file i is iso t ta tag e ev even o od odd");
  }

  @Benchmark
  public @Nullable FileEntry getById() {
    return catalogue.get(wanted[turn++ & (wanted.length - 1)]);
  }

  /** A file that was not there; about a microsecond of it is the making of its message. */
  @Benchmark
  public void acceptNew() {
    int at = turn++;
    StoredFile file = fresh[at & (fresh.length - 1)];
    catalogue.accept(names.renumbered(file, files + at));
  }

  private SearchResults search(String text) throws ProtocolException {
    return searches.search(Search.newBuilder().setText(text).build());
  }

  private static final class NoPeers implements SwarmCounts {
    @Override
    public int seeders(FileId file) {
      return 0;
    }

    @Override
    public int leechers(FileId file) {
      return 0;
    }
  }
}
