package dev.shoal.peer.service;

import dev.shoal.peer.ConflictException;
import dev.shoal.peer.GroupFileInfo;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.SharedFile;
import dev.shoal.peer.service.watch.WatchedFile;
import dev.shoal.protocol.PlainText;
import dev.shoal.transport.RateLimit;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a running node shares. Of several shares with the same content, one is served, which the
 * others stand for; when it ends, another takes its place. Belongs to the agent's thread.
 */
final class Shares implements SharePreparation.Listener {
  private static final char PREFIX = 's';

  /** So many ids at a time are remembered as given away to watched files, which are not. */
  private static final long RESERVED = 10_000;

  private final TreeMap<Long, Share> all = new TreeMap<>();
  private final Map<String, Share> byRequest = new HashMap<>();

  /** Paths of files that are shared in groups, and how many shares of each there are. */
  private final Map<String, Integer> forMembers = new HashMap<>();

  private final MembersOnly membersOnly = new MembersOnly();
  private final Map<String, Set<Share>> byContent = new HashMap<>();
  private final SharePreparation preparation;
  private final RandomGenerator random;
  private final StatusLog log;
  private final Consumer<Share> changed;
  private final Runnable remember;
  private long next = 1;
  private long reserved = 1;
  private int remembered;
  private Consumer<Share> lost = share -> {};

  /**
   * @param changed told of each share that is not as it was, or was removed
   * @param remember told when something is to be remembered
   */
  Shares(
      Agent agent,
      NodePort node,
      PathPolicy paths,
      RandomGenerator random,
      StatusLog log,
      Consumer<Share> changed,
      Runnable remember) {
    this.random = random;
    this.log = log;
    this.changed = changed;
    this.remember = remember;
    this.preparation = new SharePreparation(agent, node, paths, this);
  }

  /** Says who is told of a watched file that is served no more, though nobody ended that. */
  void onLost(Consumer<Share> listener) {
    lost = listener;
  }

  /** Takes up what was remembered. */
  void restore(SavedState state) {
    next = state.nextShare();
    membersOnly.restore(state.forMembers());
    for (SavedShare saved : state.shares()) {
      long number = number(saved.id());
      next = Math.max(next, number + 1);
      prepare(enter(new Share(number, saved, new Pace(random), null)));
    }
  }

  long next() {
    return Math.max(next, reserved);
  }

  /** What is to be remembered. */
  List<SavedShare> saved() {
    return all.values().stream().filter(Share::isSaved).map(share -> share.saved).toList();
  }

  /** Those that are hashed, among others. */
  Iterable<Share> underWay() {
    return preparation.underWay();
  }

  Iterable<Share> all() {
    return all.values();
  }

  /**
   * At most so many shares after one.
   *
   * @param after id; empty: from the first
   */
  List<Share> page(String after, int limit) throws NotFoundException {
    long from = after.isEmpty() ? 0 : number(after);
    return all.tailMap(from, false).values().stream().limit(limit).toList();
  }

  /** Throws if there is none. */
  Share get(String id) throws NotFoundException {
    Share share = all.get(number(id));
    if (share == null) {
      throw new NotFoundException(
          "there is no share " + PlainText.of(id) + "; shoal list shows those there are", null);
    }
    return share;
  }

  /**
   * Shares a file, or what is shared already with the same name and groups, as it is now.
   *
   * @param size as it was seen
   */
  Share add(ShareRequest request, long size) throws ConflictException {
    SavedShare saved = saved(request, ShareInfo.Origin.ADDED, size);
    Share known = byRequest.get(key(saved));
    if (known != null && known.watched == null) {
      again(known, saved);
      return known;
    }
    requireRoom();
    Share share = enter(new Share(next++, saved, new Pace(random), null));
    prepare(share);
    return share;
  }

