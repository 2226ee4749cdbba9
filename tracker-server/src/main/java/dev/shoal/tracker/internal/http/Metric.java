package dev.shoal.tracker.internal.http;

import dev.shoal.tracker.internal.figures.TrackerFigures;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One of a tracker's figures as Prometheus shows it.
 *
 * @param name with the suffixes that Prometheus wants
 * @param counts whether it only ever grows
 * @param help what it is, for a person
 */
record Metric(String name, boolean counts, String help, ToDoubleFunction<TrackerFigures> value) {

  /** All without labels. */
  static final List<Metric> ALL =
      List.of(
          gauge("connections", "Connections open or being made.", TrackerFigures::connections),
          gauge(
              "sessions_carried",
              "Sessions that a connection carries.",
              TrackerFigures::carriedSessions),
          gauge(
              "sessions_lost",
              "Sessions whose connection is lost, and that wait to be resumed.",
              TrackerFigures::lostSessions),
          gauge(
              "registrations", "What all sessions have registered.", TrackerFigures::registrations),
          gauge("seeders", "Registrations of whole files.", TrackerFigures::seeders),
          gauge("leechers", "Registrations of parts of files.", TrackerFigures::leechers),
          gauge("swarms", "Files that somebody has or watches.", TrackerFigures::swarms),
          gauge(
              "subscriptions",
              "Subscriptions to changes in swarms.",
              TrackerFigures::subscriptions),
          counter("pushes_total", "Notices sent to subscribers.", TrackerFigures::pushes),
          counter(
              "refused_connections_total",
              "Connections turned away because there were too many.",
              figures -> figures.refused().connections()),
          counter(
              "refused_requests_total",
              "Requests refused unseen because they were too many or came too fast.",
              figures -> figures.refused().requests()),
          counter(
              "dials_total",
              "Attempts to reach peers where they say they listen.",
              figures -> figures.dials().begun()),
          counter(
              "dials_reached_total",
              "Attempts of these that found the peer.",
              figures -> figures.dials().reached()),
          counter(
              "dials_put_off_total",
              "Attempts not made at once because there were too many.",
              figures -> figures.dials().putOff()),
          gauge("files", "Files in the catalogue.", TrackerFigures::publishedFiles),
          gauge(
              "warming",
              "1 while peers may still be on their way back after a restart.",
              figures -> figures.warming() ? 1 : 0),
          gauge(
              "indexing",
              "1 while loaded files are still to be found by their words.",
              figures -> figures.indexing() ? 1 : 0),
          gauge(
              "publish_queue_commands",
              "Changes that wait to be committed.",
              figures -> figures.store().queuedCommands()),
          gauge(
              "publish_queue_bytes",
              "Bytes of changes that wait to be committed.",
              figures -> figures.store().queuedBytes()),
          counter(
              "commits_total",
              "Groups of changes that were written and synced.",
              figures -> figures.store().commits()),
          counter(
              "committed_commands_total",
              "Changes that were written and synced.",
              figures -> figures.store().commands()),
          counter(
              "commit_failures_total",
              "Commits that failed.",
              figures -> figures.store().failures()),
          counter(
              "commit_seconds_total",
              "Time that all commits took.",
              figures -> figures.store().commitSeconds()),
          gauge(
              "last_commit_seconds",
              "Time that the last commit took.",
              figures -> figures.store().lastCommitSeconds()),
          gauge(
              "worst_commit_seconds",
              "Time that the longest commit since the start took.",
              figures -> figures.store().worstCommitSeconds()),
          gauge("accounts", "Accounts.", figures -> figures.access().accounts()),
          gauge("groups", "Groups.", figures -> figures.access().groups()),
          gauge("logins", "Logins that are kept.", figures -> figures.access().logins()),
          counter(
              "logins_accepted_total",
              "Logins begun.",
              figures -> figures.access().tries().accepted()),
          counter(
              "logins_denied_total",
              "Tries with a wrong name or password.",
              figures -> figures.access().tries().denied()),
          counter(
              "logins_throttled_total",
              "Tries at a password that were not looked at because there were too many.",
              figures -> figures.access().tries().throttled()),
          counter(
              "cut_connections_total",
              "Connections ended because too many tries to log in failed on them.",
              figures -> figures.access().tries().cut()),
          counter(
              "password_runs_total",
              "Runs of Argon2 begun.",
              figures -> figures.access().passwords().runs()),
          gauge(
              "password_runs_running",
              "Runs of Argon2 under way.",
              figures -> figures.access().passwords().running()),
          gauge(
              "password_runs_waiting",
              "Runs of Argon2 that wait for their turn.",
              figures -> figures.access().passwords().waiting()),
          counter(
              "password_runs_refused_total",
              "Runs of Argon2 refused because too many waited.",
              figures -> figures.access().passwords().refused()),
          counter(
              "password_runs_dropped_total",
              "Runs of Argon2 spared because nobody waited for them any more.",
              figures -> figures.access().passwords().dropped()),
          counter(
              "capabilities_total",
              "Capabilities signed.",
              figures -> figures.access().capabilities()),
          counter(
              "audit_lines_total",
              "Security events written to the audit log.",
              figures -> figures.access().audit().written()),
          counter(
              "audit_left_out_total",
              "Security events left out of it because there were too many, or it could not be"
                  + " written.",
              figures -> figures.access().audit().leftOut()));

  private static Metric gauge(String name, String help, ToDoubleFunction<TrackerFigures> value) {
    return new Metric(Metrics.PREFIX + name, false, help, value);
  }

  private static Metric counter(String name, String help, ToDoubleFunction<TrackerFigures> value) {
    return new Metric(Metrics.PREFIX + name, true, help, value);
  }
}
