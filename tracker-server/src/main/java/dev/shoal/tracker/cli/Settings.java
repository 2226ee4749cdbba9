package dev.shoal.tracker.cli;

import static dev.shoal.tracker.cli.ValueKinds.address;
import static dev.shoal.tracker.cli.ValueKinds.addressOrAll;
import static dev.shoal.tracker.cli.ValueKinds.capabilityDuration;
import static dev.shoal.tracker.cli.ValueKinds.directory;
import static dev.shoal.tracker.cli.ValueKinds.duration;
import static dev.shoal.tracker.cli.ValueKinds.fileOrNone;
import static dev.shoal.tracker.cli.ValueKinds.flag;
import static dev.shoal.tracker.cli.ValueKinds.longDuration;
import static dev.shoal.tracker.cli.ValueKinds.mode;
import static dev.shoal.tracker.cli.ValueKinds.number;
import static dev.shoal.tracker.cli.ValueKinds.portOrOff;
import static dev.shoal.tracker.cli.ValueKinds.rate;
import static dev.shoal.tracker.cli.ValueKinds.shortDuration;
import static dev.shoal.tracker.cli.ValueKinds.size;
import static dev.shoal.tracker.cli.ValueKinds.threadsOrAuto;
import static dev.shoal.tracker.cli.ValueKinds.transport;

import dev.shoal.protocol.Limits;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that can be set. The flags, the help, the keys of the configuration file, the environment
 * variables and the table in the README come from this list alone.
 */
final class Settings {
  private Settings() {}

  private static final int MANY = Integer.MAX_VALUE;

  /** The data directory: commands other than to run a tracker need it as well. */
  static final Setting<Path> DATA =
      new Setting<>(
          "data",
          directory(),
          "~/.shoal-tracker",
          "Directory for what survives a restart, created if missing.",
          (d, v) -> d.tracker().dataDirectory(v));

  /** Where a tracker is and what it runs on. */
  private static final List<Setting<?>> PLACES =
      List.of(
          new Setting<>(
              "port",
              number(0, 0xFFFF),
              "7070",
              "Port to listen at, 0 for any that is free.",
              (d, v) -> d.tracker().port(v)),
          new Setting<>(
              "bind",
              addressOrAll(),
              ValueKinds.ALL_ADDRESSES,
              "Address to listen at; * for all of this machine's, IPv4 and IPv6.",
              (d, v) -> v.ifPresent(d.tracker()::bindAddress)),
          DATA,
          new Setting<>(
              "http-port",
              portOrOff(),
              ValueKinds.OFF,
              "Port for /metrics, /healthz, /readyz and a status page; 0 for any, or off.",
              (d, v) -> v.ifPresent(d.tracker()::httpPort)),
          new Setting<>(
              "http-bind",
              address(),
              "127.0.0.1",
              "Address for that port. It is open to whoever reaches it.",
              (d, v) -> d.tracker().httpBindAddress(v)),
          new Setting<>(
              "transport",
              transport(),
              "auto",
              "How sockets are driven: auto, epoll, kqueue, nio or io_uring.",
              (d, v) -> d.tracker().transportKind(v)));

  /** Whom a tracker lets in, and who it is. */
  private static final List<Setting<?>> ACCESS =
      List.of(
          new Setting<>(
              "mode",
              mode(),
              "open",
              "For what one has to be logged in: open for nothing public, users to share, closed for"
                  + " anything.",
              (d, v) -> d.tracker().mode(v)),
          new Setting<>(
              "require-tls",
              flag(),
              "false",
              "Whether connections without TLS are refused.",
              (d, v) -> d.tracker().requireTls(v)),
          new Setting<>(
              "certificate",
              fileOrNone(),
              ValueKinds.NONE,
              "PEM file of a certificate that an organisation has issued, with those between it and"
                  + " the authority; none: the tracker signs its own.",
              (d, v) -> v.ifPresent(d::certificate)),
          new Setting<>(
              "certificate-key",
              fileOrNone(),
              ValueKinds.NONE,
              "PEM file of the private key that belongs to it.",
              (d, v) -> v.ifPresent(d::certificateKey)),
          new Setting<>(
              "authorities",
              fileOrNone(),
              ValueKinds.NONE,
              "PEM file of authorities whose certificates are taken from peers, beside those that"
                  + " peers have signed themselves.",
              (d, v) -> v.ifPresent(d.tracker()::authorities)));