  private void again(Share share, SavedShare wish) {
    boolean same =
        share.saved.tags().equals(wish.tags()) && share.saved.chunkSize() == wish.chunkSize();
    SavedShare before = share.saved;
    if (share.state != ShareInfo.State.FAILED && same && !share.fleeting) {
      if (wish.uploadLimit() != 0) {
        limit(share, wish.uploadLimit());
      }
      return;
    }
    forgetContent(share);
    if (share.fleeting) {
      share.fleeting = false;
      remembered++;
    }
    share.saved =
        new SavedShare(
            before.id(),
            wish.path(),
            wish.name(),
            wish.tags(),
            wish.groups(),
            wish.chunkSize(),
            wish.uploadLimit(),
            ShareInfo.Origin.ADDED,
            null,
            wish.size());
    prepare(share);
  }

  /** Shares a file of a watched folder. */
  Share watch(WatchedFile file, List<String> tags) {
    ShareRequest request = new ShareRequest(file.path().toString(), "", tags, List.of(), 0, 0);
    if (next >= reserved) { // or after a crash they would stand for other files
      reserved = next + RESERVED;
      remember.run();
    }
    SavedShare saved = saved(request, ShareInfo.Origin.WATCHED, file.size());
    Share share = enter(new Share(next++, saved, new Pace(random), file));
    prepare(share);
    return share;
  }

  /**
   * A file that was downloaded is shared from now on.
   *
   * @param handle by which it is served; null if it has to be yet
   */
  void downloaded(SavedDownload download, String path, @Nullable SharedFile handle, long size) {
    String group = download.request().group();
    if (group.isEmpty() && handle == null && isInGroups(download.fileId())) {
      return;
    }
    String name = download.name() == null ? "" : download.name();
    Share share = kept(path, name, group, download.fileId(), size);
    share.fleeting = handle != null && group.isEmpty() && !handle.isPublic();
    keep(share, handle);
  }

  /** A file of a group that is there already is shared with its members from now on. */
  void keep(String group, Path path, GroupFileInfo file) {
    String fileId = file.fileId().toString();
    keep(kept(path.toString(), file.name(), group, fileId, file.length()), null);
  }

  private Share kept(String path, String name, String group, @Nullable String fileId, long size) {
    return new Share(
        next,
        new SavedShare(
            id(next),
            path,
            name,
            List.of(),
            group.isEmpty() ? List.of() : List.of(group),
            0,
            0,
            ShareInfo.Origin.DOWNLOADED,
            fileId,
            size),
        new Pace(random),
        null);
  }

  private void keep(Share share, @Nullable SharedFile handle) {
    if (byRequest.containsKey(key(share.saved)) || remembered >= SavedState.MOST_SHARES) {
      return;
    }
    next++;
    enter(share);
    if (handle == null) {
      prepare(share);
    } else {
      preparation.adopt(share, handle);
    }
    remember.run();
  }

  /** What is not everybody's because it lies in a watched folder. */
  MembersOnly membersOnly() {
    return membersOnly;
  }

  /** Whether that file is shared in groups, and not with everybody. */
  boolean isForMembers(Path path) {
    return forMembers.containsKey(path.toString());
  }

  /** Ends a share; what else has its content takes its place. */
  void remove(Share share) {
    share.removed = true;
    all.remove(share.number);
    byRequest.remove(key(share.saved), share);
    if (!share.saved.groups().isEmpty()) {
      forMembers.computeIfPresent(share.saved.path(), (path, n) -> n == 1 ? null : n - 1);
    }
    if (share.isSaved()) {
      remembered--;
    }
    Set<Share> others = forgetContent(share);
    if (others.stream().anyMatch(other -> other.handle == share.handle)) {
      share.handle = null; // what was shared already when it was fetched is another's
    }
    preparation.end(share);
    share.settled.complete(null);
    changed.accept(share);
    narrowWhatIsUnderWay(share);
    replace(share, others);
  }

