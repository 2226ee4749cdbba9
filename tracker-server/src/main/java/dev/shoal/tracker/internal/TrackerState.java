package dev.shoal.tracker.internal;

import dev.shoal.protocol.FileId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Details;
import dev.shoal.protocol.wire.FileDetails;
import dev.shoal.tracker.internal.access.AccessView;
import dev.shoal.tracker.internal.access.ConnectedLogins;
import dev.shoal.tracker.internal.access.EpochNews;
import dev.shoal.tracker.internal.catalogue.Catalogue;
import dev.shoal.tracker.internal.catalogue.FileEntry;
import dev.shoal.tracker.internal.catalogue.Listings;
import dev.shoal.tracker.internal.catalogue.Searches;
import dev.shoal.tracker.internal.catalogue.SwarmCounts;
import dev.shoal.tracker.internal.codec.FileIdWords;
import dev.shoal.tracker.internal.figures.AccessFigures;
import dev.shoal.tracker.internal.figures.RequestTally;
import dev.shoal.tracker.internal.figures.TrackerFigures;
import dev.shoal.tracker.internal.figures.TrackerFigures.NewFile;
import dev.shoal.tracker.internal.figures.TrackerFigures.RefusedFigures;
import dev.shoal.tracker.internal.figures.TrackerFigures.StoreFigures;
import dev.shoal.tracker.internal.groups.GroupLimits;
import dev.shoal.tracker.internal.groups.GroupSwarms;
import dev.shoal.tracker.internal.push.SubscriptionLimits;
import dev.shoal.tracker.internal.push.Subscriptions;
import dev.shoal.tracker.internal.reach.PeerCheck;
import dev.shoal.tracker.internal.store.Committer;
import dev.shoal.tracker.internal.swarm.SwarmIndex;
import dev.shoal.tracker.internal.swarm.SwarmListener;
import java.security.SecureRandom;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/** Everything a tracker knows, and what answers from it; owned by one event loop. */
public final class TrackerState {
  /** Sessions ended in one go: so few that requests do not wait noticeably. */
  private static final int EXPIRY_SLICE = 64;

  /** Registrations worked on in one go. */
  private static final int WORK_SLICE = 1000;

  /** Parts in groups that have ended forgotten in one go. */
  private static final int MEMBER_SLICE = 500;

  /** Published files shown in one go. */
  private static final int PUBLISH_SLICE = 200;

  /** Files whose words are indexed in one go. */
  private static final int INDEX_SLICE = 50;

  /** Subscribers told in one go. */
  private static final int NEWS_SLICE = 64;

  private static final long MAX_HOLDING_BYTES = 64 << 20;

  /** Subscriptions ended for their age in one go. */
  private static final int SUBSCRIPTION_SLICE = 256;

  private final LongSupplier nowNanos;
  private final SwarmIndex swarms;
  private final Subscriptions subscriptions;
  private final Catalogue catalogue;
  private final SessionTable sessions;
  private final Leases leases;
  private final Verifier verifier;
  private final IdlePeers idlePeers;
  private final AddressRate publicationRate;
  private final AddressRate searchRate;
  private final Registrar registrar;
  private final Publications publications;
  private final Completions completions;
  private final SourceFinder finder;
  private final Listings listings;
  private final Searches searches;
  private final Warming warming;
  private final RequestTally tally = new RequestTally();
  private final LongSupplier nowMillis;
  private final LoginRules rules;
  private final ConnectedLogins logins = new ConnectedLogins();
  private final EpochNews epochNews;
  private final AccessView access;
  private final GroupSwarms groupSwarms;
  private final GroupRegistrar groupRegistrar;
  private final GroupSourceFinder groupFinder;
  private final AccessDesk desk = new AccessDesk();
  private Runnable workArises = () -> {};
  private Runnable newsArise = () -> {};

