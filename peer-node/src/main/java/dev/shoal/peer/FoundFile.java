package dev.shoal.peer;

import dev.shoal.protocol.FileId;
import dev.shoal.protocol.PeerId;
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
 * @param publisher who
 * @param seeders peers with all of it
 * @param leechers peers with some of it
 * @param completed how often it was downloaded to the end, as far as peers told
 */
public record FoundFile(
    FileId fileId,
    String name,
    long length,
    List<String> tags,
    Instant published,
    PeerId publisher,
    int seeders,
    int leechers,
    long completed) {}
