package dev.shoal.tracker.internal.http;

import dev.shoal.tracker.internal.figures.Condition;
import dev.shoal.tracker.internal.figures.Identity;
import dev.shoal.tracker.internal.figures.TrackerFigures;
import dev.shoal.tracker.internal.figures.TrackerFigures.NewFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/** The page that shows a person how a tracker is doing. */
final class StatusPage {
  private static final String STYLE = "status.css";

  private final Identity identity;
  private final RequestRate rate = new RequestRate();
  private final String style = load();

  StatusPage(Identity identity) {
    this.identity = identity;
  }

  /** The style sheet that it refers to. */
  String style() {
    return style;
  }

  /**
   * The page.
   *
   * @param address where the tracker listens
   * @param worstLagMillis how late the loop came at worst, lately
   * @param nowMillis Unix time
   * @param nowNanos for rates since the last look
   */
  String render(
      TrackerFigures figures,
      Condition condition,
      String address,
      double worstLagMillis,
      long nowMillis,
      long nowNanos) {
    Html page = new Html();
    page.markup("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .markup("<meta http-equiv=\"refresh\" content=\"5\">\n")
        .markup("<link rel=\"stylesheet\" href=\"/" + STYLE + "\">\n")
        .element("title", "Shoal tracker " + address)
        .markup("</head>\n<body>\n")
        .element("h1", "Shoal tracker")
        .markup("<p>")
        .text(
            address
                + " · "
                + word(condition, figures)
                + " · version "
                + identity.version()
                + " · up "
                + span(nowMillis - identity.startedMillis()))
        .markup("</p>\n");
    figures(page, figures, worstLagMillis, rate.look(figures.requests().requests(), nowNanos));
    newest(page, figures, nowMillis);
    limits(page);
    return page.markup("</body>\n</html>\n").toString();
  }

  private static void figures(
      Html page, TrackerFigures figures, double worstLagMillis, double requestsPerSecond) {
    page.markup("<dl>\n");
    figure(page, "requests a second", String.format(Locale.ROOT, "%,.0f", requestsPerSecond));
    figure(page, "requests", grouped(figures.requests().requests()));
    figure(page, "of them failed", grouped(figures.requests().failures()));
    figure(page, "refused unseen", grouped(figures.refused().requests()));
    figure(page, "connections turned away", grouped(figures.refused().connections()));
    figure(page, "connections", grouped(figures.connections()));
    figure(page, "sessions", grouped(figures.carriedSessions()));
    figure(page, "lost sessions", grouped(figures.lostSessions()));
    figure(page, "registrations", grouped(figures.registrations()));
    figure(page, "seeders", grouped(figures.seeders()));
    figure(page, "leechers", grouped(figures.leechers()));
    figure(page, "swarms", grouped(figures.swarms()));
    figure(page, "subscriptions", grouped(figures.subscriptions()));
    figure(page, "published files", grouped(figures.publishedFiles()));
    figure(page, "changes waiting for the disk", grouped(figures.store().queuedCommands()));
    figure(page, "worst loop lag", String.format(Locale.ROOT, "%.1f ms", worstLagMillis));
    page.markup("</dl>\n");
  }

  private static void newest(Html page, TrackerFigures figures, long nowMillis) {
    page.element("h2", "Newest files");
    if (figures.newest().isEmpty()) {
      page.element("p", "Nothing has been published yet.");
      return;
    }
    page.markup("<div class=\"wide\"><table>\n<thead><tr><th>name</th><th>bytes</th>")
        .markup("<th>published</th><th>id</th></tr></thead>\n<tbody>\n");
    for (NewFile file : figures.newest()) {
      page.markup("<tr>")
          .element("td", file.name())
          .element("td", grouped(file.length()))
          .element("td", span(nowMillis - file.publishedMillis()) + " ago")
          .markup("<td><code>")
          .text(file.id())
          .markup("</code></td></tr>\n");
    }
    page.markup("</tbody>\n</table></div>\n");
  }

  private void limits(Html page) {
    if (identity.limits().isEmpty()) {
      return;
    }
    page.element("h2", "Limits").markup("<table>\n");
    identity
        .limits()
        .forEach(
            (name, value) ->
                page.markup("<tr>").element("th", name).element("td", value).markup("</tr>\n"));
    page.markup("</table>\n");
  }

  private static void figure(Html page, String name, String value) {
    page.markup("<div>").element("dt", name).element("dd", value).markup("</div>\n");
  }

  private static String word(Condition condition, TrackerFigures figures) {
    return condition == Condition.READY && figures.warming()
        ? "warming"
        : condition.name().toLowerCase(Locale.ROOT);
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** In the two largest units that count. */
  private static String span(long millis) {
    Duration span = Duration.ofMillis(Math.max(0, millis));
    if (span.toDays() > 0) {
      return span.toDays() + " d " + span.toHoursPart() + " h";
    }
    if (span.toHours() > 0) {
      return span.toHours() + " h " + span.toMinutesPart() + " min";
    }
    return span.toMinutes() > 0
        ? span.toMinutes() + " min " + span.toSecondsPart() + " s"
        : span.toSeconds() + " s";
  }

  private static String load() {
    try (InputStream in = StatusPage.class.getResourceAsStream(STYLE)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
