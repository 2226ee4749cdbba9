/** What a node is made of; the public types of {@code dev.shoal.peer} stand in front of it. */
@NullMarked
package dev.shoal.peer.internal;

import org.jspecify.annotations.NullMarked;
