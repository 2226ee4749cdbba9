package dev.shoal.peer.internal.schedule;

import java.util.ArrayList;
import java.util.List;

/** The wishes for one file; of use before its chunks are known. Belongs to the download's loop. */
public final class Wishes {
  private final List<Wish> wishes = new ArrayList<>();

  /** Grants it from now on. */
  public void add(Wish wish) {
    wishes.add(wish);
  }

  /** It is wished no more. */
  public void remove(Wish wish) {
    wishes.remove(wish);
  }

  List<Wish> all() {
    return wishes;
  }
}
