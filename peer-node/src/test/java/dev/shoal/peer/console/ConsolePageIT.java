package dev.shoal.peer.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.DownloadOrder;
import dev.shoal.peer.DownloadPriority;
import dev.shoal.peer.JoinPolicy;
import dev.shoal.peer.ShareOptions;
import dev.shoal.peer.service.DownloadInfo;
import dev.shoal.peer.service.DownloadRequest;
import dev.shoal.peer.service.ShareInfo;
import dev.shoal.peer.service.ShareRequest;
import dev.shoal.peer.service.TransferLimits;
import dev.shoal.peer.swarm.Await;
import dev.shoal.protocol.FileId;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** What a person does with the console's page, in a real browser, with real nodes and a tracker. */
@Tag("any-jdk")
@Timeout(180)
@TestInstance(Lifecycle.PER_CLASS)
class ConsolePageIT {
  private static final Path SCREENSHOTS = Path.of("target/screenshots");
  private static final int MIB = 1 << 20;
  private static final String SCRIPT = "<img src=x onerror=document.title='owned'>.txt";
  private static final String LONG = "a-long-name-".repeat(12) + ".bin";

  /**
   * What is wrong for who uses a screen reader or a small screen: things to use or look at without
   * a name that can be said, ids there twice, a page without its heading, or wider than the screen.
   */
  private static final String FLAWS =
      """
      const named = (each) => each.ariaLabel || each.getAttribute('aria-labelledby')
        || each.labels?.length || !each.matches('progress, canvas') && each.textContent.trim();
      const page = document.documentElement;
      const ids = [...document.querySelectorAll('[id]')].map((each) => each.id);
      return [
        ...[...document.querySelectorAll('button, a, input, select, textarea, progress, canvas')]
          .filter((each) => each.checkVisibility() && !named(each)).map((each) => each.outerHTML),
        ...ids.filter((id, at) => ids.indexOf(id) !== at),
        ...document.querySelectorAll('main h1').length === 1 ? [] : ['headings'],
        ...page.scrollWidth === page.clientWidth ? [] : ['width ' + page.scrollWidth],
      ];
      """;

  @TempDir static Path directory;
  private Browser browser;
  private Household household;

  @BeforeAll
  void start() throws Exception {
    CompletableFuture<Household> begun = CompletableFuture.supplyAsync(ConsolePageIT::household);
    try {
      browser = Browser.start();
    } finally {
      household = Await.result(begun);
    }
  }

