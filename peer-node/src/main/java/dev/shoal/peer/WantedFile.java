package dev.shoal.peer;

import dev.shoal.protocol.FileId;
import java.nio.file.Path;

/**
 * One of many files to be downloaded.
 *
 * @param fileId what it is
 * @param destination the file to be made; its directory must exist
 */
public record WantedFile(FileId fileId, Path destination) {}
