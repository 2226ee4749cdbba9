package dev.shoal.tracker.internal.store;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.shoal.tracker.internal.state.StoredFile;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/** The published files: on disk by number, and by id in memory. */
final class StoredFiles {
  private final MVMap<Long, byte[]> byNumber;
  private final FileNumbers numbers = new FileNumbers();

  private StoredFiles(MVMap<Long, byte[]> byNumber) {
    this.byNumber = byNumber;
  }

  /**
   * Reads all files, in the order of their numbers.
   *
   * @throws DamagedException if they are not what this class wrote
   */
  static StoredFiles read(MVMap<Long, byte[]> byNumber, CatalogueView view)
      throws DamagedException {
    StoredFiles files = new StoredFiles(byNumber);
    Iterator<Map.Entry<Long, byte[]>> entries = byNumber.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<Long, byte[]> entry = entries.next();
      StoredFile file = parse(entry.getValue());
      if (entry.getKey() != files.size() || file.getNumber() != files.size()) {
        throw new DamagedException("file number " + files.size() + " is missing");
      }
      files.numbers.add(file.getFileId());
      view.accept(file);
    }
    if (byNumber.sizeAsLong() != files.size()) {
      throw new DamagedException("there are not as many files as it says");
    }
    return files;
  }

  int size() {
    return numbers.size();
  }

  @Nullable StoredFile get(ByteString fileId) {
    int number = numbers.find(fileId, each -> at(each).getFileId().equals(fileId));
    return number < 0 ? null : at(number);
  }

  /** Stores the file under its number, which is one that is there or the next one. */
  void put(StoredFile file) {
    byNumber.put((long) file.getNumber(), file.toByteArray());
    if (file.getNumber() == numbers.size()) {
      numbers.add(file.getFileId());
    }
  }

  /** The file of that number, which is there. */
  StoredFile at(int number) {
    try {
      return parse(Objects.requireNonNull(byNumber.get((long) number)));
    } catch (DamagedException e) {
      throw new IllegalStateException("file number " + number + " was readable before", e);
    }
  }

  private static StoredFile parse(byte[] bytes) throws DamagedException {
    try {
      return StoredFile.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new DamagedException("a file's entry cannot be read", e);
    }
  }
}
