package dev.shoal.peer.console;

import dev.shoal.peer.Account;
import dev.shoal.peer.FileDetails;
import dev.shoal.peer.Groups;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.SearchPage;
import dev.shoal.peer.service.DownloadPage;
import dev.shoal.peer.service.NodeService;
import dev.shoal.peer.service.NodeStatus;
import dev.shoal.peer.service.RateSample;
import dev.shoal.peer.service.ServiceListener;
import dev.shoal.peer.service.TransferLimits;
import dev.shoal.protocol.FileId;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A node that writes down what it is asked for, and answers what a test has prepared. */
final class FakeBacking implements Backing {
  /** Done, and no more to say. */
  static final Object NOTHING = new Object();

  /** What it was asked for: the method's name and what it was given. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  /** Who is told of changes. */
  final List<ServiceListener> listeners = new CopyOnWriteArrayList<>();

  private final Map<String, Object> answers = new ConcurrentHashMap<>();
  private final Path directory;

  FakeBacking(Path directory) {
    this.directory = directory;
    answer("status", status(directory.resolve("downloads")));
    answer("downloads", new DownloadPage(List.of(), null));
    answer("log", List.of());
    answer("rates", List.of(new RateSample(1000, 5, 6)));
    answer("user", Optional.of("alice"));
  }

  /** What a method answers from now on: a future with that, or one that fails with it. */
  void answer(String method, Object answer) {
    answers.put(method, answer);
  }

  static NodeStatus status(Path downloads) {
    return new NodeStatus(
        true,
        "test",
        "ab".repeat(32),
        "127.0.0.1:7071",
        1,
        List.of("tracker:7070"),
        "tracker:7070",
        true,
        null,
        new NodeStatus.TrafficInfo(1, 2, 3, 4),
        new TransferLimits(0, 4096),
        new NodeStatus.ShareCounts(1, 0, 0, 5),
        new NodeStatus.DownloadCounts(0, 0, 0, 0, 0),
        downloads.toString(),
        List.of(),
        List.of(),
        null);
  }

  @Override
  public NodeService service() {
    return fake(NodeService.class);
  }

  @Override
  public Account account() {
    return fake(Account.class);
  }

  @Override
  public Groups groups() {
    return fake(Groups.class);
  }

  @Override
  public Path dataDirectory() {
    return directory.resolve("data");
  }

  @Override
  public CompletableFuture<SearchPage> search(String text, @Nullable String next) {
    return future("search", text, next).thenApply(SearchPage.class::cast);
  }

  @Override
  public CompletableFuture<FileDetails> details(FileId fileId) {
    return future("details", fileId).thenApply(FileDetails.class::cast);
  }

  @Override
  @SuppressWarnings("unchecked") // as a test has prepared it
  public CompletableFuture<List<RateSample>> rates() {
    return future("rates").thenApply(rates -> (List<RateSample>) rates);
  }

  @Override
  public void addListener(ServiceListener listener) {
    listeners.add(listener);
  }

  @Override
  public void removeListener(ServiceListener listener) {
    listeners.remove(listener);
  }

  private <T> T fake(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Object[] given = arguments == null ? new Object[0] : arguments;
              return method.getReturnType() == Optional.class
                  ? answers.get(method.getName())
                  : future(method.getName(), given);
            }));
  }

  private CompletableFuture<@Nullable Object> future(String method, @Nullable Object... given) {
    asked.add(method + Arrays.stream(given).map(FakeBacking::text).toList());
    Object answer =
        answers.getOrDefault(method, new NotFoundException("no " + method + " here", null));
    return answer instanceof Throwable failure
        ? CompletableFuture.failedFuture(failure)
        : CompletableFuture.completedFuture(answer == NOTHING ? null : answer);
  }

  private static String text(@Nullable Object value) {
    return value instanceof char[] characters ? new String(characters) : String.valueOf(value);
  }
}
