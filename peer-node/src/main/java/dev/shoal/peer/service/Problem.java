package dev.shoal.peer.service;

/**
 * Why something is not as it should be.
 *
 * @param code for programs: {@code not-found}, {@code unreachable}, {@code denied}, {@code
 *     integrity}, {@code storage}, {@code changed}, {@code conflict}, {@code untrusted}, {@code
 *     bad-request} or {@code failed}
 * @param message a sentence for a person
 */
public record Problem(String code, String message) {}
