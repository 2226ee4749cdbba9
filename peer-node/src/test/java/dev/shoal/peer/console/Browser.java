package dev.shoal.peer.console;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shoal.peer.swarm.Await;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.ElementClickInterceptedException;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A Chromium without a window, used as a person would: by what the page says, waiting for what
 * comes.
 */
final class Browser implements AutoCloseable {
  /** It warns of what it lacks for browsers younger than itself, which is not used here. */
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  private final ChromeDriver driver;

  private Browser(Path chromium, Path chromedriver) {
    SELENIUM.setLevel(Level.SEVERE);
    LoggingPreferences logged = new LoggingPreferences();
    logged.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.toFile());
    options.addArguments("--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--lang=en");
    options.addArguments("--no-sandbox"); // it can't be had by root, nor in containers
    options.setCapability(ChromeOptions.LOGGING_PREFS, logged);
    driver =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.toFile())
                .usingAnyFreePort()
                .build(),
            options);
  }

  /** Starts one; the test is skipped where there is none. */
  static Browser start() {
    Optional<Path> chromium = program("chromium", "chromium-browser", "google-chrome");
    Optional<Path> chromedriver = program("chromedriver");
    assumeTrue(chromium.isPresent(), "there is no Chromium on this machine");
    assumeTrue(chromedriver.isPresent(), "there is no chromedriver on this machine");
    return new Browser(chromium.orElseThrow(), chromedriver.orElseThrow());
  }

  private static Optional<Path> program(String... names) {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return Stream.of(names)
        .flatMap(name -> Stream.of(path.split(File.pathSeparator)).map(each -> Path.of(each, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Opens an address, from the beginning even if only the part after # is another. */
  void open(String address) {
    driver.get("about:blank");
    driver.get(address);
  }

  /** Goes to another section. */
  void section(String name) {
    run("location.hash = '#/" + name + "'");
  }

  /** A screen of that size, in CSS pixels. */
  void size(int width, int height, boolean dark) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    driver.executeCdpCommand("Emulation.setScrollbarsHidden", Map.of("hidden", true));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  /** What is seen now. */
  void screenshot(Path file) throws IOException {
    Object data =
        driver.executeCdpCommand("Page.captureScreenshot", Map.of("format", "png")).get("data");
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode((String) Objects.requireNonNull(data)));
  }

  /** Runs a script in the page. */
  @Nullable Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** Whether it holds in the page. */
  boolean holds(String expression) {
    return Boolean.TRUE.equals(run("return Boolean(" + expression + ")"));
  }

  /** The first of what a selector finds, as soon as it is seen. */
  WebElement see(String selector) {
    return see(By.cssSelector(selector));
  }

  private WebElement see(By which) {
    until(which.toString(), () -> shown(which).isPresent());
    return shown(which).orElseThrow();
  }

  private Optional<WebElement> shown(By which) {
    return driver.findElements(which).stream().filter(WebElement::isDisplayed).findFirst();
  }

  /** Whether something of that selector is seen now. */
  boolean shows(String selector) {
    return shown(By.cssSelector(selector)).isPresent();
  }

  /** Waits until a text is seen somewhere in what a selector finds. */
  void text(String selector, String text) {
    until(
        "“" + text + "” in " + selector,
        () ->
            driver.findElements(By.cssSelector(selector)).stream()
                .anyMatch(each -> each.getText().contains(text)));
  }

  /** The field with that label, as soon as it is seen. */
  WebElement field(String label) {
    By labels = By.xpath("//label[normalize-space()=" + quoted(label) + "]");
    until(label, () -> shown(labels).isPresent());
    String id = shown(labels).orElseThrow().getDomAttribute("for");
    return driver.findElement(By.id(Objects.requireNonNull(id)));
  }

  /** Presses the button with that name, as soon as it is seen. */
  void press(String name) {
    String is =
        "[(self::button or self::a or self::summary) and (@aria-label="
            + quoted(name)
            + " or not(@aria-label) and normalize-space()="
            + quoted(name)
            + ")]";
    until(
        name,
        () -> {
          String where = shows("dialog[open]") ? "//dialog//*" : "//*";
          click(shown(By.xpath(where + is)).orElseThrow(() -> new NoSuchElementException(name)));
          return true;
        });
  }

  /** Clicks where nothing that stays in place is over it. */
  void click(WebElement element) {
    run("arguments[0].scrollIntoView({block: 'center'})", element);
    element.click();
  }

  /** Keys, to whatever has the focus. */
  void type(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  /** What has the focus. */
  WebElement focused() {
    return driver.switchTo().activeElement();
  }

  /** Waits; what is replaced or covered meanwhile is looked at again. */
  void until(String what, BooleanSupplier condition) {
    try {
      Await.until(what, () -> holdsNow(condition));
    } catch (AssertionError e) {
      String text = driver.findElement(By.tagName("body")).getText();
      throw new AssertionError(e.getMessage() + "; the page says: " + text, e);
    }
  }

  private static boolean holdsNow(BooleanSupplier condition) {
    try {
      return condition.getAsBoolean();
    } catch (StaleElementReferenceException
        | NoSuchElementException
        | ElementClickInterceptedException e) {
      return false;
    }
  }

  /**
   * What the page's console complains of since the last call: errors, and breaches of the policy.
   */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(each -> each.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }

  private static String quoted(String text) {
    return text.contains("'") ? '"' + text + '"' : "'" + text + "'";
  }
}
