package dev.shoal.peer.console;

import static org.junit.jupiter.api.Assumptions.abort;
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
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.ElementClickInterceptedException;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
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

  private static final int ATTEMPTS = 3;
  private static final long PAUSE_NANOS = 5_000_000;

  /** What scripts look with: at a dialog alone where there is one. */
  private static final String SHOWN =
      """
      const over = () => document.querySelector('dialog[open]') ?? document;
      const shown = (all) => [...all].find((each) => each?.checkVisibility()) ?? null;
      const words = (each) => each.ariaLabel ?? each.textContent.trim().replace(/\\s+/g, ' ');
      """;

  private static final String BUTTON =
      SHOWN
          + """
          const button = shown([...over().querySelectorAll('button, a, summary')]
            .filter((each) => words(each) === arguments[0]));
          button?.scrollIntoView({block: 'center'}); // where nothing that stays in place is over it
          return button;
          """;

  private final ChromeDriver driver;
  private int opened;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Starts one; the test is skipped where there is none. */
  static Browser start() {
    Optional<Path> chromium = program("chromium", "chromium-browser", "google-chrome");
    Optional<Path> chromedriver = program("chromedriver");
    assumeTrue(chromium.isPresent(), "there is no Chromium on this machine");
    assumeTrue(chromedriver.isPresent(), "there is no chromedriver on this machine");
    SELENIUM.setLevel(Level.SEVERE);
    return new Browser(driver(chromium.orElseThrow(), chromedriver.orElseThrow()));
  }

  /** A machine that has much else to do may be too slow once. */
  private static ChromeDriver driver(Path chromium, Path chromedriver) {
    WebDriverException last = null;
    for (int i = 0; i < ATTEMPTS; i++) {
      try {
        return new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.toFile())
                .usingAnyFreePort()
                .build(),
            options(chromium));
      } catch (WebDriverException e) {
        last = e;
      }
    }
    return abort("Chromium is installed, but can't be started: " + last);
  }

  private static ChromeOptions options(Path chromium) {
    LoggingPreferences logged = new LoggingPreferences();
    logged.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.toFile());
    options.addArguments("--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--lang=en");
    options.addArguments("--no-sandbox"); // it can't be had by root, nor in containers
    options.addArguments("--force-prefers-reduced-motion", "--disable-background-networking");
    options.setCapability(ChromeOptions.LOGGING_PREFS, logged);
    return options;
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
    opened++;
    int end = address.indexOf('#') < 0 ? address.length() : address.indexOf('#');
    driver.get(address.substring(0, end) + "?" + opened + address.substring(end));
  }

  /** Goes to another section. */
  void section(String name) {
    run("location.hash = '#/" + name + "'");
    see("nav a[href='#/" + name + "'][aria-current=page]");
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
        driver
            .executeCdpCommand("Page.captureScreenshot", Map.of("optimizeForSpeed", true))
            .get("data");
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
    return found(
        selector, SHOWN + "return shown(document.querySelectorAll(arguments[0]))", selector);
  }

  /** Whether a selector finds something that is seen now. */
  boolean shows(String selector) {
    return run(SHOWN + "return shown(document.querySelectorAll(arguments[0]))", selector) != null;
  }

  /** Waits until a text is seen somewhere in what a selector finds. */
  void text(String selector, String text) {
    until("“" + text + "” in " + selector, () -> says(selector, text));
  }

  /** Waits until a text is seen nowhere in what a selector finds. */
  void noText(String selector, String text) {
    until("no “" + text + "” in " + selector, () -> !says(selector, text));
  }

  private boolean says(String selector, String text) {
    return Boolean.TRUE.equals(
        run(
            "return [...document.querySelectorAll(arguments[0])]"
                + ".some((each) => each.checkVisibility() && each.innerText.includes(arguments[1]))",
            selector,
            text));
  }

  /** The field with that label, as soon as it is seen; of a dialog if there is one. */
  WebElement field(String label) {
    return found(
        label,
        SHOWN
            + "return shown([...over().querySelectorAll('label')]"
            + ".filter((each) => words(each) === arguments[0]).map((each) => each.control))",
        label);
  }

  /**
   * Puts a text into the field with that label, as an input method does, instead of what is there.
   */
  void fill(String label, String text) {
    run("arguments[0].focus(); arguments[0].select()", field(label));
    if (text.isEmpty()) {
      type(Keys.DELETE);
    } else {
      driver.executeCdpCommand("Input.insertText", Map.of("text", text));
    }
  }

  /** Puts a text into a field, and presses the enter key. */
  void enter(String label, String text) {
    fill(label, text);
    type(Keys.ENTER);
  }

  /** Presses the button with that name, as soon as it is seen; of a dialog if there is one. */
  void press(String name) {
    until(
        name,
        () -> {
          Object button = run(BUTTON, name);
          if (button instanceof WebElement element) {
            click(element);
          }
          return button != null;
        });
  }

  /** Clicks where nothing that stays in place is over it. */
  void click(String selector) {
    until(
        selector,
        () -> {
          WebElement element = see(selector);
          run("arguments[0].scrollIntoView({block: 'center'})", element);
          click(element);
          return true;
        });
  }

  /** Messages may lie over it: they are closed first. */
  private void click(WebElement element) {
    try {
      element.click();
    } catch (ElementClickInterceptedException e) {
      closeMessages();
      throw e;
    }
  }

  /** Closes the short messages at the edge. */
  void closeMessages() {
    run("document.querySelectorAll('.toast button').forEach((each) => each.click())");
  }

  private WebElement found(String what, String script, Object... arguments) {
    until(what, () -> run(script, arguments) != null);
    return (WebElement) Objects.requireNonNull(run(script, arguments));
  }

  /** Keys, to whatever has the focus. */
  void type(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  /** Name of what has the focus, as it is read out. */
  String focused() {
    return String.valueOf(
        run(SHOWN + "return words(document.activeElement.labels?.[0] ?? document.activeElement)"));
  }

  /** Waits; what is replaced or covered meanwhile is looked at again. */
  void until(String what, BooleanSupplier condition) {
    try {
      Await.until(what, () -> holdsNow(condition));
    } catch (AssertionError e) {
      throw new AssertionError(
          e.getMessage() + "; the page says: " + run("return document.body.innerText"), e);
    }
  }

  private static boolean holdsNow(BooleanSupplier condition) {
    try {
      if (condition.getAsBoolean()) {
        return true;
      }
    } catch (StaleElementReferenceException
        | NoSuchElementException
        | ElementNotInteractableException e) {
      // It comes, goes, or moves.
    }
    LockSupport.parkNanos(PAUSE_NANOS); // the page needs the processor more
    return false;
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
}
