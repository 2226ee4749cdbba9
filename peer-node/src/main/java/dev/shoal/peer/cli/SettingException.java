package dev.shoal.peer.cli;

/** What was set makes no sense; the message is a sentence that says where and why. */
final class SettingException extends Exception {
  SettingException(String message) {
    super(message);
  }

  SettingException(String message, Throwable cause) {
    super(message, cause);
  }
}