  /** Ends a share in one of its groups; in the others it is shared anew. */
  void withdraw(Share share, String group) throws NotFoundException {
    share.saved.requireIn(group);
    SavedShare left = share.saved.without(group);
    if (left.groups().isEmpty() || byRequest.containsKey(key(left))) {
      remove(share);
      return;
    }
    byRequest.remove(key(share.saved), share);
    preparation.end(share);
    Set<Share> others = forgetContent(share);
    narrowWhatIsUnderWay(share);
    share.saved = left;
    byRequest.put(key(left), share);
    prepare(share);
    List.copyOf(others).forEach(this::renew); // which may be served in that group, too
  }

  void limit(Share share, long bytesPerSecond) {
    share.saved = share.saved.withUploadLimit(RateLimit.checked(bytesPerSecond));
    SharedFile handle = share.handle;
    if (handle != null) {
      handle.setUploadLimit(bytesPerSecond);
    }
    changed.accept(share);
  }

  /** Somebody else is logged in: what was refused may be granted now. */
  void onLogin() {
    for (Share share : List.copyOf(all.values())) {
      Problem problem = share.problem;
      if (share.state == ShareInfo.State.FAILED
          && problem != null
          && problem.code().equals("denied")) {
        prepare(share);
      }
    }
  }

  /** Tries again what failed for the disk's sake; watched files are their folder's matter. */
  void retry() {
    for (Share share : List.copyOf(all.values())) {
      Problem problem = share.problem;
      if (share.watched == null
          && share.state == ShareInfo.State.FAILED
          && problem != null
          && problem.code().equals("storage")) {
        preparation.retry(share);
      }
    }
  }

  /** Lets go of everything; nothing that ends from now on is looked at. */
  void close() {
    preparation.close();
  }

  private void prepare(Share share) {
    if (share.fleeting) {
      remove(share);
    } else {
      preparation.begin(share);
      changed.accept(share);
    }
  }

  @Override
  public void prepared(Share share, boolean first) {
    hold(share.saved);
    if (share.state == ShareInfo.State.SHARED && share.tooWide) {
      renew(share);
      return;
    }
    if (share.state == ShareInfo.State.SHARED) {
      String fileId = share.saved.fileId();
      if (fileId != null && !fileId.equals(share.content)) {
        replace(share, forgetContent(share));
        share.content = fileId;
        byContent.computeIfAbsent(fileId, id -> new LinkedHashSet<>()).add(share);
      }
      if (share.watched == null && first) {
        log.info("Sharing " + share.text() + ".");
      }
    } else if (share.problem != null && first) {
      log.warning(share.text() + " is not shared: " + share.problem.message());
    }
    share.settled.complete(null);
    changed.accept(share);
    if (share.isSaved()) {
      remember.run();
    }
  }

  @Override
  public void replaced(Share share) {
    preparation.review(share, () -> review(share));
  }

  private void review(Share share) {
    if (!isServed(share)) {
      prepare(share);
    }
  }

  @Override
  public void stopped(Share share, @Nullable Problem problem) {
    if (problem != null) {
      Set<Share> others = forgetContent(share);
      share.state = ShareInfo.State.FAILED;
      share.problem = problem;
      log.warning(share.text() + " is not shared any more: " + problem.message());
      changed.accept(share);
      if (share.watched != null) {
        lost.accept(share);
      }
      others.forEach(this::prepare);
    } else if (!isServed(share) && !share.saved.groups().isEmpty()) {
      takenBack(share);
    } else {
      replaced(share);
    }
  }

  /** So were others with the same content that are for members, too: nobody is served it now. */
  private void takenBack(Share share) {
    Set<Share> others = forgetContent(share);
    List<Share> ended = others.stream().filter(other -> !other.saved.groups().isEmpty()).toList();
    ended.forEach(this::forgetContent);
    log.info(share.text() + " was taken back from its group.");
    remove(share);
    ended.forEach(this::remove);
    List.copyOf(others).forEach(this::prepare);
    remember.run();
  }

