package dev.shoal.peer.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.DownloadOrder;
import dev.shoal.peer.DownloadPriority;
import dev.shoal.peer.JoinPolicy;
import dev.shoal.peer.ShareOptions;
import dev.shoal.peer.service.DownloadInfo;
import dev.shoal.peer.service.DownloadRequest;
import dev.shoal.peer.service.TransferLimits;
import dev.shoal.peer.swarm.Await;
import dev.shoal.protocol.FileId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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

  private static final String NAMELESS =
      """
      return [...document.querySelectorAll('button, a, input, select, textarea, progress, canvas')]
        .filter((each) => each.checkVisibility())
        .filter((each) => !each.ariaLabel && !each.getAttribute('aria-labelledby') && !each.labels?.length
          && (each.matches('progress, canvas') || !each.textContent.trim()))
        .map((each) => each.outerHTML);
      """;
  private static final String AMBIGUOUS =
      """
      const ids = [...document.querySelectorAll('[id]')].map((each) => each.id);
      return ids.filter((id, at) => ids.indexOf(id) !== at);
      """;

  @TempDir static Path directory;
  private Browser browser;
  private Household household;

  @BeforeAll
  void start() throws Exception {
    browser = Browser.start();
    household = Household.in(directory);
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
  void open() {
    browser.size(1440, 900, false);
    browser.open(household.link());
    browser.see("body[data-connection=live]");
  }

  @AfterEach
  void shouldNotHaveComplained() throws Exception {
    Await.result(household.running().setLimits(TransferLimits.NONE));
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
    browser.until("it is gone", () -> !browser.see("main").getText().contains("dropped.txt"));
  }

  @Test
  void shouldShareByPathAndSayWhyNot() throws Exception {
    Path file = household.file("by-path.bin", 1000);
    browser.press("A file on the node’s own machine");
    browser.field("Path").sendKeys("/no/such/file.bin");
    browser.press("Share");
    browser.text("#alerts", "file.bin");
    browser.field("Path").clear();
    browser.field("Path").sendKeys(file.toString());
    browser.field("Tags").sendKeys("one, two");
    browser.press("Share");
    browser.text("#notices", "Sharing by-path.bin.");
  }

  @Test
  void shouldDownloadByIdWithProgressThatMovesAndCanBePaused() throws Exception {
    FileId id = household.shared("moving.bin", 12 * MIB);
    browser.field("Id, link or name").sendKeys("shoal:" + id + "?n=moving.bin");
    browser.press("Options");
    browser.field("Limit").sendKeys("512 KiB/s");
    browser.press("Download");

    String card = "li.download[data-id='" + downloadId("moving.bin") + "']";
    Set<String> seen = new HashSet<>();
    browser.until(
        "the bar moves",
        () -> {
          seen.add(browser.see(card + " progress").getDomProperty("value"));
          return seen.size() >= 4;
        });
    browser.text(card + " .numbers", "B/s");
    browser.click(browser.see(card + " summary"));
    browser.text(card + " figcaption", "of 48 chunks of 256 KiB here");
    browser.text(card + " .sources", household.other().address().getPort() + "");

    browser.press("Pause moving.bin");
    browser.text(card + " .chip", "Paused");
    assertThat(browser.focused().getAccessibleName()).isEqualTo("Resume moving.bin");
    browser.press("Resume moving.bin");
    browser.until("it goes on", () -> browser.shows(card + " .chip[data-state=downloading]"));
    browser.press("Limit: 512 KiB/s. Change the limit");
    browser.see("dialog input").clear();
    browser.press("Set limit");
    browser.text(card + " .chip", "Complete");
    assertThat(household.downloaded("moving.bin"))
        .hasSameBinaryContentAs(directory.resolve("files/moving.bin"));
    browser.text("#notices", "moving.bin is complete.");
  }

  @Test
  void shouldFindAFileAndFetchIt() throws Exception {
    household.shared("treasure-map.bin", 100_000);
    browser.section("search");
    browser.field("Files at the tracker").sendKeys("no-such-treasure", Keys.ENTER);
    browser.text(".empty", "No file matches.");
    browser.field("Files at the tracker").clear();
    browser.field("Files at the tracker").sendKeys("treasure", Keys.ENTER);
    browser.text("[role=status]", "1 file");
    browser.press("Download treasure-map.bin");
    browser.section("transfers");
    browser.text("li.download[data-state=complete]", "treasure-map.bin");
    assertThat(household.downloaded("treasure-map.bin")).hasSize(100_000);
  }

  @Test
  void shouldLogInAndFetchAndShareFilesOfGroups() throws Exception {
    Await.result(household.other().account().create("bea", "bea's own word".toCharArray(), null));
    Await.result(household.other().account().login("bea", "bea's own word".toCharArray()));
    Await.result(household.other().groups().create("films", JoinPolicy.OPEN));
    Path film = household.file("film.bin", 300_000);
    Await.result(
        household.other().share(film, ShareOptions.defaults().withGroups(List.of("films"))));

    browser.section("groups");
    browser.press("Log in or create an account");
    browser.field("Name").sendKeys("anne");
    browser.field("Password").sendKeys("wrong");
    browser.see("dialog button[type=submit]").click();
    browser.text("dialog [role=alert]", "The name or the password is wrong.");
    browser.press("Create one");
    browser.field("Name").sendKeys("anne");
    browser.field("Password").sendKeys("anne's own word");
    browser.field("Password again").sendKeys("anne's own word");
    browser.press("Create and log in");
    browser.text("#account", "anne");

    browser.press("Join films");
    browser.press("Open films");
    browser.press("Download film.bin");
    browser.text("#notices", "Downloading film.bin.");
    assertThat(household.downloaded("film.bin")).hasSameBinaryContentAs(film);

    input("input[type=file]").sendKeys(household.file("answer.bin", 5000).toString());
    browser.text("ul[aria-label='Files of the group']", "answer.bin");
    assertThat(Await.result(household.other().groups().find("films", "answer.bin"))).isPresent();

    browser.section("groups");
    browser.press("Create a group");
    browser.field("Who may join").sendKeys("Who has");
    browser.field("Name").sendKeys("crew", Keys.ENTER);
    browser.text("h1", "crew");
    browser.press("Invite");
    browser.see("dialog input[aria-label='Invitation code']");
    browser.press("Close");
    browser.press("Account anne");
    browser.press("Log out");
    browser.text("#account", "Log in");
    browser.text(".empty", "Log in at the tracker to see");
  }

  @Test
  void shouldSayInWordsWhatIsWrong() throws Exception {
    browser.press("Change limits");
    browser.field("Download").sendKeys("fast");
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
  void shouldAskForTheTokenAndNotShowIt() {
    assertThat(browser.run("return location.href")).isEqualTo(household.page() + "#/transfers");
    browser.run("sessionStorage.clear()");
    browser.open(household.page());
    browser.field("Link or token").sendKeys("w".repeat(43), Keys.ENTER);
    browser.text("[role=alert]", "The node does not accept this token.");
    browser.field("Link or token").sendKeys(household.link(), Keys.ENTER);
    browser.see("body[data-connection=live]");
  }

  @Test
  void shouldBeUsedWithTheKeyboardAlone() throws Exception {
    FileId id = household.shared("keys.bin", 50_000);
    browser.type(Keys.TAB);
    assertThat(browser.focused().getText()).isEqualTo("Skip to the content");
    browser.type(Keys.ENTER);
    tabTo("Id, link or name");
    browser.type("shoal:" + id + "?n=keys.bin", Keys.ENTER);
    browser.text("li.download[data-state=complete]", "keys.bin");
    tabTo("Remove keys.bin");
    assertThat(browser.run("return getComputedStyle(document.activeElement).outlineStyle"))
        .isEqualTo("solid");
    browser.type(Keys.ENTER);
    browser.until("it is gone", () -> !browser.see("main").getText().contains("keys.bin"));
    assertThat(household.downloads().resolve("keys.bin")).exists();

    browser.press("Change limits");
    browser.type("5 MiB/s", Keys.ENTER);
    browser.text(".title-line", "Download 5.00 MiB/s");
    browser.press("Change limits");
    browser.type(Keys.ESCAPE);
    assertThat(browser.focused().getText()).isEqualTo("Change limits");
  }

  @Test
  void shouldShowNamesAsText() throws Exception {
    browser.field("Id, link or name").sendKeys(SCRIPT, Keys.ENTER);
    browser.text("li.download h3", SCRIPT);
    browser.press("A file on the node’s own machine");
    browser.field("Path").sendKeys("/nowhere/" + SCRIPT, Keys.ENTER);
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
    Await.result(household.running().setLimits(new TransferLimits(0, 3 * MIB)));
    String id = begin(slow, "debian-13.2.0-netinst.iso", DownloadPriority.HIGH).id();
    String paused = begin(stopped, "weights-7b-q4.gguf", DownloadPriority.NORMAL).id();
    String card = "li.download[data-id='" + id + "']";
    browser.until("it moves", () -> browser.shows(card + " .chip[data-state=downloading]"));
    Await.until("some of it is here", () -> verified(paused) > 0 && verified(id) > 4 * MIB);
    Await.result(household.running().pause(paused));
    // From now on it takes longer than this test.
    Await.result(household.running().setLimits(new TransferLimits(0, MIB / 4)));
    browser.run("document.querySelectorAll('.toast button').forEach((each) => each.click())");
    for (int width : List.of(1440, 390)) {
      boolean dark = width == 390;
      String name = (dark ? "dark-" : "light-") + width + "-";
      browser.size(width, dark ? 844 : 900, dark);
      for (String section : List.of("shares", "search", "groups", "node", "transfers")) {
        browser.section(section);
        browser.see("nav a[href='#/" + section + "'][aria-current=page]");
        assertFits(section, width);
        assertNamed(section);
        browser.screenshot(SCREENSHOTS.resolve(name + section + ".png"));
      }
      browser.run("document.querySelector('.rates-figure').closest('section').scrollIntoView()");
      browser.screenshot(SCREENSHOTS.resolve(name + "downloads.png"));
      browser.click(browser.see(card + " summary"));
      browser.text(card + " figcaption", "chunks");
      assertFits("details", width);
      assertNamed("details");
      browser.run("document.querySelector(arguments[0]).scrollIntoView()", card);
      browser.screenshot(SCREENSHOTS.resolve(name + "details.png"));
    }
    Await.result(household.running().cancel(id));
    Await.result(household.running().cancel(paused));
  }

  private void assertFits(String what, int width) throws IOException {
    assertThat(browser.run("return document.documentElement.scrollWidth"))
        .as("width of %s at %s px", what, width)
        .isEqualTo(browser.run("return document.documentElement.clientWidth"));
  }

  /**
   * All that can be used or looked at has a name that a screen reader can say, and an id of its
   * own.
   */
  private void assertNamed(String what) {
    assertThat((List<?>) browser.run(NAMELESS)).as("without a name in %s", what).isEmpty();
    assertThat((List<?>) browser.run(AMBIGUOUS)).as("ids twice in %s", what).isEmpty();
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
      if (name.equals(browser.focused().getAccessibleName())) {
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
