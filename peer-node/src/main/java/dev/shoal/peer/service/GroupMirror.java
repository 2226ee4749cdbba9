package dev.shoal.peer.service;

import dev.shoal.peer.DeniedException;
import dev.shoal.peer.DownloadOrder;
import dev.shoal.peer.DownloadPriority;
import dev.shoal.peer.GroupFileInfo;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.ShoalException;
import dev.shoal.protocol.FileNames;
import dev.shoal.protocol.PlainText;
import dev.shoal.protocol.ShoalLink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the files of a group into a folder, those that come later as well: asks for its list now
 * and then, ever more seldom while nothing changes. What is in the folder already is left alone,
 * and so is what leaves the group. Belongs to the agent's thread.
 *
 * <p>A file goes where its name says, made safe; if something else is there, the beginning of its
 * id is put into the name, so that the same files end under the same names each time.
 */
final class GroupMirror {
  /** Most downloads of one group that are not over at a time; the rest come later. */
  static final int MOST_OPEN = 64;

  private static final int ID_DIGITS = 8;

  private final Agent agent;
  private final NodePort node;
  private final PathPolicy paths;
  private final String group;
  private final Path directory;
  private final Desk desk;
  private final StatusLog log;
  private final Pace pace;

  /** What was compared and is there; read while it is compared, on whatever thread that is. */
  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  private @Nullable String problem;
  private boolean closed;
  private boolean asking;

  /** Rises with each question, so that there is only one that waits for its time. */
  private int turn;

  /** What it needs of the node's downloads; called on the agent's thread. */
  interface Desk {
    /** Whether somebody gave that file up. */
    boolean isUnwanted(String group, String fileId);

    /** How many of the group's downloads into the folder are not over. */
    int open(String group, Path directory);

    /** Where downloads of the group are written to, or could not be: not to be begun again. */
    Set<String> known(String group);

    /** Fetches a file. */
    void fetch(DownloadRequest request) throws ShoalException;

    /** Says that a file of the group is there, and may be shared with it. */
    void there(DownloadRequest request, Path path, GroupFileInfo file);

    /** Whether a file that was there, and shared, is not what it was, as far as is known. */
    boolean hasChanged(String group, Path path, GroupFileInfo file);

    /** The group does not know this node's user: says so of what is shared with its members. */
    void refused(String group, Problem problem);

    /** The group knows this node's user again. */
    void granted(String group);
  }

  /**
   * What is to be done about a file.
   *
   * @param alike files of its length where it may be; empty once these were compared
   * @param path where it is, or is to be fetched to
   */
  private record Step(GroupFileInfo file, List<Path> alike, Path path, boolean isThere) {
    Step at(Path found) {
      return new Step(file, List.of(), found, true);
    }

    Step missing() {
      return new Step(file, List.of(), path, false);
    }
  }

  GroupMirror(
      Agent agent,
      NodePort node,
      PathPolicy paths,
      RandomGenerator random,
      String group,
      Path directory,
      Desk desk,
      StatusLog log) {
    this.agent = agent;
    this.node = node;
    this.paths = paths;
    this.group = group;
    this.directory = directory;
    this.desk = desk;
    this.log = log;
    this.pace = new Pace(random);
  }

  /** Begins. */
  void start() {
    ask();
  }

  /** Somebody else is logged in: asks again at once. */
  void onLogin() {
    pace.reset();
    ask();
  }

  /** Asks no more. */
  void close() {
    closed = true;
  }

  /** As it is told. */
  NodeStatus.MirroredGroup status() {
    return new NodeStatus.MirroredGroup(group, directory.toString(), problem);
  }

  private void ask() {
    if (closed || asking) {
      return;
    }
    asking = true;
    turn++;
    node.groupFiles(group)
        .thenApplyAsync(this::steps, agent.disk())
        .thenCompose(this::compared)
        .whenComplete((steps, failure) -> agent.execute(() -> answered(steps, failure)));
  }

  /** Where each file goes, in an order that does not depend on who asks. */
  private List<Step> steps(List<GroupFileInfo> files) {
    Path real;
    try {
      real = paths.writableDirectory(directory);
    } catch (ShoalException e) {
      throw new CompletionException(e);
    }
    Set<Path> used = new HashSet<>();
    List<Step> steps = new ArrayList<>();
    files.stream()
        .sorted(Comparator.comparing(GroupFileInfo::name).thenComparing(f -> f.fileId().toString()))
        .forEach(file -> steps.add(step(real, file, used)));
    return steps;
  }