  /**
   * The state of a tracker that has just started.
   *
   * @param rules for what one has to be logged in
   * @param catalogue as it was loaded
   * @param view accounts and groups, as they were loaded
   * @param committer keeps changes of the catalogue, and calls its replies on the loop
   * @param warming whether peers may still be on their way back
   * @param nowNanos of any origin, never running backwards
   * @param nowMillis Unix time
   */
  public TrackerState(
      TrackerPolicy policy,
      LoginRules rules,
      Catalogue catalogue,
      AccessView view,
      Committer committer,
      Warming warming,
      LongSupplier nowNanos,
      LongSupplier nowMillis) {
    SecureRandom secure = new SecureRandom();
    this.nowNanos = nowNanos;
    this.nowMillis = nowMillis;
    this.rules = rules;
    this.catalogue = catalogue;
    this.warming = warming;
    this.swarms = new SwarmIndex(new SplittableRandom(secure.nextLong()), MAX_HOLDING_BYTES);
    this.subscriptions = new Subscriptions(swarms, limits(policy.quotas()), () -> newsArise.run());
    this.sessions = new SessionTable(policy, swarms, secure);
    this.leases = new Leases(sessions, policy, warming);
    this.verifier = new Verifier(sessions, policy.dialling().lowestPort());
    this.idlePeers = new IdlePeers(policy.terms().idle().toNanos());
    this.publicationRate = AddressRate.ofPublications(policy.quotas());
    this.searchRate = AddressRate.ofSearches(policy.quotas());
    this.registrar = new Registrar(swarms, sessions, this::length, policy);
    this.publications = new Publications(catalogue, committer, nowMillis, () -> workArises.run());
    this.completions = new Completions(publications);
    this.finder = new SourceFinder(swarms, subscriptions, policy, warming, nowNanos);
    this.listings = new Listings(catalogue, new Counts());
    this.searches = new Searches(catalogue, listings);
    this.groupSwarms =
        new GroupSwarms(
            new SplittableRandom(secure.nextLong()), GroupLimits.DEFAULT, () -> workArises.run());
    this.access = view;
    this.groupRegistrar = new GroupRegistrar(groupSwarms, sessions, view);
    this.groupFinder = new GroupSourceFinder(groupSwarms, view, policy.answers());
    this.epochNews = new EpochNews(logins, () -> workArises.run());
    swarms.listener(new Changes());
    sessions.listener(groupRegistrar);
    view.setListener(new AccessEnds(logins, groupSwarms, epochNews));
    view.whenWorkArises(() -> workArises.run());
  }

  private static SubscriptionLimits limits(TrackerPolicy.Quotas quotas) {
    return new SubscriptionLimits(
        quotas.subscriptions(), quotas.subscriptionsPerAddress(), quotas::appliesTo);
  }

  /**
   * Ends logins whose time is over, a slice of the connections that are not used, and of the
   * subscriptions that are old.
   */
  void endOverdue() {
    logins.expire(nowMillis.getAsLong());
    desk.sweep();
    idlePeers.dismiss(now(), EXPIRY_SLICE);
    subscriptions.expire(now(), SUBSCRIPTION_SLICE);
  }

  /** What is called, from within other methods, when there is something to {@link #work} off. */
  void whenWorkArises(Runnable action) {
    workArises = action;
  }

  /** What is called, from within other methods, when there are {@link #hasNews news}. */
  void whenNewsArise(Runnable action) {
    newsArise = action;
  }

  /** How it is found out whether peers can be dialled. Before that is known, none can. */
  public void verifyBy(PeerCheck check) {
    verifier.setCheck(check);
  }

  /**
   * Ends sessions whose time has run out, a slice of them.
   *
   * @return whether there may be more
   */
  public boolean expire() {
    return sessions.expire(now(), EXPIRY_SLICE);
  }

  /**
   * Works off a slice of what is left to do: of changes of whole sessions, of groups that have
   * ended, of telling members of their groups' epochs, of publications, of indexing what was
   * loaded.
   *
   * @return whether there is more
   */
  public boolean work() {
    boolean more = swarms.work(WORK_SLICE);
    more |= groupSwarms.work(WORK_SLICE);
    more |= access.work(MEMBER_SLICE);
    more |= epochNews.work(NEWS_SLICE);
    more |= publications.work(PUBLISH_SLICE);
    return more || catalogue.indexSome(INDEX_SLICE);
  }

