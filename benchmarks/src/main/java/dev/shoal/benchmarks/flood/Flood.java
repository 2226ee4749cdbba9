package dev.shoal.benchmarks.flood;

/**
 * Who guesses in one phase.
 *
 * @param name of the phase
 * @param established guessers that keep their connections for as long as they are let
 * @param fresh guessers that make a new connection for each guess
 */
record Flood(String name, int established, int fresh) {
  boolean isCalm() {
    return established + fresh == 0;
  }
}
