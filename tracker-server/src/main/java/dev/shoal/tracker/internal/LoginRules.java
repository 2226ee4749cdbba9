package dev.shoal.tracker.internal;

/**
 * For what one has to be logged in, accounts and groups aside.
 *
 * @param toShare to register or publish anything
 * @param toAsk for anything at all
 */
public record LoginRules(boolean toShare, boolean toAsk) {
  /** For nothing. */
  public static final LoginRules NONE = new LoginRules(false, false);
}