  /** Whether there is somebody to be told of changes in swarms. */
  boolean hasNews() {
    return subscriptions.hasWork();
  }

  /**
   * Tells a slice of them.
   *
   * @return whether there is more that could be told at once
   */
  boolean tellNews() {
    return subscriptions.work(now(), NEWS_SLICE);
  }

  /** Has counts kept that are not kept one by one. */
  void keepCounts() {
    completions.keep();
  }

  /** What is known of one file. */
  FileDetails details(Details request) throws ProtocolException {
    FileId file = FileIds.read(request.getFileId());
    SwarmIndex.Union union = swarms.leecherChunks(number(file));
    return listings
        .details(file)
        .setWarming(warming.isWarming())
        .setChunkSize(union.chunkSize())
        .setLeecherChunks(union.chunks())
        .build();
  }

  /**
   * The figures of this moment.
   *
   * @param newest how many of the files published last
   */
  TrackerFigures figures(
      int connections,
      RefusedFigures refused,
      StoreFigures store,
      AccessFigures access,
      int newest) {
    return new TrackerFigures(
        connections,
        sessions.carriedCount(),
        sessions.size() - sessions.carriedCount(),
        swarms.size(),
        swarms.completeCount(),
        swarms.fileCount(),
        subscriptions.size(),
        subscriptions.pushes(),
        catalogue.size(),
        warming.isWarming(),
        catalogue.isWarming(),
        tally.counts(),
        refused,
        verifier.figures(),
        store,
        access,
        catalogue.newest(newest).stream()
            .map(
                file ->
                    new NewFile(
                        file.file().toString(), file.name(), file.length(), file.publishedMillis()))
            .toList());
  }

  /** Counts requests. */
  RequestTally tally() {
    return tally;
  }

  long now() {
    return nowNanos.getAsLong();
  }

  SwarmIndex swarms() {
    return swarms;
  }

  SessionTable sessions() {
    return sessions;
  }

  Leases leases() {
    return leases;
  }

  Verifier verifier() {
    return verifier;
  }

  IdlePeers idlePeers() {
    return idlePeers;
  }

  AddressRate publicationRate() {
    return publicationRate;
  }

  AddressRate searchRate() {
    return searchRate;
  }

  Registrar registrar() {
    return registrar;
  }

  Publications publications() {
    return publications;
  }

  Subscriptions subscriptions() {
    return subscriptions;
  }

  SourceFinder finder() {
    return finder;
  }

  Searches searches() {
    return searches;
  }

  LongSupplier nowMillis() {
    return nowMillis;
  }

  LoginRules rules() {
    return rules;
  }

  ConnectedLogins logins() {
    return logins;
  }

  GroupSwarms groupSwarms() {
    return groupSwarms;
  }

  GroupRegistrar groupRegistrar() {
    return groupRegistrar;
  }

  GroupSourceFinder groupFinder() {
    return groupFinder;
  }

  AccessDesk desk() {
    return desk;
  }

  private OptionalLong length(FileId file) {
    FileEntry entry = catalogue.get(file);
    return entry == null ? OptionalLong.empty() : OptionalLong.of(entry.length());
  }

  private int number(FileId file) {
    FileIdWords words = FileIdWords.of(file);
    return swarms.find(words.word0(), words.word1(), words.word2(), words.word3());
  }

  /** Counts from the swarms for catalogue entries. */
  private final class Counts implements SwarmCounts {
    @Override
    public int seeders(FileId file) {
      return swarms.seederCount(number(file));
    }

    @Override
    public int leechers(FileId file) {
      return swarms.leecherCount(number(file));
    }
  }

  /** Leads what happens in swarms to those whom it concerns. */
  private final class Changes implements SwarmListener {
    @Override
    public void changed(int file) {
      subscriptions.changed(file);
    }

    @Override
    public void completed(FileId file) {
      if (catalogue.get(file) != null) {
        completions.add(file);
      }
    }

    @Override
    public void workArises() {
      workArises.run();
    }
  }
}
