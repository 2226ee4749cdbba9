package dev.shoal.benchmarks.flood;

import dev.shoal.protocol.wire.CreateUser;
import dev.shoal.protocol.wire.Login;

/** The accounts on a tracker that is flooded, and the names that guessers try. */
final class Accounts {
  /** Accounts that are there; so many may be made from one address at once. */
  static final int COUNT = 8;

  private static final String PASSWORD = "correct horse battery staple";

  private Accounts() {}

  /** The name of an account; the first one is the one that somebody uses meanwhile. */
  static String name(int number) {
    return "user-" + number;
  }

  static CreateUser creation(int number) {
    return CreateUser.newBuilder().setUser(name(number)).setPassword(PASSWORD).build();
  }

  /** The right password for the account that is used. */
  static Login login() {
    return Login.newBuilder().setUser(name(0)).setPassword(PASSWORD).build();
  }

  /**
   * A guess. A third of the guessers try the account that is used, a third all accounts in turn,
   * the rest names that nobody has.
   *
   * @param guesser number
   * @param guess number
   */
  static Login guess(int guesser, long guess) {
    String user =
        switch (guesser % 3) {
          case 0 -> name(0);
          case 1 -> name((int) (guess % COUNT));
          default -> "nobody-" + guesser + "-" + guess;
        };
    return Login.newBuilder().setUser(user).setPassword("guess " + guess).build();
  }
}
