package dev.shoal.peer.internal.download;

import com.google.protobuf.ByteString;
import dev.shoal.peer.DeniedException;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.internal.access.AccessErrors;
import dev.shoal.peer.internal.access.Audience;
import dev.shoal.peer.internal.access.Capabilities;
import dev.shoal.peer.internal.access.KnownGroups;
import dev.shoal.peer.internal.link.PeerLink;
import dev.shoal.peer.internal.outcome.Failure;
import dev.shoal.peer.internal.schedule.SourceBook;
import dev.shoal.peer.internal.tracker.SwarmListener;
import dev.shoal.peer.internal.tracker.TrackerClient;
import dev.shoal.peer.internal.tracker.TrackerVisit;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.PackedAddress;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.PlainText;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.GroupFileList;
import dev.shoal.protocol.wire.GroupSource;
import dev.shoal.protocol.wire.GroupSources;
import dev.shoal.protocol.wire.ListGroupFiles;
import dev.shoal.protocol.wire.QueryGroup;
import dev.shoal.transport.TransportException;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The members of a group that have a file of it: the tracker says who they are, and nobody else is
 * asked, nor over a connection on which they have not proved it, nor before they know that this
 * node may ask.
 */
final class GroupOrigin implements Origin {
  private static final Logger log = LoggerFactory.getLogger(GroupOrigin.class);
  private static final long RETRY_MILLIS = 1000;

  private final DownloadContext context;
  private final EventLoop loop;
  private final FileId fileId;
  private final String name;
  private final long patientUntilNanos;
  private final @Nullable TrackerClient tracker;
  private final @Nullable Capabilities capabilities;

  /** Whom to expect where. */
  private final Map<InetSocketAddress, PeerId> expected = new ConcurrentHashMap<>();

  /** What was shown last over links over which the file was refused before. */
  private final Map<PeerLink, @Nullable Object> again =
      Collections.synchronizedMap(new WeakHashMap<>());

  private volatile @Nullable GroupId group;
  private volatile @Nullable ShoalException end;

  /**
   * @param name of the group
   * @param waitFor how long to try to reach the tracker
   */
  GroupOrigin(
      DownloadContext context, EventLoop loop, FileId fileId, String name, Duration waitFor) {
    this.context = context;
    this.loop = loop;
    this.fileId = fileId;
    this.name = name;
    this.tracker = context.tracker();
    this.capabilities = context.capabilities();
    this.patientUntilNanos = System.nanoTime() + waitFor.toNanos();
  }

  @Override
  public CompletableFuture<Void> prepare() {
    if (tracker == null || capabilities == null) {
      return CompletableFuture.failedFuture(
          new UnreachableException("this node has no tracker to ask", null));
    }
    KnownGroups groups = capabilities.known();
    return tracker
        .ready()
        .thenCompose(
            ready -> {
              Optional<TrackerVisit> asked = groups.here();
              return list().thenAccept(answer -> entered(answer, groups, asked));
            })
        .exceptionallyCompose(
            failure -> {
              ShoalException cause = AccessErrors.of(failure);
              return cause instanceof UnreachableException
                      && System.nanoTime() - patientUntilNanos < 0
                  ? later().thenCompose(rested -> prepare())
                  : CompletableFuture.failedFuture(cause);
            });
  }

  private void entered(GroupFileList answer, KnownGroups groups, Optional<TrackerVisit> asked) {
    GroupId found = GroupId.fromBytes(answer.getGroupId().toByteArray());
    try {
      groups.found(found, asked);
    } catch (ShoalException e) {
      throw new CompletionException(e);
    }
    group = found;
  }

  private CompletableFuture<Void> later() {
    CompletableFuture<Void> rested = new CompletableFuture<>();
    loop.schedule(() -> rested.complete(null), RETRY_MILLIS, TimeUnit.MILLISECONDS);
    return rested;
  }

