package dev.shoal.peer.console;

import dev.shoal.peer.DeniedException;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.service.ErrorKind;
import dev.shoal.peer.service.ServiceJson;
import dev.shoal.protocol.PlainText;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks a node's local API. The token goes to the address in the data directory alone: through no
 * proxy, and never on to where an answer points.
 */
final class RemoteCalls implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration PROOF = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final EndpointFile endpoint;
  private final Token token;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(new DefaultThreadFactory("shoal-remote", true));
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .proxy(HttpClient.Builder.NO_PROXY)
          .connectTimeout(CONNECT)
          .executor(threads)
          .build();

  RemoteCalls(EndpointFile endpoint) {
    this.endpoint = endpoint;
    this.token = Token.parse(endpoint.token());
  }

  /** A path whose parts are encoded. */
  static String path(String... parts) {
    return Arrays.stream(parts).map(RemoteCalls::encoded).collect(Collectors.joining("/", "/", ""));
  }

  /** Text as it may stand in a path or query. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Whether who listens there is the node that has written the file. Blocks for 3 s at most. */
  boolean isProven() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    String question = HexFormat.of().formatHex(random);
    HttpRequest request =
        HttpRequest.newBuilder(uri("/proof?question=" + question)).timeout(PROOF).build();
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      return response.statusCode() == 200
          && token.isProof(
              ServiceJson.read(response.body(), Answers.Proof.class).proof(),
              question,
              endpoint.address());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (java.io.IOException | IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Has something done.
   *
   * @param path below the API's, encoded
   * @param body a record; null: none
   * @param type of the answer
   */
  <T extends Record> CompletableFuture<T> call(
      String method, String path, @Nullable Object body, Class<T> type) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .timeout(ANSWER)
            .header("authorization", "Bearer " + token.text());
    if (body == null) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request
          .header("content-type", ApiJson.TYPE)
          .method(method, BodyPublishers.ofByteArray(ApiJson.bytes(body)));
    }
    return client
        .sendAsync(request.build(), BodyHandlers.ofString())
        .handle(
            (response, failure) ->
                failure == null
                    ? answer(response, type)
                    : CompletableFuture.<T>failedFuture(lost(Refusals.cause(failure))))
        .thenCompose(answer -> answer);
  }

  private URI uri(String path) {
    return URI.create("http://" + endpoint.address() + "/" + String.join("/", Api.ROOT) + path);
  }

  private static <T extends Record> CompletableFuture<T> answer(
      HttpResponse<String> response, Class<T> type) {
    try {
      if (response.statusCode() / 100 == 2) {
        return CompletableFuture.completedFuture(ServiceJson.read(response.body(), type));
      }
      return CompletableFuture.failedFuture(refusal(response));
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(
          new ShoalException(
              "the node answered what this version does not understand: " + e.getMessage(), e));
    }
  }

  private static Exception refusal(HttpResponse<String> response) {
    Answers.Fault fault = ServiceJson.read(response.body(), Answers.Refusal.class).error();
    String message = PlainText.of(fault.message());
    if (response.statusCode() == 401) {
      return new DeniedException(message, null);
    }
    ErrorKind kind = ErrorKind.of(fault.code());
    return kind == ErrorKind.STORAGE && fault.reason() != null
        ? new StorageException(reason(fault.reason()), message, null)
        : kind.exception(message);
  }

  private static StorageException.Reason reason(String word) {
    return Arrays.stream(StorageException.Reason.values())
        .filter(reason -> ServiceJson.word(reason).equals(word))
        .findFirst()
        .orElse(StorageException.Reason.FAILED);
  }

  private static Exception lost(Throwable failure) {
    String message =
        failure instanceof HttpTimeoutException
            ? "the running node does not answer"
            : failure instanceof ConnectException
                ? "the node that was running has ended"
                : "the running node could not be asked: " + failure.getMessage();
    return new UnreachableException(message, failure);
  }

  /** Where the node is. */
  EndpointFile endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
