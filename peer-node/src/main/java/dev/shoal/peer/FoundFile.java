package dev.shoal.peer;

import dev.shoal.protocol.FileId;
import java.time.Instant;
import java.util.List;

/**
 * An entry of the tracker's catalogue. Name and tags are what the publisher claims, made safe to
 * show. Immutable.
 *
 * @param fileId names the content
 * @param name as published
 * @param length bytes
 * @param tags as published
 * @param published when
 * @param seeders peers with all of it
 * @param leechers peers with some of it
 */
public record FoundFile(
    FileId fileId,
    String name,
    long length,
    List<String> tags,
    Instant published,
    int seeders,
    int leechers) {}
