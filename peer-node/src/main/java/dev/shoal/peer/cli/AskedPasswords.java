package dev.shoal.peer.cli;

import java.util.concurrent.ExecutionException;

/** Passwords that a person types, new ones twice. */
final class AskedPasswords implements Passwords {
  private final Questions questions;
  private final StopSignal stop;

  AskedPasswords(Questions questions, StopSignal stop) {
    this.questions = questions;
    this.stop = stop;
  }

  @Override
  public Password known(String prompt) throws Stopped, ExecutionException, InterruptedException {
    char[] typed = stop.await(Background.call(() -> questions.secret(prompt + ": ")), () -> {});
    if (typed == null) {
      throw new IllegalArgumentException(
          "there is no terminal to ask for a password: give --password-file");
    }
    Password secret = new Password(typed);
    if (secret.isEmpty()) {
      throw new IllegalArgumentException("a password must not be empty");
    }
    return secret;
  }

  @Override
  public Password chosen(String prompt) throws Stopped, ExecutionException, InterruptedException {
    Password first = known(prompt);
    try (Password second = known("The same again")) {
      if (first.matches(second)) {
        return first;
      }
    }
    first.close();
    throw new IllegalArgumentException("the two passwords are not the same");
  }

  @Override
  public void close() {}
}
