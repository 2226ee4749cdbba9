package dev.shoal.peer.cli;

import dev.shoal.protocol.AccountNames;
import dev.shoal.protocol.PlainText;
import dev.shoal.protocol.ProtocolException;

/**
 * The name of a user or group, in order.
 *
 * @param text of it
 */
record AccountName(String text) {
  /**
   * Reads one.
   *
   * @throws IllegalArgumentException with a sentence for a person
   */
  static AccountName parse(String text) {
    try {
      AccountNames.check(text, "user or group");
      return new AccountName(text);
    } catch (ProtocolException e) {
      throw new IllegalArgumentException(e.getMessage() + ", not: " + PlainText.of(text), e);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
