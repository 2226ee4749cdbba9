package dev.shoal.tracker.internal.access;

import dev.shoal.protocol.FileId;
import dev.shoal.tracker.internal.state.StoredGroupFile;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** A file in a group's list, with those who share it. */
public final class ListedFile {
  private final StoredGroupFile stored;
  private final TreeSet<String> sharers = new TreeSet<>();

  ListedFile(StoredGroupFile stored) {
    this.stored = stored;
  }

  /** The file's id. */
  public FileId fileId() {
    return FileId.fromBytes(stored.getFileId().toByteArray());
  }

  /** The only file of its group that is called that. */
  public String name() {
    return stored.getName();
  }

  /** Bytes of the file. */
  public long length() {
    return stored.getLength();
  }

  /** What it was tagged with by whoever published it first. */
  public List<String> tags() {
    return stored.getTagsList();
  }

  /** Unix time when it entered the list. */
  public long publishedMillis() {
    return stored.getPublishedMillis();
  }

  /** Keys of the accounts that share it. */
  public SortedSet<String> sharers() {
    return Collections.unmodifiableSortedSet(sharers);
  }

  void addSharer(String userKey) {
    sharers.add(userKey);
  }

  void removeSharer(String userKey) {
    sharers.remove(userKey);
  }
}
