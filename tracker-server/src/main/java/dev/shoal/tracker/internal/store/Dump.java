package dev.shoal.tracker.internal.store;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import dev.shoal.protocol.HashTree;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.tracker.internal.state.AccessChange;
import dev.shoal.tracker.internal.state.StoredFile;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.util.Arrays;

/**
 * A store's content as one stream, to be kept elsewhere and to be read by later versions. It holds
 * passwords' hashes and private keys: whoever has it may try to guess passwords, and can sign
 * whatever the tracker can.
 *
 * <pre>
 *   "shoal tracker dump 2\n"
 *   for each file: length of the message, u32 big-endian, never 0 | StoredFile, Protobuf
 *   0, u32 | number of files, u64 big-endian
 *   for each record about accounts and groups: length of the message | AccessChange, Protobuf
 *   0, u32 | number of these records, u64 big-endian
 *   SHA-256 over all of the above
 * </pre>
 *
 * <p>The dumps of earlier versions, with a 1 in the first line, have no records about accounts and
 * groups, nor their number. They are still read.
 *
 * <p>Protobuf rather than text, because its fields may be added to and still be read, because
 * nothing needs quoting, and because it is what the store holds: a dump is exact.
 */
public final class Dump {
  private static final byte[] HEADER = "shoal tracker dump 2\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HEADER_1 =
      "shoal tracker dump 1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int MAX_ENTRY_BYTES = 64 * 1024;

  /** So many files are committed at a time, so that memory stays small. */
  private static final int COMMIT_EVERY = 10_000;

  private Dump() {}

  /**
   * Writes a dump of that store, which nobody else may have open. Does not close the stream.
   *
   * @return files written
   */
  public static long write(Path store, OutputStream out) throws IOException {
    if (!Files.exists(store)) {
      throw new IOException("there is no store " + store);
    }
    try (Store opened = Store.open(store, file -> {})) {
      return write(opened, out);
    }
  }

  private static long write(Store store, OutputStream out) throws IOException {
    try {
      return writeAll(store, out);
    } catch (IOException e) {
      throw new IOException("the dump cannot be written: " + e.getMessage(), e);
    }
  }

  private static long writeAll(Store store, OutputStream out) throws IOException {
    StoredFiles files = store.files();
    DigestOutputStream digest = new DigestOutputStream(out, HashTree.sha256());
    DataOutputStream data = new DataOutputStream(new BufferedOutputStream(digest, BUFFER_BYTES));
    data.write(HEADER);
    for (int number = 0; number < files.size(); number++) {
      write(files.at(number), data);
    }
    data.writeInt(0);
    data.writeLong(files.size());
    long records = writeRecords(store.access(), data);
    data.writeInt(0);
    data.writeLong(records);
    data.flush();
    out.write(digest.getMessageDigest().digest());
    out.flush();
    return files.size();
  }

  private static long writeRecords(AccessTables tables, DataOutputStream data) throws IOException {
    long[] records = {0};
    try {
      tables.read(
          (key, record) -> {
            try {
              write(record, data);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            records[0]++;
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (DamagedException e) {
      throw new IllegalStateException("the records were readable before", e);
    }
    return records[0];
  }

  private static void write(MessageLite entry, DataOutputStream data) throws IOException {
    data.writeInt(entry.getSerializedSize());
    entry.writeTo(data);
  }

  /**
   * Makes a store of a dump. It is there when this returns, complete and on disk; if anything is
   * wrong with the dump, nothing is there. Does not close the stream.
   *
   * @param store must not exist
   * @return files read
   */
  public static long read(InputStream in, Path store) throws IOException {
    if (Files.exists(store)) {
      throw new IOException("there is a store " + store + " already; move it away first");
    }
    Path unfinished = store.resolveSibling(store.getFileName() + ".import");
    Files.deleteIfExists(unfinished);
    try {
      long count;
      try (Store opened = Store.open(unfinished, file -> {})) {
        count = read(new BufferedInputStream(in, BUFFER_BYTES), opened);
      }
      Files.move(unfinished, store);
      Directories.sync(store);
      return count;
    } catch (ProtocolException | InvalidProtocolBufferException e) {
      throw new IOException("the dump cannot be imported: " + e.getMessage(), e);
    } catch (EOFException e) {
      throw new IOException("the dump ends too early", e);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static long read(InputStream in, Store store) throws IOException, ProtocolException {
    DigestInputStream digest = new DigestInputStream(in, HashTree.sha256());
    DataInputStream data = new DataInputStream(digest);
    byte[] header = data.readNBytes(HEADER.length);
    boolean withAccess = Arrays.equals(header, HEADER);
    if (!withAccess && !Arrays.equals(header, HEADER_1)) {
      throw new IOException("this is no dump that this version reads");
    }
    for (byte[] entry = entry(data); entry.length > 0; entry = entry(data)) {
      add(StoredFile.parseFrom(CodedInputStream.newInstance(entry)), store);
    }
    long count = data.readLong();
    boolean complete = count == store.files().size() && (!withAccess || readAccess(data, store));
    byte[] computed = digest.getMessageDigest().digest();
    byte[] read = new byte[computed.length];
    data.readFully(read);
    if (!Arrays.equals(read, computed) || !complete || data.read() >= 0) {
      throw new IOException("the dump is damaged: its checksum is another");
    }
    return count;
  }

  /** Whether there were as many records as it says. */
  private static boolean readAccess(DataInputStream data, Store store) throws IOException {
    long records = 0;
    for (byte[] entry = entry(data); entry.length > 0; entry = entry(data)) {
      add(AccessChange.parseFrom(CodedInputStream.newInstance(entry)), store.access());
      if (++records % COMMIT_EVERY == 0) {
        store.commit();
      }
    }
    return records == data.readLong();
  }

  private static byte[] entry(DataInputStream data) throws IOException {
    int length = data.readInt();
    if (length < 0 || length > MAX_ENTRY_BYTES) {
      throw new IOException("the dump is damaged: an entry cannot have " + length + " bytes");
    }
    byte[] entry = new byte[length];
    data.readFully(entry);
    return entry;
  }

  private static void add(AccessChange record, AccessTables tables) throws IOException {
    try {
      RecordRules.check(tables, record);
    } catch (DamagedException e) {
      throw new IOException("the dump is damaged: " + e.getMessage(), e);
    }
    if (tables.contains(record)) {
      throw new IOException("the dump is damaged: a record is in it twice");
    }
    tables.accept(record);
  }

  private static void add(StoredFile file, Store store) throws IOException, ProtocolException {
    StoredFiles files = store.files();
    FileRules.check(
        file.getFileId(),
        file.getLength(),
        file.getName(),
        file.getTagsList(),
        file.getPublisher());
    if (file.getNumber() != files.size() || files.get(file.getFileId()) != null) {
      throw new IOException("the dump is damaged: file " + file.getNumber() + " is out of place");
    }
    files.put(file);
    if (files.size() % COMMIT_EVERY == 0) {
      store.commit();
    }
  }
}
