package dev.shoal.transport;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.FrameKind;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps what it is told of one connection; requests go to a consumer. */
class RecordingHandler implements ConnectionHandler {
  final CompletableFuture<Connection> ready = new CompletableFuture<>();
  final CompletableFuture<@Nullable Throwable> closed = new CompletableFuture<>();
  final Queue<MessageLite> notices = new ConcurrentLinkedQueue<>();
  final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private final Consumer<Request> answerer;

  RecordingHandler(Consumer<Request> answerer) {
    this.answerer = answerer;
  }

  /** Keeps requests and answers none. */
  RecordingHandler() {
    this(request -> {});
  }

  @Override
  public void onReady(Connection connection) {
    ready.complete(connection);
  }

  @Override
  public void onRequest(Connection connection, Request request) {
    requests.add(request);
    answerer.accept(request);
  }

  @Override
  public void onNotice(Connection connection, FrameKind kind, MessageLite header) {
    notices.add(header);
  }

  @Override
  public void onClosed(Connection connection, @Nullable Throwable cause) {
    closed.complete(cause);
  }
}
