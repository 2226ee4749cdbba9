package dev.shoal.protocol;

/**
 * A peer id as people read it out and type it in: 52 characters of base32 (RFC 4648, no padding) in
 * four blocks, each with a check character behind it, shown as eight groups of seven.
 *
 * <p>The check character is Luhn's for 32 characters: it tells every wrong character of its block,
 * and all neighbours changed over except an A beside a 7.
 */
final class PeerIdText {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int RADIX = 32;
  private static final int BITS = 5;
  private static final int BLOCKS = 4;
  private static final int BLOCK = 13;
  private static final int GROUP = 7;
  private static final int LENGTH = BLOCKS * (BLOCK + 1);

  private PeerIdText() {}

  /** The text of an id's bytes. */
  static String format(byte[] id) {
    StringBuilder text = new StringBuilder(LENGTH + LENGTH / GROUP);
    int[] block = new int[BLOCK];
    for (int i = 0; i < BLOCKS * BLOCK; i++) {
      block[i % BLOCK] = digit(id, i);
      append(text, block[i % BLOCK]);
      if (i % BLOCK == BLOCK - 1) {
        append(text, check(block));
      }
    }
    return text.toString();
  }

  private static void append(StringBuilder text, int digit) {
    if (text.length() % (GROUP + 1) == GROUP) {
      text.append('-');
    }
    text.append(ALPHABET.charAt(digit));
  }

  /** Five bits from bit 5i on; those behind the last byte are zero. */
  private static int digit(byte[] id, int i) {
    int bit = i * BITS;
    int high = id[bit / Byte.SIZE] & 0xFF;
    int low = bit / Byte.SIZE + 1 < id.length ? id[bit / Byte.SIZE + 1] & 0xFF : 0;
    int both = (high << Byte.SIZE) | low;
    return (both >>> (2 * Byte.SIZE - BITS - bit % Byte.SIZE)) & (RADIX - 1);
  }

  /** What makes Luhn's sum over block and check character a multiple of 32. */
  private static int check(int[] block) {
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      // The rightmost counts double, and every second one before it.
      int addend = (BLOCK - i) % 2 == 1 ? 2 * block[i] : block[i];
      sum += addend / RADIX + addend % RADIX;
    }
    return (RADIX - sum % RADIX) % RADIX;
  }

  /**
   * The bytes of an id.
   *
   * @param text in either case, without what stands between groups
   * @throws IllegalArgumentException with a sentence for a person
   */
  static byte[] parse(String text) {
    if (text.length() != LENGTH) {
      throw new IllegalArgumentException(
          "a peer id is eight groups of seven characters or 64 hex digits, not "
              + text.length()
              + " characters");
    }
    byte[] id = new byte[PeerId.LENGTH];
    int[] block = new int[BLOCK];
    for (int b = 0; b < BLOCKS; b++) {
      int start = b * (BLOCK + 1);
      for (int i = 0; i < BLOCK; i++) {
        block[i] = value(text.charAt(start + i));
        put(id, b * BLOCK + i, block[i]);
      }
      if (value(text.charAt(start + BLOCK)) != check(block)) {
        throw new IllegalArgumentException(
            "the peer id is mistyped: "
                + describe(b)
                + " do not fit their check character; compare them");
      }
    }
    if ((block[BLOCK - 1] & 0xF) != 0) {
      throw new IllegalArgumentException("the peer id is mistyped: no peer id ends like that");
    }
    return id;
  }

  private static String describe(int block) {
    return "groups " + (2 * block + 1) + " and " + (2 * block + 2);
  }

  private static void put(byte[] id, int i, int digit) {
    int bit = i * BITS;
    int shifted = digit << (2 * Byte.SIZE - BITS - bit % Byte.SIZE);
    id[bit / Byte.SIZE] |= (byte) (shifted >>> Byte.SIZE);
    if (bit / Byte.SIZE + 1 < id.length) {
      id[bit / Byte.SIZE + 1] |= (byte) shifted;
    }
  }

  /** Digits that the alphabet lacks are taken for the letters they look like. */
  private static int value(char character) {
    int value =
        switch (character) {
          case '0' -> ALPHABET.indexOf('O');
          case '1' -> ALPHABET.indexOf('I');
          case '8' -> ALPHABET.indexOf('B');
          default ->
              ALPHABET.indexOf(
                  'a' <= character && character <= 'z'
                      ? (char) (character - 'a' + 'A')
                      : character);
        };
    if (value < 0) {
      throw new IllegalArgumentException(
          "a peer id has letters and the digits 2 to 7, not " + PlainText.of("" + character));
    }
    return value;
  }
}