  private static <T> T known(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the group is not known yet");
    }
    return part;
  }

  private GroupId group() {
    return known(group);
  }

  @Override
  public Audience audience() {
    return Audience.ofGroup(group());
  }

  @Override
  public boolean isAskable() {
    return true;
  }

  /** Which only members may do. */
  private CompletableFuture<GroupFileList> list() {
    ListGroupFiles request = ListGroupFiles.newBuilder().setGroup(name).setLimit(1).build();
    return known(tracker).ask(FrameKind.LIST_GROUP_FILES, request, GroupFileList.class);
  }

  @Override
  public CompletableFuture<Whereabouts> ask(boolean lacksLittle, boolean subscribe) {
    if (isElsewhere()) {
      return CompletableFuture.failedFuture(away());
    }
    QueryGroup query =
        QueryGroup.newBuilder()
            .setGroupId(ByteString.copyFrom(group().toBytes()))
            .setFileId(ByteString.copyFrom(fileId.toBytes()))
            .setMaxSources(Math.min(context.maxSources(), Limits.MAX_GROUP_SOURCES))
            .build();
    return known(tracker)
        .ask(FrameKind.QUERY_GROUP, query, GroupSources.class)
        .thenApply(this::read)
        .exceptionallyCompose(failure -> refused(AccessErrors.of(failure)));
  }

  /** That the group does not have the file, yet or any more, is another matter than who may ask. */
  private CompletableFuture<Whereabouts> refused(ShoalException cause) {
    if (isElsewhere()) {
      return CompletableFuture.failedFuture(away());
    }
    return AccessErrors.isRefusal(cause)
        ? list()
            .handle(
                (listed, failure) -> {
                  if (failure == null) {
                    throw new CompletionException(
                        new NotFoundException(
                            "the group " + PlainText.of(name) + " has no file " + fileId, cause));
                  }
                  heed(AccessErrors.of(failure));
                  throw new CompletionException(cause);
                })
        : CompletableFuture.failedFuture(cause);
  }

  private static UnreachableException away() {
    return new UnreachableException(
        "the tracker of the group is away, and the one in its place does not know it", null);
  }

  private boolean isElsewhere() {
    GroupId asked = group;
    return asked != null && known(capabilities).known().isElsewhere(asked);
  }

  private Whereabouts read(GroupSources answer) {
    if (isElsewhere()) {
      throw new CompletionException(away()); // another one may have answered
    }
    List<InetSocketAddress> seeders = new ArrayList<>();
    List<InetSocketAddress> leechers = new ArrayList<>();
    if (expected.size() >= SourceBook.CAPACITY) {
      expected.clear(); // of those that are still there the tracker tells again
    }
    try {
      for (GroupSource source : answer.getSourcesList()) {
        if (seeders.size() + leechers.size() == Limits.MAX_GROUP_SOURCES) {
          break;
        }
        InetSocketAddress address = address(source.getAddress());
        expected.put(address, PeerId.fromBytes(source.getPeerId().toByteArray()));
        (source.getComplete() ? seeders : leechers).add(address);
      }
    } catch (ProtocolException | IllegalArgumentException e) {
      log.warn("the tracker sent a malformed answer: {}", e.getMessage());
    }
    boolean nobody = answer.getSeederCount() == 0 && answer.getLeecherCount() == 0;
    return new Whereabouts(seeders, leechers, nobody, false, false);
  }

  private static InetSocketAddress address(ByteString packed) throws ProtocolException {
    List<InetSocketAddress> one =
        PackedAddress.unpack(packed.asReadOnlyByteBuffer(), Math.max(1, packed.size()));
    if (one.size() != 1) {
      throw new ProtocolException(ErrorCode.BAD_REQUEST, "a source without an address");
    }
    return one.get(0);
  }

  @Override
  public void follow(SwarmListener news) {
    // the tracker tells nothing of groups unasked
  }

  @Override
  public void unfollow(SwarmListener news) {
    // see above
  }

  @Override
  public CompletableFuture<PeerLink> link(InetSocketAddress address) {
    PeerId peer = expected.get(address);
    if (peer == null) {
      return CompletableFuture.failedFuture(
          new TransportException.Untrusted("nobody says who is to be expected there", null));
    }
    return context
        .links()
        .link(address, peer)
        .thenCompose(
            link ->
                ready(link)
                    .handle(
                        (shown, failure) -> {
                          if (failure != null) {
                            link.letGo();
                            throw new CompletionException(failure);
                          }
                          return link;
                        }));
  }

  @Override
  public boolean admits(PeerLink link) {
    GroupId known = group;
    return known != null
        && link.presenter().isPossible()
        && link.belongs(Audience.ofGroup(known), fileId);
  }

  /** A capability that is not accepted, perhaps since somebody has left, is followed by another. */
  @Override
  public CompletableFuture<Void> ready(PeerLink link) {
    return link.presenter()
        .show(known(capabilities), group())
        .exceptionallyCompose(
            failure ->
                isRefusedThere(failure)
                    ? link.presenter().showNewer(known(capabilities), group())
                    : CompletableFuture.failedFuture(failure))
        .whenComplete((shown, failure) -> heed(failure));
  }

  @Override
  public Optional<CompletableFuture<Void>> readyAgain(PeerLink link, Throwable refusal) {
    Object last = link.presenter().lastShown(group());
    if (!isRefusedThere(refusal) || last == null || last.equals(again.get(link))) {
      return Optional.empty();
    }
    return Optional.of(
        link.presenter()
            .showNewer(known(capabilities), group())
            .whenComplete(
                (done, failure) -> {
                  heed(failure);
                  again.put(link, link.presenter().lastShown(group()));
                }));
  }

  @Override
  public void keepReady(PeerLink link) {
    CompletableFuture<Void> shown = link.presenter().show(known(capabilities), group());
    shown.whenComplete((done, failure) -> heed(failure));
  }

  /** Nobody but the peer itself can put anything into these links. */
  @Override
  public boolean isDoubtful(PeerLink link) {
    return false;
  }

  @Override
  public boolean isDoubted(InetSocketAddress address) {
    return false;
  }

  @Override
  public Optional<ShoalException> end() {
    return Optional.ofNullable(end);
  }

  private static boolean isRefusedThere(Throwable failure) {
    return Failure.cause(failure) instanceof TransportException.Remote remote
        && (remote.code() == ErrorCode.DENIED || remote.code() == ErrorCode.NOT_FOUND);
  }

  /** The tracker's refusal is the end, for whatever is asked of others. */
  private void heed(@Nullable Throwable failure) {
    Throwable cause = failure == null ? null : Failure.cause(failure);
    if (cause instanceof ShoalException && AccessErrors.isRefusal(cause) && !isElsewhere()) {
      end =
          new DeniedException(
              "the files of the group " + PlainText.of(name) + " are not for this node's user",
              cause);
    }
  }
}
