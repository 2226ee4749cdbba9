/**
 * The record of what matters to security: who logged in, who was refused, who changed what. Written
 * elsewhere than on the loop, and never with a secret in it.
 */
@NullMarked
package dev.shoal.tracker.internal.access.audit;

import org.jspecify.annotations.NullMarked;