  private static Step step(Path real, GroupFileInfo file, Set<Path> used) {
    String id = file.fileId().toString();
    String name = FileNames.safe(file.name(), id);
    Path plain = in(real, name);
    Path other = in(real, Placement.inserted(name, " (" + id.substring(0, ID_DIGITS) + ")"));
    List<Path> places = used.add(plain) ? List.of(plain, other) : List.of(other);
    used.add(other);
    List<Path> alike = places.stream().filter(path -> exists(path, file.length())).toList();
    Path free =
        places.stream()
            .filter(path -> !Files.exists(path, LinkOption.NOFOLLOW_LINKS))
            .findFirst()
            .orElse(other);
    return new Step(file, alike, free, false);
  }

  private static Path in(Path directory, String name) {
    try {
      return directory.resolve(name);
    } catch (InvalidPathException e) { // the locale has no way to write that name
      return directory.resolve(name.replaceAll("[^\\x20-\\x7E]", "_"));
    }
  }

  private static boolean exists(Path path, long length) {
    try {
      return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && Files.size(path) == length;
    } catch (IOException e) {
      return false;
    }
  }

  /** One after another: what is there is hashed once, and then remembered. */
  private CompletableFuture<List<Step>> compared(List<Step> steps) {
    CompletableFuture<List<Step>> all = CompletableFuture.completedFuture(new ArrayList<>());
    for (Step step : steps) {
      all =
          all.thenCompose(
              done ->
                  compared(step)
                      .thenApply(
                          sure -> {
                            done.add(sure);
                            return done;
                          }));
    }
    return all;
  }

  private CompletableFuture<Step> compared(Step step) {
    CompletableFuture<Step> found = CompletableFuture.completedFuture(step.missing());
    for (Path path : step.alike()) {
      found =
          found.thenCompose(
              before -> before.isThere() ? done(before) : compared(before, step.at(path)));
    }
    return found;
  }

  private CompletableFuture<Step> compared(Step missing, Step there) {
    return seen.contains(key(there))
        ? done(there)
        : node.identify(there.path())
            .handle((found, failure) -> there.file().fileId().equals(found) ? there : missing);
  }

  private static CompletableFuture<Step> done(Step step) {
    return CompletableFuture.completedFuture(step);
  }

  private static String key(Step step) {
    return step.file().fileId() + " " + step.path();
  }

  private void answered(@Nullable List<Step> steps, @Nullable Throwable failure) {
    asking = false;
    if (closed) {
      return;
    }
    try {
      if (steps == null) {
        failed(Problems.cause(failure == null ? new IllegalStateException("no list") : failure));
      } else {
        carryOut(steps);
      }
    } finally {
      askLater(); // whatever came of it
    }
  }

  private void askLater() {
    int expected = turn;
    agent.schedule(
        pace.rest(),
        () -> {
          if (turn == expected) {
            ask();
          }
        });
  }

  private void failed(Throwable cause) {
    Problem said = Problems.of(cause);
    boolean isRefused = cause instanceof DeniedException || cause instanceof NotFoundException;
    String more =
        !isRefused
            ? ""
            : node.user().isEmpty()
                ? "; log in with shoal login or on the page"
                : "; join it with shoal group join " + PlainText.of(group);
    String now = said.message() + more;
    if (now.equals(problem)) {
      return;
    }
    problem = now;
    log.warning("The files of the group " + PlainText.of(group) + " can't be seen: " + now);
    if (isRefused) {
      desk.refused(group, new Problem(said.code(), now));
    }
  }

  private void carryOut(List<Step> steps) {
    int room = MOST_OPEN - desk.open(group, directory);
    Set<String> known = desk.known(group);
    for (Step step : steps) {
      DownloadRequest request = request(step);
      if (step.isThere()) {
        if (seen.add(key(step))) {
          desk.there(request, step.path(), step.file());
        } else if (desk.hasChanged(group, step.path(), step.file())) {
          seen.remove(key(step)); // to be compared anew
        }
      } else if (room > 0
          && !known.contains(step.path().toString())
          && !desk.isUnwanted(group, step.file().fileId().toString())) {
        room--;
        pace.reset();
        try {
          desk.fetch(request);
        } catch (ShoalException e) {
          failed(e);
          return;
        }
      }
    }
    if (problem != null) {
      log.info("The files of the group " + PlainText.of(group) + " are seen again.");
      problem = null;
      desk.granted(group);
    }
  }

  private DownloadRequest request(Step step) {
    GroupFileInfo file = step.file();
    return new DownloadRequest(
        new ShoalLink(file.fileId(), file.name(), List.of()).toString(),
        step.path().toString(),
        group,
        false,
        true,
        List.of(),
        0,
        DownloadOrder.RAREST_FIRST,
        DownloadPriority.NORMAL,
        -1);
  }
}
