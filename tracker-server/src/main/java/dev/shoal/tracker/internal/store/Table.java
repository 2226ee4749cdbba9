package dev.shoal.tracker.internal.store;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;

/** Records of one kind, on disk, by a key in text. */
final class Table<T extends MessageLite> {
  /** Hears of records as they are read. */
  interface Reader<T> {
    /**
     * Takes the next one.
     *
     * @throws DamagedException if it can't be what was stored
     */
    void accept(String key, T record) throws DamagedException;
  }

  private final MVMap<String, byte[]> map;
  private final Parser<T> parser;

  /** The table of that name, which is made if it is not there. */
  Table(MVStore store, String name, Parser<T> parser) {
    this.map =
        store.openMap(
            name,
            new MVMap.Builder<String, byte[]>()
                .keyType(StringDataType.INSTANCE)
                .valueType(ByteArrayDataType.INSTANCE));
    this.parser = parser;
  }

  long size() {
    return map.sizeAsLong();
  }

  boolean contains(String key) {
    return map.containsKey(key);
  }

  @Nullable T get(String key) {
    byte[] bytes = map.get(key);
    try {
      return bytes == null ? null : parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a record was readable before", e);
    }
  }

  void put(String key, T record) {
    map.put(key, record.toByteArray());
  }

  void remove(String key) {
    map.remove(key);
  }

  /** How many records there are whose keys begin like that. */
  long count(String prefix) {
    return Prefixes.count(map, prefix);
  }

  /** Whether there is one. */
  boolean isAny(String prefix) {
    return Prefixes.isAny(map, prefix);
  }

  /** The records whose keys begin like that, in the order of their keys. */
  List<T> all(String prefix) {
    List<T> records = new ArrayList<>();
    for (String key : Prefixes.keys(map, prefix)) {
      T record = get(key);
      if (record != null) {
        records.add(record);
      }
    }
    return records;
  }

  /** The first records, in the order of their keys, that are wanted. Looks at all if need be. */
  List<T> first(int max, Predicate<T> wanted) {
    List<T> records = new ArrayList<>();
    for (var keys = map.keyIterator(null); keys.hasNext() && records.size() < max; ) {
      T record = get(keys.next());
      if (record != null && wanted.test(record)) {
        records.add(record);
      }
    }
    return records;
  }

  /** The first of the keys that begin like that. */
  List<String> keys(String prefix, int max) {
    return Prefixes.keys(map, prefix, max);
  }

  /** The key that comes after that one, or null. */
  @Nullable String after(String key) {
    return map.higherKey(key);
  }

  /** Reads all records, in the order of their keys. */
  void read(Reader<T> reader) throws DamagedException {
    for (var cursor = map.cursor(null); cursor.hasNext(); ) {
      String key = cursor.next();
      T record;
      try {
        record = parser.parseFrom(cursor.getValue());
      } catch (InvalidProtocolBufferException e) {
        throw new DamagedException("a record cannot be read", e);
      }
      reader.accept(key, record);
    }
  }
}
