package dev.shoal.tracker.cli;

/**
 * The value of a setting.
 *
 * @param text as written; it has been checked
 * @param origin where it was written, for a person
 */
record SetValue(String text, String origin) {}