  /** Whether members of groups are who has it from here: nobody said that more people may. */
  private boolean isInGroups(@Nullable String fileId) {
    return fileId != null
        && byContent.getOrDefault(fileId, Set.of()).stream()
            .anyMatch(other -> !other.saved.groups().isEmpty());
  }

  private boolean isServed(Share share) {
    String content = share.content;
    return content != null
        && byContent.getOrDefault(content, Set.of()).stream()
            .anyMatch(other -> other.handle != null);
  }

  private Set<Share> forgetContent(Share share) {
    String content = share.content;
    Set<Share> same = content == null ? null : byContent.get(content);
    if (content == null || same == null || !same.remove(share)) {
      return Set.of();
    }
    share.content = null;
    if (same.isEmpty()) {
      byContent.remove(content);
    }
    return same;
  }

  /** One of several has ended: the others' audiences, and their names, hold now. */
  private void replace(Share ended, Set<Share> others) {
    if (others.stream().noneMatch(other -> other.handle != null) || isWider(ended, others)) {
      List.copyOf(others).forEach(this::renew);
    }
  }

  /** A content is served for all the shares of it; so, to be served for fewer, it begins anew. */
  private void renew(Share share) {
    share.tooWide = false;
    preparation.end(share);
    prepare(share);
  }

  /** Whether one was for people for whom none of the others are. */
  private static boolean isWider(Share ended, Collection<Share> others) {
    List<String> groups = ended.saved.groups();
    return groups.isEmpty()
        ? ended.isPublic() && others.stream().noneMatch(Share::isPublic)
        : !groups.stream()
            .allMatch(
                group -> others.stream().anyMatch(other -> other.saved.groups().contains(group)));
  }

  /** Whose content is not known yet may be served with the audience of one that has ended. */
  private void narrowWhatIsUnderWay(Share ended) {
    for (Share other : preparation.underWay()) {
      long size = other.saved.size();
      boolean mayBeSame = size < 0 || ended.saved.size() < 0 || size == ended.saved.size();
      other.tooWide |= mayBeSame && !other.removed && isWider(ended, List.of(other));
    }
  }

  /** What is for members is not for everybody because it lies somewhere, from now on. */
  private void hold(SavedShare saved) {
    String fileId = saved.fileId();
    if (fileId != null && !saved.groups().isEmpty()) {
      membersOnly.add(fileId, saved.size());
    }
  }

  private Share enter(Share share) {
    hold(share.saved);
    all.put(share.number, share);
    byRequest.putIfAbsent(key(share.saved), share);
    if (!share.saved.groups().isEmpty()) {
      forMembers.merge(share.saved.path(), 1, Integer::sum);
    }
    if (share.isSaved()) {
      remembered++;
    }
    return share;
  }

  private SavedShare saved(ShareRequest request, ShareInfo.Origin origin, long size) {
    return new SavedShare(
        id(next),
        request.path(),
        request.name(),
        request.tags(),
        request.groups().stream().distinct().sorted().toList(),
        request.chunkSize(),
        request.uploadLimit(),
        origin,
        null,
        size);
  }

  private void requireRoom() throws ConflictException {
    if (remembered >= SavedState.MOST_SHARES) {
      throw new ConflictException(
          "the node remembers "
              + SavedState.MOST_SHARES
              + " shares, which is the most; put more files into a watched folder",
          null);
    }
  }

  private static String key(SavedShare share) {
    boolean watched = share.origin() == ShareInfo.Origin.WATCHED;
    return watched + "\n" + share.path() + "\n" + share.name() + "\n" + share.groups();
  }

  private static String id(long number) {
    return PREFIX + Long.toString(number);
  }

  /** 0 if it is no id. */
  static long number(String id) {
    try {
      return id.isEmpty() || id.charAt(0) != PREFIX ? 0 : Long.parseLong(id.substring(1));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
