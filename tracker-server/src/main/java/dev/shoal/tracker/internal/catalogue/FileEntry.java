package dev.shoal.tracker.internal.catalogue;

import dev.shoal.protocol.FileId;
import dev.shoal.protocol.PeerId;
import java.util.List;

/**
 * A published file, as its publisher describes it. Immutable.
 *
 * @param number its place in the order of publication, from 0
 * @param length bytes, as claimed
 * @param publisher the first to publish it
 * @param publishedMillis when, Unix time
 * @param completedCount downloads that were completed, as far as peers told
 */
public record FileEntry(
    int number,
    FileId file,
    long length,
    String name,
    List<String> tags,
    PeerId publisher,
    long publishedMillis,
    long completedCount) {}
