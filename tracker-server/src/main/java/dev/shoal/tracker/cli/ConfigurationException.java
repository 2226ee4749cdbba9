package dev.shoal.tracker.cli;

import org.jspecify.annotations.Nullable;

/** What was set makes no sense; the message is a sentence that says where and why. */
final class ConfigurationException extends Exception {
  ConfigurationException(String message) {
    this(message, null);
  }

  ConfigurationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
