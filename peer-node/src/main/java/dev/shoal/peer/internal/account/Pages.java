package dev.shoal.peer.internal.account;

import dev.shoal.peer.ShoalException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Asks for a list page by page, within bounds: the tracker may never come to an end. */
final class Pages<E> {
  private static final int MOST = 1_000_000;

  /** Those of which every entry makes no sense count as well. */
  private static final int MOST_PAGES = 20_000;

  private final Function<String, CompletableFuture<Page<E>>> source;
  private final List<E> all = new ArrayList<>();
  private int pages;

  private Pages(Function<String, CompletableFuture<Page<E>>> source) {
    this.source = source;
  }

  /**
   * A part of a list.
   *
   * @param entries those that make sense
   * @param last the name that the next page comes after; empty if this is the last page
   */
  record Page<E>(List<E> entries, String last) {}

  /**
   * The whole list.
   *
   * @param source gives the page after a name, the first one after the empty name
   */
  static <E> CompletableFuture<List<E>> all(Function<String, CompletableFuture<Page<E>>> source) {
    return new Pages<>(source).after("");
  }

  /**
   * A page as a tracker gives it.
   *
   * @param more whether others follow
   * @param claim reads an entry; empty for one that makes no sense
   */
  static <W, E> Page<E> page(
      List<W> entries, boolean more, Function<W, String> name, Function<W, Optional<E>> claim) {
    String last = more && !entries.isEmpty() ? name.apply(entries.get(entries.size() - 1)) : "";
    return new Page<>(
        entries.stream().flatMap(entry -> claim.apply(entry).stream()).toList(), last);
  }

  private CompletableFuture<List<E>> after(String name) {
    return source
        .apply(name)
        .thenCompose(
            page -> {
              all.addAll(page.entries());
              if (page.last().isEmpty()) {
                return CompletableFuture.completedFuture(List.copyOf(all));
              }
              return all.size() > MOST || ++pages == MOST_PAGES || page.last().equals(name)
                  ? CompletableFuture.failedFuture(
                      new ShoalException("the tracker's list has no end", null))
                  : after(page.last());
            });
  }
}
