package dev.shoal.peer.service;

/**
 * The ids of one kind of thing: a letter, and a number that rises. Immutable.
 *
 * @param letter that they begin with
 */
record Ids(char letter) {
  static final Ids SHARES = new Ids('s');
  static final Ids DOWNLOADS = new Ids('d');

  String of(long number) {
    return letter + Long.toString(number);
  }

  /** 0 if it is none of these ids. */
  long number(String id) {
    try {
      return id.isEmpty() || id.charAt(0) != letter ? 0 : Long.parseLong(id.substring(1));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
