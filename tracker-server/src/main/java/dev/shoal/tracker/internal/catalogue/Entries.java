package dev.shoal.tracker.internal.catalogue;

import dev.shoal.tracker.internal.state.StoredFile;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The entries as bytes, by number and by file id: next to no objects, and about 80 bytes beside
 * name and tags.
 *
 * <p>An entry that changes stays in its block as long as it fits. Where it does not, the new block
 * is at least twice as large as the old one, so that someone who renames a file for ever leaves
 * behind less than the file's largest block.
 */
final class Entries implements IdTable.Ids {
  private final PagedInts places = new PagedInts(); // by number, 0: none
  private final Blocks blocks = new Blocks();
  private final Publishers publishers;
  private final IdTable table;

  Entries(RandomGenerator random) {
    publishers = new Publishers(random);
    table = new IdTable(this, random);
  }

  /** How many there are. */
  int size() {
    return table.size();
  }

  /** The number of a file, or -1. */
  int find(byte[] file) {
    return table.find(file);
  }

  boolean contains(int number) {
    return places.get(number) != 0;
  }

  /** Enters a file, or replaces what is known under its number. */
  void put(StoredFile file) {
    int number = file.getNumber();
    int needed = EntryCodec.size(file);
    int place = places.get(number);
    boolean isNew = place == 0;
    int capacity = isNew ? 0 : EntryCodec.capacity(blocks.page(place), Blocks.offset(place));
    if (needed > capacity) {
      capacity = Blocks.roundUp(Math.max(needed, 2 * capacity));
      place = blocks.allocate(capacity);
      places.set(number, place);
    }
    int publisher = publishers.number(file.getPublisher().toByteArray());
    EntryCodec.write(file, publisher, blocks.page(place), Blocks.offset(place), capacity);
    if (isNew) {
      table.add(number);
    }
  }

  @Nullable FileEntry get(int number) {
    int place = places.get(number);
    return place == 0
        ? null
        : EntryCodec.read(number, publishers, blocks.page(place), Blocks.offset(place));
  }

  /** Name and tags of an entry that is there. */
  List<String> texts(int number) {
    int place = places.get(number);
    return EntryCodec.texts(blocks.page(place), Blocks.offset(place));
  }

  /** Bytes taken by entries and by what they left behind. */
  long allocatedBytes() {
    return blocks.allocatedBytes();
  }

  @Override
  public byte[] bytes(int number) {
    return blocks.page(places.get(number));
  }

  @Override
  public int offset(int number) {
    return Blocks.offset(places.get(number)) + EntryCodec.FILE_ID;
  }
}
