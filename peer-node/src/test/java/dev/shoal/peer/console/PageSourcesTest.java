package dev.shoal.peer.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The page never makes markup or code out of text, and asks nobody but its node: names are other
 * people's.
 */
class PageSourcesTest {
  private static final Pattern IMPORT =
      Pattern.compile("^\\s*(?:import|export)\\b[^;]*?\\bfrom\\s+'([^']*)'", Pattern.MULTILINE);

  /** What must not be in a kind of file, and why. */
  private static final Map<String, Map<String, String>> FORBIDDEN =
      Map.of(
          ".js",
          Map.of(
              "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|DOMParser|srcdoc"
                  + "|createContextualFragment|setHTMLUnsafe",
              "makes markup of text",
              "\\beval\\b|new Function|\\bimport\\(|set(?:Timeout|Interval)\\(\\s*['\"`]",
              "makes code of text",
              "javascript:|createElement\\(\\s*['\"]script",
              "adds a script",
              "setAttribute\\('style'|\\bstyle:\\s*['\"`]|cssText",
              "is a style that the policy refuses",
              "https?://(?!www\\.w3\\.org/2000/svg')",
              "leads elsewhere",
              "XMLHttpRequest|\\bfetch\\((?!\\)|['`]/api/v1)|WebSocket|EventSource|sendBeacon",
              "asks without the API's own module"),
          ".html",
          Map.of(
              "\\son\\w+\\s*=", "is an inline handler",
              "<style|\\sstyle\\s*=", "is an inline style",
              "<script(?![^>]*\\ssrc=\"[a-z.-]+\")", "is an inline script",
              "(?:src|href)=\"(?:[a-z]+:|//)", "leads elsewhere",
              "<(?:iframe|object|embed|base|form)\\b", "is not needed"),
          ".css",
          Map.of("@import|url\\(|https?:|expression\\(", "leads elsewhere"),
          ".svg",
          Map.of(
              "<script|\\son\\w+\\s*=|<foreignObject|<style|href", "does something",
              "https?://(?!www\\.w3\\.org/2000/svg\")", "leads elsewhere"));

  @Test
  void shouldMakeNothingOfTextAndAskNobodyElse() throws IOException {
    List<String> found = new ArrayList<>();
    for (var kind : FORBIDDEN.entrySet()) {
      List<Path> files = PageFilesOnDisk.with(kind.getKey());
      assertThat(files).as("files %s", kind.getKey()).isNotEmpty();
      for (Path file : files) {
        String text = Files.readString(file);
        kind.getValue()
            .forEach(
                (pattern, why) ->
                    Pattern.compile(pattern)
                        .matcher(text)
                        .results()
                        .map(match -> file.getFileName() + ": " + match.group() + " " + why)
                        .filter(each -> !isUpload(each))
                        .forEach(found::add));
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void shouldImportOnlyWhatIsThereAndUseAllOfIt() throws IOException {
    Set<Path> used = new HashSet<>(Set.of(PageFilesOnDisk.DIRECTORY.resolve("main.js")));
    for (Path file : PageFilesOnDisk.with(".js")) {
      Matcher imports = IMPORT.matcher(Files.readString(file));
      while (imports.find()) {
        assertThat(imports.group(1)).as("import in %s", file).startsWith(".");
        Path imported = file.resolveSibling(imports.group(1)).normalize();
        assertThat(imported).exists();
        used.add(imported);
      }
    }
    assertThat(PageFilesOnDisk.with(".js")).containsExactlyInAnyOrderElementsOf(used);
  }

  /** Only it tells how much of a file was sent. */
  private static boolean isUpload(String found) {
    return found.startsWith("api.js: XMLHttpRequest");
  }
}
