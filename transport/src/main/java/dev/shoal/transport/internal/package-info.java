/** The pipeline's parts: codecs, handshake, request tables, send window. Not for other modules. */
@NullMarked
package dev.shoal.transport.internal;

import org.jspecify.annotations.NullMarked;