  /** How long and how much a tracker grants. */
  static final List<Setting<?>> LIMITS =
      List.of(
          new Setting<>(
              "heartbeat",
              duration(),
              "30s",
              "How often peers are told to send a heartbeat.",
              (d, v) -> d.tracker().heartbeat(v)),
          new Setting<>(
              "lease",
              duration(),
              "90s",
              "How long a session lives after its last sign of life; more than the heartbeat.",
              (d, v) -> d.tracker().lease(v)),
          new Setting<>(
              "resume",
              duration(),
              "60s",
              "How long the session of a lost connection can be resumed.",
              (d, v) -> d.tracker().resume(v)),
          new Setting<>(
              "idle",
              duration(),
              "10m",
              "How long a connection may have no lease and ask for nothing.",
              (d, v) -> d.tracker().idle(v)),
          new Setting<>(
              "silence",
              duration(),
              "30s",
              "How long a connection may be silent before it is asked for a sign of life, and again"
                  + " before it is ended.",
              (d, v) -> d.transport().idleTimeout(v)),
          new Setting<>(
              "greeting-timeout",
              duration(),
              "10s",
              "How long a new connection may take to send its greeting.",
              (d, v) -> d.transport().helloTimeout(v)),
          new Setting<>(
              "default-sources",
              number(1, Limits.MAX_SOURCES),
              "30",
              "Sources in an answer when the asker does not say how many.",
              (d, v) -> d.tracker().defaultSources(v)),
          new Setting<>(
              "max-sources",
              number(1, Limits.MAX_SOURCES),
              Integer.toString(Limits.MAX_SOURCES),
              "Most sources in an answer.",
              (d, v) -> d.tracker().maxSources(v)),
          new Setting<>(
              "max-files",
              number(1, MANY),
              "2000000",
              "Most files in the catalogue.",
              (d, v) -> d.tracker().maxFiles(v)),
          new Setting<>(
              "max-swarms",
              number(1, MANY),
              "3000000",
              "Most files that anybody has. Memory: about 100 bytes each.",
              (d, v) -> d.tracker().maxSwarms(v)),
          new Setting<>(
              "max-registrations-in-all",
              number(1, MANY),
              "15000000",
              "Most registrations of all sessions together. Memory: about 16 bytes each.",
              (d, v) -> d.tracker().maxRegistrationsInAll(v)),
          new Setting<>(
              "max-registrations",
              number(1, MANY),
              "200000",
              "Most files registered by one session.",
              (d, v) -> d.tracker().maxRegistrationsPerSession(v)),
          new Setting<>(
              "max-registrations-per-address",
              number(1, MANY),
              "2000000",
              "Most files registered by all sessions of one address.",
              (d, v) -> d.tracker().maxRegistrationsPerAddress(v)),
          new Setting<>(
              "max-sessions-per-address",
              number(1, MANY),
              "1000",
              "Most sessions from one address, lost ones included.",
              (d, v) -> d.tracker().maxSessionsPerAddress(v)),
          new Setting<>(
              "max-connections",
              number(1, MANY),
              "16384",
              "Most connections.",
              (d, v) -> d.transport().maxConnections(v)),
          new Setting<>(
              "max-connections-per-address",
              number(0, MANY),
              "1024",
              "Most connections of one address; 0 for no limit.",
              (d, v) -> d.traffic().connectionsPerAddress(v)),
          new Setting<>(
              "max-requests",
              number(1, MANY),
              "1024",
              "Most requests of one connection that wait for their answers.",
              (d, v) -> d.transport().maxRequests(v)),
          new Setting<>(
              "send-backlog",
              size(4096, 16 << 20),
              "128KiB",
              "Bytes that may wait to be sent on one connection before it is read from no more.",
              (d, v) -> d.transport().sendBacklog(v)),
          new Setting<>(
              "requests-per-second",
              number(0, 100_000_000),
              "10000",
              "Requests a second on one connection; 0 for no limit.",
              (d, v) -> d.traffic().requestsPerConnection(v)),
          new Setting<>(
              "requests-per-second-and-address",
              number(0, 100_000_000),
              "50000",
              "Requests a second from one address; 0 for no limit.",
              (d, v) -> d.traffic().requestsPerAddress(v)),
          new Setting<>(
              "bytes-per-second",
              rate(),
              "4MiB",
              "Bytes a second read from one connection, which then has to wait; 0 for no limit.",
              (d, v) -> d.traffic().bytesPerConnection(v)),
          new Setting<>(
              "bytes-per-second-and-address",
              rate(),
              "8MiB",
              "Bytes a second read from one address; 0 for no limit.",
              (d, v) -> d.traffic().bytesPerAddress(v)),
          new Setting<>(
              "handshakes-per-second",
              number(0, 100_000_000),
              "250",
              "TLS handshakes a second with all who dial; 0 for no limit.",
              (d, v) -> d.traffic().handshakes(v)),
          new Setting<>(
              "handshakes-per-second-and-address",
              number(0, 100_000_000),
              "50",
              "TLS handshakes a second with one address; 0 for no limit.",
              (d, v) -> d.traffic().handshakesPerAddress(v)),
          new Setting<>(
              "slowest-bytes",
              number(0, 1 << 20),
              "1024",
              "Bytes a second that a message must come in at; slower connections are ended.",
              (d, v) -> d.traffic().slowestBytes(v)),
          new Setting<>(
              "frame-grace",
              duration(),
              "30s",
              "How long a message may take to arrive, however small it is.",
              (d, v) -> d.traffic().frameGrace(v)),
          new Setting<>(
              "limit-loopback",
              flag(),
              "false",
              "Whether limits of addresses hold for loopback ones too.",
              (d, v) -> d.traffic().loopback(v)),
          new Setting<>(
              "searches-per-second",
              number(1, MANY),
              "100",
              "Searches, and requests for details, from one address each second.",
              (d, v) -> d.tracker().searchesPerSecond(v)),
          new Setting<>(
              "max-subscriptions",
              number(1, MANY),
              "200000",
              "Most subscriptions to swarms.",
              (d, v) -> d.tracker().maxSubscriptions(v)),
          new Setting<>(
              "max-subscriptions-per-address",
              number(1, MANY),
              "20000",
              "Most subscriptions to swarms of all connections of one address.",
              (d, v) -> d.tracker().maxSubscriptionsPerAddress(v)),
          new Setting<>(
              "logins-per-second",
              number(4, 10_000),
              "20",
              "Passwords checked each second, those of all together.",
              (d, v) -> d.access().loginsPerSecond(v)),
          new Setting<>(
              "password-threads",
              threadsOrAuto(),
              ValueKinds.AUTO,
              "Passwords hashed at a time; auto: 2, or 1 where there is no processor to spare.",
              (d, v) -> v.ifPresent(d.access()::passwordThreads)),
          new Setting<>(
              "password-memory",
              size(8 << 10, 256 << 20),
              "19MiB",
              "Memory that is filled to hash one password. Those hashed otherwise stay good.",
              (d, v) -> d.access().passwordMemoryKib(v >> 10)),
          new Setting<>(
              "password-passes",
              number(1, 64),
              "2",
              "How often that memory is gone over.",
              (d, v) -> d.access().passwordPasses(v)),
          new Setting<>(
              "login-life",
              longDuration(),
              "30d",
              "How long a login lasts.",
              (d, v) -> d.access().loginLife(v)),
          new Setting<>(
              "capability-life",
              capabilityDuration(),
              "5m",
              "How long a node may fetch files of a group from peers without asking again.",
              (d, v) -> d.access().capabilityLife(v)),
          new Setting<>(
              "accounts-per-hour-and-address",
              number(1, 1_000_000),
              "60",
              "Accounts that one address may make in an hour, administrators aside.",
              (d, v) -> d.access().accountsPerHourAndAddress(v)),
          new Setting<>(
              "groups-per-hour-and-address",
              number(1, 1_000_000),
              "200",
              "Groups that one address may make in an hour, administrators aside.",
              (d, v) -> d.access().groupsPerHourAndAddress(v)),
          new Setting<>(
              "max-accounts",
              number(1, MANY),
              "100000",
              "Most accounts.",
              (d, v) -> d.access().maxAccounts(v)),
          new Setting<>(
              "max-groups",
              number(1, MANY),
              "10000",
              "Most groups.",
              (d, v) -> d.access().maxGroups(v)),
          new Setting<>(
              "max-groups-per-owner",
              number(1, MANY),
              "100",
              "Most groups that one account owns.",
              (d, v) -> d.access().maxGroupsPerOwner(v)),
          new Setting<>(
              "max-members-per-group",
              number(1, MANY),
              "10000",
              "Most members of one group, with those who asked to join.",
              (d, v) -> d.access().maxMembersPerGroup(v)),
          new Setting<>(
              "max-files-per-group",
              number(1, MANY),
              "100000",
              "Most files in one group's list.",
              (d, v) -> d.access().maxFilesPerGroup(v)),
          new Setting<>(
              "publications-per-second",
              number(1, MANY),
              "1000",
              "Files that one address may publish each second in the long run.",
              (d, v) -> d.tracker().publicationsPerSecond(v)),
          new Setting<>(
              "publications-at-once",
              number(Limits.MAX_BATCH, MANY),
              "200000",
              "Files that one address may publish at once after a pause.",
              (d, v) -> d.tracker().publicationsAtOnce(v)),
          new Setting<>(
              "verify-peers",
              flag(),
              "true",
              "Whether a peer is handed out only after its port was dialled and found to be its own.",
              (d, v) -> d.tracker().verifyPeers(v)),
          new Setting<>(
              "dial-timeout",
              shortDuration(),
              "2s",
              "How long such a connection, and then its greeting, may take.",
              (d, v) -> d.tracker().dialTimeout(v)),
          new Setting<>(
              "dial-patience",
              shortDuration(),
              "1500ms",
              "How long the answer to an opened lease waits for that.",
              (d, v) -> d.tracker().dialPatience(v)),
          new Setting<>(
              "dials-at-once",
              number(1, 1 << 16),
              "64",
              "Most such connections being made at a time.",
              (d, v) -> d.tracker().dialsAtOnce(v)),
          new Setting<>(
              "dials-per-second",
              number(1, 1 << 16),
              "200",
              "Most such connections begun in a second.",
              (d, v) -> d.tracker().dialsPerSecond(v)),
          new Setting<>(
              "dials-per-second-and-address",
              number(1, 1 << 16),
              "40",
              "Most such connections to one address begun in a second.",
              (d, v) -> d.tracker().dialsPerSecondAndAddress(v)),
          new Setting<>(
              "lowest-dialled-port",
              number(1, 0xFFFF),
              "1024",
              "Lowest port that is dialled; peers at lower ones are not handed out.",
              (d, v) -> d.tracker().lowestDialledPort(v)));

  /** In the order in which they are shown. */
  static final List<Setting<?>> ALL =
      Stream.of(PLACES, ACCESS, LIMITS).flatMap(List::stream).toList();

  /** The names of all, for a sentence. */
  static String names() {
    return ALL.stream().map(Setting::name).collect(Collectors.joining(", "));
  }

  /** The setting with that name. */
  static Optional<Setting<?>> named(String name) {
    return ALL.stream().filter(setting -> setting.name().equals(name)).findFirst();
  }
}
