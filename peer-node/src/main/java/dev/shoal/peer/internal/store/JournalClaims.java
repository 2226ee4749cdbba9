package dev.shoal.peer.internal.store;

import dev.shoal.protocol.ChunkSet;

/**
 * What a journal says of the part file: chunks that are there, and others that were written but may
 * have been lost with the power, so that they must be hashed again.
 */
record JournalClaims(ChunkSet certain, ChunkSet doubtful) {}