  private static Household household() {
    try {
      return Household.in(directory);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterAll
  void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
    if (household != null) {
      household.close();
    }
  }

  @BeforeEach
  void open() throws Exception {
    household.logIn();
    browser.size(1440, 900, false);
    browser.open(household.link());
    browser.see("body[data-connection=live]");
  }

  @AfterEach
  void shouldNotHaveComplained() throws Exception {
    Await.result(household.running().setLimits(TransferLimits.NONE));
    for (DownloadInfo each : downloads()) {
      Await.result(household.running().cancel(each.id()));
    }
    // The status of a refused request is logged, too; how it is told is tested.
    assertThat(browser.complaints()).allMatch(each -> each.contains("Failed to load resource"));
  }

  @Test
  void shouldShareWhatIsChosenAndDropped() throws Exception {
    Path chosen = household.file("chosen.bin", MIB);
    input("input[type=file]").sendKeys(chosen.toString());
    browser.text("#notices", "Sharing chosen.bin.");
    browser.run(
        "const data = new DataTransfer();"
            + "data.items.add(new File(['dropped here'], 'dropped.txt'));"
            + "document.querySelector('.drop').dispatchEvent(new DragEvent('drop',"
            + " {dataTransfer: data, bubbles: true, cancelable: true}))");
    browser.text("#notices", "Sharing dropped.txt.");

    browser.section("shares");
    browser.until("both are shared", () -> shareState("chosen.bin") && shareState("dropped.txt"));
    browser.press("Copy the id of chosen.bin");
    browser.text("#notices", "The id is in the clipboard.");
    FileId id = FileId.parse(sharedId("chosen.bin"));
    Path copy = directory.resolve("copy-of-chosen.bin");
    Await.result(household.other().download(id, copy).completion());
    assertThat(copy).hasSameBinaryContentAs(chosen);

    browser.press("Unshare dropped.txt");
    browser.press("Unshare");
    browser.noText("main", "dropped.txt");
    browser.until(
        "the focus stays in the list",
        () -> browser.holds("document.activeElement.closest('.rows > li')"));
  }

  @Test
  void shouldShowManySharesPageByPageAndFindOne() throws Exception {
    for (int i = 1; i <= 60; i++) {
      Path file = household.file("one-of-many-" + i + ".bin", i);
      Await.result(household.running().addShare(ShareRequest.of(file.toString())));
    }
    browser.section("shares");
    browser.text(".pager", "Page 1 of 2");
    browser.press("Next");
    browser.text("main", "one-of-many-60.bin");
    browser.fill("Find a share", "many-7");
    browser.text("[role=status]", "1 share");
    browser.noText("main", "one-of-many-60.bin");
    browser.fill("Find a share", "no such");
    browser.text("[role=status]", "No share matches.");
    browser.fill("Find a share", "");
    browser.text(".pager", "Page 2 of 2");
    browser.press("Previous");
    browser.text(".pager", "Page 1 of 2");
    for (ShareInfo share : household.running().shares("", 1000).join().shares()) {
      if (share.name().startsWith("one-of-many")) {
        Await.result(household.running().removeShare(share.id()));
      }
    }
    browser.noText("main", "one-of-many");
  }

  @Test
  void shouldShareByPathAndSayWhyNot() throws Exception {
    Path file = household.file("by-path.bin", 1000);
    browser.press("A file on the node’s own machine");
    browser.fill("Path", "/no/such/file.bin");
    browser.press("Share");
    browser.text("#alerts", "file.bin");
    browser.fill("Path", file.toString());
    browser.fill("Tags", "one, two");
    browser.press("Share");
    browser.text("#notices", "Sharing by-path.bin.");
  }

  @Test
  void shouldDownloadByIdWithProgressThatMovesAndCanBePaused() throws Exception {
    FileId id = household.shared("moving.bin", 32 * MIB);
    browser.fill("Id, link or name", "shoal:" + id + "?n=moving.bin");
    browser.press("Options");
    browser.fill("Limit", "1 MiB/s");
    browser.press("Download");

    String moving = downloadId("moving.bin");
    String card = "li.download[data-id='" + moving + "']";
    Set<String> seen = new HashSet<>();
    browser.until(
        "the bar moves",
        () -> {
          seen.add(browser.see(card + " progress").getDomProperty("value"));
          return seen.size() >= 3;
        });
    browser.text(card + " .numbers", "B/s");
    browser.click(card + " summary");
    browser.text(card + " figcaption", "of 128 chunks of 256 KiB here");
    browser.text(card + " .sources", household.other().address().getPort() + "");

    browser.see(card + " select").sendKeys("High");
    Await.until(
        "priority",
        () -> household.running().download(moving).join().priority() == DownloadPriority.HIGH);
    browser.press("Pause moving.bin");
    browser.text(card + " .chip", "Paused");
    assertThat(browser.focused()).isEqualTo("Resume moving.bin");
    browser.press("Resume moving.bin");
    browser.until("it goes on", () -> browser.shows(card + " .chip[data-state=downloading]"));
    browser.press("Limit: 1.00 MiB/s. Change the limit");
    browser.fill("At most", "");
    browser.press("Set limit");
    browser.text("#notices", "moving.bin is complete.");
    browser.text(card + " .chip", "Complete");
    assertThat(household.downloaded("moving.bin"))
        .hasSameBinaryContentAs(directory.resolve("files/moving.bin"));
  }

  @Test
  void shouldFindAFileAndFetchIt() throws Exception {
    household.shared("treasure-map.bin", 100_000);
    browser.section("search");
    browser.enter("Files at the tracker", "no-such-treasure");
    browser.text("[role=status]", "No file matches.");
    browser.enter("Files at the tracker", "treasure");
    browser.text("[role=status]", "1 file");
    browser.press("Download treasure-map.bin");
    browser.section("transfers");
    browser.text("li.download[data-state=complete]", "treasure-map.bin");
    assertThat(household.downloaded("treasure-map.bin")).hasSize(100_000);
  }

  @Test
  void shouldMakeAnAccountAndChangeItsPassword() {
    browser.press("Account anne");
    browser.press("Log out");
    browser.text("#account", "Log in");
    browser.section("groups");
    browser.text(".empty", "Log in at the tracker to see");
    browser.press("Log in or create an account");
    browser.fill("Name", "dora");
    browser.enter("Password", "wrong");
    browser.text("dialog [role=alert]", "The name or the password is wrong.");
    browser.press("Create one");
    browser.see("dialog input[name=again]");
    browser.fill("Name", "dora");
    browser.fill("Password", "dora's first word");
    browser.fill("Password again", "dora's first word");
    browser.press("Create and log in");
    browser.text("#account", "dora");

    browser.press("Account dora");
    browser.press("Change the password");
    browser.fill("Password now", "not hers");
    browser.fill("New password", "dora's second word");
    browser.enter("New password again", "dora's second words");
    browser.text("dialog [role=alert]", "The two passwords are not the same.");
    browser.enter("New password again", "dora's second word");
    browser.text("dialog [role=alert]", "wrong");
    browser.enter("Password now", "dora's first word");
    browser.text("#notices", "The password is changed.");

    browser.press("Account dora");
    browser.press("Log out everywhere");
    browser.press("Log in");
    browser.fill("Name", "dora");
    browser.enter("Password", "dora's second word");
    browser.text("#account", "dora");
  }

  @Test
  void shouldFetchAndShareFilesOfAGroupAndLeaveIt() throws Exception {
    Await.result(household.other().groups().create("films", JoinPolicy.OPEN));
    Path film = household.file("film.bin", 300_000);
    Await.result(
        household.other().share(film, ShareOptions.defaults().withGroups(List.of("films"))));

    browser.section("groups");
    browser.press("Join films");
    browser.press("Open films");
    browser.press("Download film.bin");
    browser.text("#notices", "Downloading film.bin.");
    assertThat(household.downloaded("film.bin")).hasSameBinaryContentAs(film);

    input("input[type=file]").sendKeys(household.file("answer.bin", 5000).toString());
    browser.text("ul[aria-label='Files of the group']", "answer.bin");
    assertThat(Await.result(household.other().groups().find("films", "answer.bin"))).isPresent();
    browser.press("Unshare answer.bin");
    browser.press("Unshare");
    browser.noText("ul[aria-label='Files of the group']", "answer.bin");

    browser.press("Leave the group");
    browser.text("dialog", "Leave films?");
    browser.press("Leave the group");
    browser.text("#notices", "You have left films.");
    browser.see("button[aria-label='Join films']");
  }

  @Test
  void shouldSayWhoBelongsToAGroup() throws Exception {
    String asked = "section[aria-label='Asked to join']";
    String members = "section[aria-label=Members]";
    browser.section("groups");
    browser.press("Create a group");
    browser.enter("Name", "crew");
    browser.text(asked, "Nobody waits to be accepted.");
    browser.section("groups");
    household.asks("cleo", "crew");
    household.asks("carl", "crew");
    browser.press("Open crew");
    browser.press("Accept cleo");
    browser.text(members, "cleo");
    browser.noText(asked, "cleo");
    browser.press("Reject carl");
    browser.text(asked, "Nobody waits to be accepted.");
    browser.press("Remove cleo");
    browser.text("dialog", "Remove cleo?");
    browser.press("Remove");
    browser.noText(members, "cleo");

    browser.press("Delete the group");
    browser.press("Cancel");
    browser.until("it is closed", () -> !browser.shows("dialog"));
    assertThat(browser.focused()).isEqualTo("Delete the group");
    browser.press("Delete the group");
    browser.text("dialog", "Delete crew?");
    browser.press("Delete the group");
    browser.text("#notices", "The group crew is deleted.");
    browser.text("h1", "Groups");
    browser.noText("main", "crew");

    browser.press("Create a group");
    browser.field("Who may join").sendKeys("Who has");
    browser.enter("Name", "circle");
    browser.press("Invite");
    browser.see("dialog input[aria-label='Invitation code']");
  }

  @Test
  void shouldSayInWordsWhatIsWrong() throws Exception {
    browser.press("Change limits");
    browser.fill("Download", "fast");
    browser.press("Set limits");
    browser.text("dialog [role=alert]", "“fast” is no rate.");
    browser.press("Cancel");

    household.consoleStops();
    browser.text("#banner", "The node does not answer.");
    household.consoleStarts();
    browser.press("Try again now");
    browser.until("it is back", () -> !browser.shows("#banner"));
    browser.see("body[data-connection=live]");
  }

  @Test
  void shouldStopTheNode() throws Exception {
    browser.section("node");
    browser.press("Stop the node");
    browser.text("dialog", "Stop the node?");
    browser.press("Stop the node");
    browser.text("#notices", "The node is stopping.");
    Await.until("it was asked to end", household::isStopped);
    household.consoleStops(); // as the program does then
    browser.text("#banner", "The node is stopped.");
    household.consoleStarts();
    browser.press("Try again now");
    browser.until("it is back", () -> !browser.shows("#banner"));
  }

  @Test
  void shouldAskForTheTokenAndNotShowIt() {
    assertThat(browser.run("return location.href")).isEqualTo(household.page() + "#/transfers");
    browser.run("sessionStorage.clear()");
    browser.open(household.page());
    browser.enter("Link or token", "w".repeat(43));
    browser.text("[role=alert]", "The node does not accept this token.");
    browser.enter("Link or token", household.link());
    browser.see("body[data-connection=live]");
  }

  @Test
  void shouldBeUsedWithTheKeyboardAlone() throws Exception {
    household.shared("keys.bin", 50_000);
    browser.type(Keys.TAB);
    assertThat(browser.focused()).isEqualTo("Skip to the content");
    browser.type(Keys.ENTER);
    tabTo("Id, link or name");
    browser.type("keys.bin", Keys.ENTER);
    browser.text("li.download[data-state=complete]", "keys.bin");
    tabTo("Remove keys.bin");
    assertThat(browser.run("return getComputedStyle(document.activeElement).outlineStyle"))
        .isEqualTo("solid");
    browser.type(Keys.ENTER);
    browser.noText("main", "keys.bin");
    assertThat(household.downloads().resolve("keys.bin")).exists();

    browser.press("Change limits");
    browser.type("5 MiB/s", Keys.ENTER);
    browser.text(".title-line", "Download 5.00 MiB/s");
    browser.press("Change limits");
    browser.type(Keys.ESCAPE);
    browser.until("it is closed", () -> !browser.shows("dialog"));
    assertThat(browser.focused()).isEqualTo("Change limits");
  }

  @Test
  void shouldShowNamesAsText() throws Exception {
    browser.enter("Id, link or name", SCRIPT);
    browser.text("li.download h3", SCRIPT);
    browser.press("A file on the node’s own machine");
    browser.enter("Path", "/nowhere/" + SCRIPT);
    browser.text("#alerts", SCRIPT);
    browser.press("Cancel " + SCRIPT);
    browser.until("it is cancelled", () -> !browser.shows("li.download[data-state=waiting]"));

    household.shared(
        SCRIPT, 5000); // whose name others are told is made harmless before it gets here
    browser.section("search");
    browser.text("ul.rows", "img src=x onerror");
    browser.section("node");
    browser.text("ol.log", "onerror");
    assertThat(browser.holds("document.querySelector('img[src=x]')")).isFalse();
    assertThat(browser.run("return document.title")).isEqualTo("Node · Shoal");
  }

  @Test
  void shouldFitAPhoneAndAScreen() throws Exception {
    household.shared(LONG, 5000);
    Await.result(household.running().addDownload(DownloadRequest.of(LONG)));
    FileId slow = household.shared("debian-13.2.0-netinst.iso", 24 * MIB);
    FileId stopped = household.shared("weights-7b-q4.gguf", 16 * MIB);
    Await.result(household.running().setLimits(new TransferLimits(0, 12 * MIB)));
    String id = begin(slow, "debian-13.2.0-netinst.iso", DownloadPriority.HIGH).id();
    String paused = begin(stopped, "weights-7b-q4.gguf", DownloadPriority.NORMAL).id();
    String card = "li.download[data-id='" + id + "']";
    Await.until("some of it is here", () -> verified(paused) > 0 && verified(id) > 4 * MIB);
    Await.result(household.running().pause(paused));
    // From now on it takes longer than this test.
    Await.result(household.running().setLimits(new TransferLimits(0, MIB / 4)));
    browser.closeMessages();
    for (int width : List.of(1440, 390)) {
      boolean dark = width == 390;
      String name = (dark ? "dark-" : "light-") + width + "-";
      browser.size(width, dark ? 844 : 900, dark);
      for (String section : List.of("shares", "search", "groups", "node", "transfers")) {
        browser.section(section);
        assertFlawless(name + section);
        browser.screenshot(SCREENSHOTS.resolve(name + section + ".png"));
      }
      browser.run("document.querySelector('.rates-figure').closest('section').scrollIntoView()");
      browser.screenshot(SCREENSHOTS.resolve(name + "downloads.png"));
      browser.click(card + " summary");
      browser.text(card + " figcaption", "chunks");
      assertFlawless(name + "details");
      browser.run("document.querySelector(arguments[0]).scrollIntoView()", card);
      browser.screenshot(SCREENSHOTS.resolve(name + "details.png"));
    }
  }

  private void assertFlawless(String what) {
    assertThat((List<?>) browser.run(FLAWS)).as(what).isEmpty();
  }

  private DownloadInfo begin(FileId id, String name, DownloadPriority priority) throws Exception {
    return Await.result(
        household
            .running()
            .addDownload(
                new DownloadRequest(
                    "shoal:" + id + "?n=" + name,
                    "",
                    "",
                    false,
                    true,
                    List.of(),
                    0,
                    DownloadOrder.RAREST_FIRST,
                    priority,
                    -1)));
  }

  private long verified(String id) {
    return household.running().download(id).join().verifiedBytes();
  }

  /** Presses the tab key until that has the focus. */
  private void tabTo(String name) {
    for (int i = 0; i < 150; i++) {
      browser.type(Keys.TAB);
      if (name.equals(browser.focused())) {
        return;
      }
    }
    throw new AssertionError("not reached with the tab key: " + name);
  }

  /** One that is out of sight, as fields for files are. */
  private WebElement input(String selector) {
    browser.until(selector, () -> browser.holds("document.querySelector(\"" + selector + "\")"));
    return (WebElement)
        Objects.requireNonNull(
            browser.run("return document.querySelector(arguments[0])", selector));
  }

  private String downloadId(String name) {
    Await.until(name, () -> downloads().stream().anyMatch(each -> each.name().equals(name)));
    return downloads().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow()
        .id();
  }

  private List<DownloadInfo> downloads() {
    return household.running().downloads().join();
  }

  private boolean shareState(String name) {
    return browser.holds(
        "[...document.querySelectorAll('.rows > li[data-state=shared] strong')]"
            + ".some((each) => each.textContent === '"
            + name
            + "')");
  }

  private String sharedId(String name) {
    return household.running().shares("", 1000).join().shares().stream()
        .filter(each -> each.name().equals(name))
        .map(each -> String.valueOf(each.fileId()))
        .findFirst()
        .orElseThrow();
  }
}
