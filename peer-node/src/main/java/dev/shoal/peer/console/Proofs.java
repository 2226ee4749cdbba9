package dev.shoal.peer.console;

import dev.shoal.transport.http.HttpAnswer;
import dev.shoal.transport.http.HttpCall;
import dev.shoal.transport.http.HttpException;
import io.netty.util.NetUtil;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/**
 * Shows programs that this is the node they look for before they tell it the token: after a crash
 * anybody on the machine could listen at the port that the node had.
 */
final class Proofs {
  private static final Pattern QUESTION = Pattern.compile("[0-9a-f]{64}");

  private final Token token;

  Proofs(Token token) {
    this.token = token;
  }

  /**
   * Answers a question.
   *
   * @throws HttpException if it is none
   */
  CompletableFuture<HttpAnswer> answer(HttpCall call) {
    String question =
        call.query("question")
            .filter(text -> QUESTION.matcher(text).matches())
            .orElseThrow(
                () -> new HttpException(400, "bad-request", "question is to be 64 hex digits"));
    String proof = token.proof(question, NetUtil.toSocketAddressString(call.local()));
    return CompletableFuture.completedFuture(
        HttpAnswer.bytes(200, ApiJson.TYPE, ApiJson.bytes(new Answers.Proof(proof))));
  }
}
