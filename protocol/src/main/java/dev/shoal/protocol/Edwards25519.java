package dev.shoal.protocol;

import java.math.BigInteger;

/**
 * The curve of Ed25519 (RFC 8032, 5.1), as far as it decides whether 32 bytes are somebody's public
 * key. What Java's key factory lets through is refused here: what is no point of the curve, second
 * encodings of a point, and the eight points under which a signature proves nothing.
 */
final class Edwards25519 {
  private static final BigInteger ONE = BigInteger.ONE;
  private static final BigInteger P = ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);

  private Edwards25519() {}

  /**
   * Whether points with that second coordinate are public keys.
   *
   * @param y as it was encoded, not negative
   */
  static boolean isKey(BigInteger y) {
    if (y.compareTo(P) >= 0) {
      return false; // a second encoding of y - p
    }
    BigInteger ySquare = y.multiply(y).mod(P);
    // d is no square, so the divisor is never zero.
    BigInteger divisor = D.multiply(ySquare).add(ONE).modInverse(P);
    BigInteger xSquare = ySquare.subtract(ONE).multiply(divisor).mod(P);
    return isSquare(xSquare) && !isOfSmallOrder(xSquare, ySquare);
  }

  /** Euler's criterion; true for zero. */
  private static boolean isSquare(BigInteger value) {
    return value.modPow(P.shiftRight(1), P).compareTo(ONE) <= 0;
  }

  /** Order 1 and 2: x is zero. Order 4: y is zero. Order 8: doubled, y is zero. */
  private static boolean isOfSmallOrder(BigInteger xSquare, BigInteger ySquare) {
    return xSquare.signum() == 0
        || ySquare.signum() == 0
        || xSquare.add(ySquare).mod(P).signum() == 0;
  }
}
