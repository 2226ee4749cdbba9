package dev.shoal.peer.service;

import dev.shoal.peer.ConflictException;
import dev.shoal.peer.GroupFileInfo;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.SharedFile;
import dev.shoal.peer.service.watch.WatchedFile;
import dev.shoal.transport.RateLimit;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a running node shares. Of several shares with the same content, one is served, which the
 * others stand for; when it ends, another takes its place. Belongs to the agent's thread.
 */
final class Shares implements SharePreparation.Listener {
  private static final String OVER = " is not shared any more";

  private final ShareIndex index = new ShareIndex();
  private final SameContent sameContent = new SameContent();
  private final MembersOnly membersOnly = new MembersOnly();

  /** Shares in groups that are being prepared, and whose contents are not known yet. */
  private final Set<Share> unidentified = new LinkedHashSet<>();

  /** Files of watched folders that may have the content of one of these. */
  private final Set<Share> postponed = new LinkedHashSet<>();

  private final ShareNumbers numbers;
  private final SharePreparation preparation;
  private final RandomGenerator random;
  private final StatusLog log;
  private final Consumer<Share> changed;
  private final Runnable remember;
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
    this.numbers = new ShareNumbers(remember);
    this.preparation = new SharePreparation(agent, node, paths, this);
  }

  /** Says who is told of a watched file that is served no more, though nobody ended that. */
  void onLost(Consumer<Share> listener) {
    lost = listener;
  }

  /** Takes up what was remembered. */
  void restore(SavedState state) {
    numbers.restore(state.nextShare());
    membersOnly.restore(state.forMembers());
    for (SavedShare saved : state.shares()) {
      long number = Ids.SHARES.number(saved.id());
      numbers.taken(number);
      prepare(enter(new Share(number, saved, new Pace(random), null)));
    }
  }

  /** The next share's number, as it is to be remembered. */
  long next() {
    return numbers.saved();
  }

  /** What is to be remembered. */
  List<SavedShare> saved() {
    return index.saved();
  }

  /** Those that are hashed, among others. */
  Iterable<Share> underWay() {
    return preparation.underWay();
  }

  Iterable<Share> all() {
    return index.all();
  }

  /**
   * At most so many shares after one.
   *
   * @param after id; empty: from the first
   */
  List<Share> page(String after, int limit) {
    return index.page(after, limit);
  }

  /** Throws if there is none. */
  Share get(String id) throws NotFoundException {
    return index.get(id);
  }

  /**
   * Shares a file, or what is shared already with the same name and groups, as it is now.
   *
   * @param size as it was seen
   */
  Share add(ShareRequest request, long size) throws ConflictException {
    ShareInfo.Origin origin = ShareInfo.Origin.ADDED;
    SavedShare wish = SavedShare.of(Ids.SHARES.of(numbers.peek()), request, origin, size);
    Share known = index.like(wish);
    if (known != null) {
      again(known, wish);
      return known;
    }
    requireRoom();
    Share share = enter(new Share(numbers.take(), wish, new Pace(random), null));
    prepare(share);
    return share;
  }

  private void again(Share share, SavedShare wish) {
    boolean same =
        share.saved.tags().equals(wish.tags()) && share.saved.chunkSize() == wish.chunkSize();
    if (share.state == ShareInfo.State.PREPARING && same && !share.fleeting) {
      if (wish.uploadLimit() != 0) {
        limit(share, wish.uploadLimit());
      }
      return;
    }
    index.keep(share);
    long limit = wish.uploadLimit() == 0 ? share.saved.uploadLimit() : wish.uploadLimit();
    share.saved = wish.withId(share.saved.id()).withUploadLimit(limit);
    prepare(share); // though it is shared: the file may be another by now
  }

  /** Shares a file of a watched folder. */
  Share watch(WatchedFile file, List<String> tags) {
    ShareRequest request = new ShareRequest(file.path().toString(), "", tags, List.of(), 0, 0);
    long number = numbers.takeReserved();
    SavedShare saved =
        SavedShare.of(Ids.SHARES.of(number), request, ShareInfo.Origin.WATCHED, file.size());
    Share share = enter(new Share(number, saved, new Pace(random), file));
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
    if (group.isEmpty() && handle == null && wasForMembers(download.fileId())) {
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

  /** Whether that was shared, and is not any more because the file has changed, or was deleted. */
  boolean hasChanged(String group, Path path, GroupFileInfo file) {
    String fileId = file.fileId().toString();
    Share wanted = kept(path.toString(), file.name(), group, fileId, file.length());
    Share known = index.like(wanted.saved);
    return known != null && known.hasProblem("changed");
  }

  private Share kept(String path, String name, String group, @Nullable String fileId, long size) {
    long number = numbers.peek();
    SavedShare saved = SavedShare.fetched(Ids.SHARES.of(number), path, name, group, fileId, size);
    return new Share(number, saved, new Pace(random), null);
  }

  private void keep(Share share, @Nullable SharedFile handle) {
    Share known = index.like(share.saved);
    if (known != null) {
      if (known.state == ShareInfo.State.FAILED) { // the file was gone, say, and is there again
        known.saved = known.saved.withContent(share.saved.fileId(), share.saved.size());
        serve(known, handle);
      }
    } else if (!index.isFull()) {
      numbers.taken(share.number);
      serve(enter(share), handle);
    }
  }

  private void serve(Share share, @Nullable SharedFile handle) {
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

  /** Whether that is, or was, for members of groups: nobody said that more people may have it. */
  private boolean wasForMembers(@Nullable String fileId) {
    return fileId != null && (sameContent.isInGroups(fileId) || membersOnly.contains(fileId));
  }

  /** Whether that file is shared in groups, and not with everybody. */
  boolean isForMembers(Path path) {
    return index.isForMembers(path);
  }

  /** Ends a share; what else has its content takes its place. */
  void remove(Share share) {
    share.removed = true;
    index.leave(share);
    List<Share> others = sameContent.forget(share);
    if (others.stream().anyMatch(other -> other.handle == share.handle)) {
      share.handle = null; // what was shared already when it was fetched is another's
    }
    boolean goesOut = share.goesOutAs != null;
    preparation.end(share);
    share.settled.complete(null);
    changed.accept(share);
    narrowWhatIsUnderWay(share);
    if (!goesOut) { // otherwise that is done when that has ended
      replace(share, others);
    }
    postponed.remove(share);
    stopWaitingFor(share);
  }

  /** Ends a share in one of its groups; in the others it is shared anew. */
  void withdraw(Share share, String group) throws NotFoundException {
    share.saved.requireIn(group);
    SavedShare left = share.saved.without(group);
    if (left.groups().isEmpty() || index.like(left) != null) {
      remove(share);
      return;
    }
    preparation.end(share);
    List<Share> others = sameContent.forget(share);
    narrowWhatIsUnderWay(share);
    index.change(share, left);
    prepare(share);
    others.forEach(this::renew); // which may be served in that group, too
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
    List.copyOf(index.all()).stream().filter(Share::isRefused).forEach(this::prepare);
  }

  /**
   * A group does not know its user, or node, any more: what is for its members alone has failed.
   */
  void refused(String group, Problem problem) {
    for (Share share : List.copyOf(index.all())) {
      if (share.state == ShareInfo.State.SHARED && share.saved.groups().equals(List.of(group))) {
        preparation.end(share);
        failed(share, problem);
      }
    }
  }

  /** A group knows its user: what was refused there may be granted now. */
  void granted(String group) {
    List.copyOf(index.all()).stream()
        .filter(share -> share.isRefused() && share.saved.groups().contains(group))
        .forEach(this::prepare);
  }

  /** Tries again what failed for the disk's sake; watched files are their folder's matter. */
  void retry() {
    for (Share share : List.copyOf(index.all())) {
      if (share.watched == null
          && share.state == ShareInfo.State.FAILED
          && share.hasProblem("storage")) {
        expectContent(share);
        preparation.retry(share);
      }
    }
  }

  /** Lets go of everything; nothing that ends from now on is looked at. */
  void close() {
    preparation.close();
  }

  private void prepare(Share share) {
    if (share.removed) {
      return;
    }
    if (share.fleeting) {
      remove(share);
    } else {
      expectContent(share);
      preparation.begin(share);
      changed.accept(share);
    }
  }

  private void expectContent(Share share) {
    if (share.saved.fileId() == null && !share.saved.groups().isEmpty()) {
      unidentified.add(share);
    }
  }

  /**
   * Decides whether a file of a watched folder is everybody's when its content is known: not if it
   * came from a group or is shared in one, and not yet if it may be that of a share in a group that
   * was asked for before, and is not known yet.
   */
  @Override
  public boolean identified(Share share, String fileId) {
    if (!share.saved.groups().isEmpty()) {
      membersOnly.add(fileId);
      stopWaitingFor(share);
    } else if (share.watched != null && membersOnly.contains(fileId)) {
      share.keptBack = true;
      remove(share);
      return false;
    } else if (share.watched != null && mayBeForMembers(share)) {
      postponed.add(share);
      preparation.postpone(share);
      return false;
    }
    enterContent(share, fileId);
    return true;
  }

  /** Its content is known, or is not waited for any more. */
  private void stopWaitingFor(Share share) {
    if (unidentified.remove(share)) {
      List<Share> free = postponed.stream().filter(other -> !mayBeForMembers(other)).toList();
      free.forEach(postponed::remove);
      free.forEach(preparation::begin);
    }
  }

  private boolean mayBeForMembers(Share share) {
    return unidentified.stream().anyMatch(other -> mayBeSame(share.saved, other.saved));
  }

  private static boolean mayBeSame(SavedShare share, SavedShare other) {
    return share.size() < 0 || other.size() < 0 || share.size() == other.size();
  }

  private void enterContent(Share share, String fileId) {
    if (!fileId.equals(share.content)) {
      replace(share, sameContent.forget(share));
      sameContent.enter(share, fileId);
    }
  }

  @Override
  public void letGo(SavedShare attempt, String fileId) {
    List<Share> others = sameContent.with(fileId);
    if (SameContent.isWider(attempt, others)) {
      others.forEach(this::renew);
    } else {
      standIn(others);
    }
  }

  @Override
  public void prepared(Share share, boolean first) {
    hold(share.saved);
    stopWaitingFor(share);
    if (share.state == ShareInfo.State.SHARED && share.tooWide) {
      renew(share);
      return;
    }
    if (share.state == ShareInfo.State.SHARED) {
      String fileId = share.saved.fileId();
      if (fileId != null) {
        enterContent(share, fileId);
      }
      if (share.watched == null && first) {
        log.info("Sharing " + share.text() + ".");
      }
    } else {
      standIn(sameContent.forget(share));
      if (share.problem != null && first) {
        log.warning(share.text() + " is not shared: " + share.problem.message());
      }
    }
    share.settled.complete(null);
    changed.accept(share);
    if (share.isSaved()) {
      remember.run();
    }
  }

  /** The one that they relied upon is not served. */
  private void standIn(List<Share> others) {
    if (others.stream().noneMatch(other -> other.handle != null)) {
      others.stream().filter(other -> other.state == ShareInfo.State.SHARED).forEach(this::prepare);
    }
  }

  @Override
  public void replaced(Share share) {
    preparation.review(share, () -> review(share));
  }

  private void review(Share share) {
    if (!sameContent.isServed(share)) {
      prepare(share);
    }
  }

  @Override
  public void stopped(Share share, @Nullable Problem problem) {
    if (problem != null) {
      String why = problem.message(); // which may say itself what is shared no more
      log.warning(why.contains(OVER) ? why : share.text() + OVER + ": " + why);
      failed(share, problem);
    } else if (!sameContent.isServed(share) && !share.saved.groups().isEmpty()) {
      takenBack(share);
    } else {
      replaced(share);
    }
  }

  private void failed(Share share, Problem problem) {
    List<Share> others = sameContent.forget(share);
    share.state = ShareInfo.State.FAILED;
    share.problem = problem;
    changed.accept(share);
    if (share.watched != null) {
      lost.accept(share);
    }
    others.forEach(this::prepare);
  }

  /** So were others with the same content that are for members, too: nobody is served it now. */
  private void takenBack(Share share) {
    List<Share> others = sameContent.forget(share);
    List<Share> ended = others.stream().filter(other -> !other.saved.groups().isEmpty()).toList();
    ended.forEach(sameContent::forget);
    log.info(share.text() + " was taken back from its group.");
    remove(share);
    ended.forEach(this::remove);
    others.stream().filter(other -> other.saved.groups().isEmpty()).forEach(this::prepare);
    remember.run();
  }

  /** One of several has ended: the others' audiences, and their names, hold now. */
  private void replace(Share ended, List<Share> others) {
    boolean isServed = others.stream().anyMatch(other -> other.handle != null);
    if (!isServed || SameContent.isWider(ended, others)) {
      others.forEach(this::renew);
    }
  }

  /** A content is served for all the shares of it; so, to be served for fewer, it begins anew. */
  private void renew(Share share) {
    share.tooWide = false;
    preparation.end(share);
    prepare(share);
  }

  /** Whose content is not known yet may be served with the audience of one that has ended. */
  private void narrowWhatIsUnderWay(Share ended) {
    for (Share other : preparation.underWay()) {
      other.tooWide |=
          !other.removed
              && mayBeSame(ended.saved, other.saved)
              && SameContent.isWider(ended, List.of(other));
    }
  }

  /** What is for members is not for everybody because it lies somewhere, from now on. */
  private void hold(SavedShare saved) {
    String fileId = saved.fileId();
    if (fileId != null && !saved.groups().isEmpty()) {
      membersOnly.add(fileId);
    }
  }

  private Share enter(Share share) {
    hold(share.saved);
    index.enter(share);
    return share;
  }

  private void requireRoom() throws ConflictException {
    if (index.isFull()) {
      throw new ConflictException(
          "the node remembers "
              + SavedState.MOST_SHARES
              + " shares, which is the most; put more files into a watched folder",
          null);
    }
  }
}
