package dev.shoal.peer;

/**
 * How far many files are at one moment. Immutable.
 *
 * @param files that were asked for
 * @param complete of these, in place
 * @param failed of these, given up
 * @param verifiedBytes of the files in place
 */
public record BulkProgress(int files, int complete, int failed, long verifiedBytes) {}
