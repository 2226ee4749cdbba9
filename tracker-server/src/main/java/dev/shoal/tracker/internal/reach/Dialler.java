package dev.shoal.tracker.internal.reach;

import java.util.concurrent.CompletableFuture;

/** Dials a target once. */
@FunctionalInterface
interface Dialler {
  /** Whether the right peer answered; never fails, and completes on the tracker's event loop. */
  CompletableFuture<Boolean> dial(Target target);
}
