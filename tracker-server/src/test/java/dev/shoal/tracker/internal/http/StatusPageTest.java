package dev.shoal.tracker.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.tracker.internal.figures.AccessFigures;
import dev.shoal.tracker.internal.figures.AccessFigures.AuditFigures;
import dev.shoal.tracker.internal.figures.AccessFigures.PasswordFigures;
import dev.shoal.tracker.internal.figures.AccessFigures.TryFigures;
import dev.shoal.tracker.internal.figures.Condition;
import dev.shoal.tracker.internal.figures.Identity;
import dev.shoal.tracker.internal.figures.RequestTally;
import dev.shoal.tracker.internal.figures.TrackerFigures;
import dev.shoal.tracker.internal.figures.TrackerFigures.DialFigures;
import dev.shoal.tracker.internal.figures.TrackerFigures.NewFile;
import dev.shoal.tracker.internal.figures.TrackerFigures.RefusedFigures;
import dev.shoal.tracker.internal.figures.TrackerFigures.StoreFigures;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatusPageTest {
  private final StatusPage page = new StatusPage(new Identity("1.2", 0, Map.of("lease", "90s")));

  @Test
  void shouldShowNamesAsNothingButText() {
    String html =
        render(
            false,
            "</td><script>alert('x')</script>",
            "a\" onload=\"b",
            "a&lt;b",
            "\u202Efdp\u0000");

    assertThat(html)
        .doesNotContain("<script")
        .contains(
            "<td>&lt;/td&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;</td>",
            "<td>a&quot; onload=&quot;b</td>",
            "<td>a&amp;lt;b</td>",
            "<td>\uFFFDfdp\uFFFD</td>");
  }

  @Test
  void shouldShowFiguresAndLimits() {
    assertThat(render(false, "model.bin"))
        .contains("<dt>registrations</dt>\n<dd>10,000,000</dd>")
        .contains("[::]:7070 · ready · version 1.2 · up 1 h 1 min")
        .contains("<td>model.bin</td>\n<td>1,234</td>\n<td>1 h 0 min ago</td>")
        .contains("<th>lease</th>\n<td>90s</td>");
    assertThat(render(true)).contains("· warming ·").contains("Nothing has been published yet.");
  }

  @Test
  void shouldNeedNothingButItsOwnStyleSheet() {
    assertThat(render(false))
        .contains("href=\"/status.css\"")
        .doesNotContain("http:", "https:", "style=");
    assertThat(page.style()).contains("color-scheme: light dark").doesNotContain("url(");
  }

  private String render(boolean warming, String... names) {
    TrackerFigures figures =
        new TrackerFigures(
            1,
            2,
            3,
            10_000_000,
            9_000_000,
            5,
            6,
            0,
            names.length,
            warming,
            false,
            new RequestTally().counts(),
            new RefusedFigures(0, 0),
            new DialFigures(0, 0, 0),
            new StoreFigures(0, 0, 0, 0, 0, 0, 0, 0),
            new AccessFigures(
                0,
                0,
                0,
                new TryFigures(0, 0, 0, 0),
                new PasswordFigures(0, 0, 0, 0, 0),
                0,
                new AuditFigures(0, 0)),
            List.of(names).stream().map(name -> new NewFile("00ff", name, 1234, 60_000)).toList());
    return page.render(figures, Condition.READY, "[::]:7070", 0.4, 3_660_000, 0);
  }
}
