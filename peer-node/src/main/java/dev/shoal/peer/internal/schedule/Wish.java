package dev.shoal.peer.internal.schedule;

/**
 * From where on somebody wants a file in order: a reader's position, or the first byte that is not
 * there yet. Belongs to the download's event loop.
 */
public final class Wish {
  private final boolean following;
  private long position;

  private Wish(boolean following) {
    this.following = following;
  }

  /** A reader at the beginning of the file; it reads some way ahead. */
  public static Wish reader() {
    return new Wish(false);
  }

  /** The whole file in order: follows what is verified from the beginning on. */
  public static Wish sequential() {
    return new Wish(true);
  }

  /** The reader is there now. */
  public void moveTo(long newPosition) {
    position = newPosition;
  }

  boolean isFollowing() {
    return following;
  }

  long position() {
    return position;
  }
}
