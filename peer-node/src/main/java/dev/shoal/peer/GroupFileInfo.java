package dev.shoal.peer;

import dev.shoal.protocol.FileId;
import java.time.Instant;
import java.util.List;

/**
 * A file in a group's list.
 *
 * @param fileId what it is
 * @param name unique within the group; a claim
 * @param length bytes; a claim
 * @param tags claims
 * @param sharers users who share it in the group, some of them
 * @param published when the first did
 * @param seeders who have all of it now
 * @param leechers who have some of it now
 */
public record GroupFileInfo(
    FileId fileId,
    String name,
    long length,
    List<String> tags,
    List<String> sharers,
    Instant published,
    int seeders,
    int leechers) {}
