package dev.shoal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {
  private static final String FALLBACK = "fallback";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model.bin",
        "a b  c.txt",
        "Übergröße.tar.gz",
        "日本語.mp4",
        "😀.png",
        "a",
        "_",
        "-rf",
        "conifer.txt",
        "x.con",
        "com10",
        "It's (1) [final], v1.2; 50% & #1~.zip"
      })
  void shouldKeepOrdinaryNames(String name) {
    assertThat(FileNames.safe(name, FALLBACK)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "../../etc/passwd, passwd",
    "/etc/shadow, shadow",
    "C:\\Windows\\system32\\evil.dll, evil.dll",
    "a/..\\b, b",
    ".bashrc, bashrc",
    "...hidden., hidden",
    "' trailing. . ', trailing",
    "a:b*c?d, a_b_c_d",
    "<script>, _script_",
    "con, _con",
    "CON.txt, _CON.txt",
    "con .txt, _con .txt",
    "Lpt9.tar.gz, _Lpt9.tar.gz",
  })
  void shouldTakeTheSafePartOfClaims(String claimed, String safe) {
    assertThat(FileNames.safe(claimed, FALLBACK)).isEqualTo(safe);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../", "/", "\\", "   ", ". . .", "a/", "a\\.."})
  void shouldUseFallbackWhenNothingIsLeft(String claimed) {
    assertThat(FileNames.safe(claimed, FALLBACK)).isEqualTo(FALLBACK);
  }

  @Test
  void shouldReplaceWhatGarblesTerminals() {
    assertThat(FileNames.safe("a\u001b[2Jb\r\n\u202Etxt.exe\u0000\uD800", FALLBACK))
        .isEqualTo("a_[2Jb___txt.exe__");
  }

  @Test
  void shouldCutLongNamesBeforeTheirExtension() {
    String safe = FileNames.safe("x".repeat(300) + ".tar", FALLBACK);

    assertThat(safe).isEqualTo("x".repeat(251) + ".tar");
    assertThat(FileNames.safe("x".repeat(255), FALLBACK)).hasSize(255);
  }

  @Test
  void shouldNotCutInsideCharacters() {
    String safe = FileNames.safe("😀".repeat(100) + ".png", FALLBACK); // four bytes each

    assertThat(safe).isEqualTo("😀".repeat(62) + ".png");
  }

  @Test
  void shouldCutLongExtensionsToo() {
    assertThat(FileNames.safe("a." + "x".repeat(300), FALLBACK)).isEqualTo("a." + "x".repeat(253));
  }

  @Test
  void shouldLeaveNoDeviceOrDotBehindWhenCut() {
    assertThat(FileNames.safe("con" + " ".repeat(300) + "x", FALLBACK)).isEqualTo("_con");
    assertThat(FileNames.safe("con." + "x".repeat(251), FALLBACK)).startsWith("_con.x");
    assertThat(FileNames.safe("x".repeat(254) + "." + "y".repeat(40), FALLBACK))
        .isEqualTo("x".repeat(254));
  }

  @Test
  void shouldShortenHugeClaimsInReasonableTime() {
    assertThat(FileNames.safe("ü".repeat(5_000_000), FALLBACK)).isEqualTo("ü".repeat(127));
  }

  @ParameterizedTest
  @CsvSource({
    "model.bin, model.bin",
    "holidays/2024/Übergröße.jpg, holidays/2024/Übergröße.jpg",
    "../../etc/passwd, etc/passwd",
    "a/./b/../../c, a/b/c",
    "/etc//shadow, etc/shadow",
    "C:\\Windows\\evil.dll, C_/Windows/evil.dll",
    ".ssh/con/.x, ssh/_con/x",
    "a/.., a/fallback",
    "'', fallback",
    "/, fallback",
  })
  void shouldKeepFoldersInFrontOfClaimedNamesWhenAsked(String claimed, String safe) {
    assertThat(FileNames.safePath(claimed, FALLBACK)).isEqualTo(safe);
  }

  @Test
  void shouldLeaveOutTheFirstFoldersWhenAPathIsTooLong() {
    String folder = "ü".repeat(126) + '/';

    assertThat(FileNames.safePath("first/" + folder.repeat(4) + "last.txt", FALLBACK))
        .isEqualTo(folder.repeat(4) + "last.txt");
    assertThat(FileNames.safePath(folder.repeat(5) + "last.txt", FALLBACK))
        .isEqualTo(folder.repeat(4) + "last.txt");
  }

  @Property
  void shouldMakePathsThatLeadNowhereButDown(@ForAll("any") String claimed) {
    String safe = FileNames.safePath(claimed, FALLBACK);

    assertThat(safe.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(1024);
    assertThat(safe.split("/", -1))
        .allSatisfy(part -> assertThat(FileNames.safe(part, "")).isEqualTo(part).isNotEmpty());
    assertThat(FileNames.safePath(safe, FALLBACK)).as("a second time").isEqualTo(safe);
  }

  @Property
  void shouldAlwaysBeSafe(@ForAll("any") String claimed) {
    String safe = FileNames.safe(claimed, FALLBACK);

    assertThat(safe).isNotEmpty().doesNotContainPattern("[/\\\\<>:\"|?*\\p{Cc}\\p{Cf}\\p{Cs}]");
    assertThat(safe).doesNotMatch("(?s)[. ].*").doesNotMatch("(?s).*[. ]");
    assertThat(safe.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(255);
    assertThat(safe.toLowerCase(Locale.ROOT))
        .doesNotMatch("(?s)(con|prn|aux|nul|com[1-9]|lpt[1-9])\\s*(\\..*)?");
    assertThat(FileNames.safe(safe, FALLBACK)).as("a second time").isEqualTo(safe);
  }

  @Property
  void shouldShortenToAnyLengthKeepingAPrefix(@ForAll("wellFormed") String name) {
    for (int maxBytes : new int[] {40, 255}) {
      String cut = FileNames.shorten(name, maxBytes);

      assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(maxBytes);
      assertThat(cut.codePoints()).noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
      if (name.getBytes(StandardCharsets.UTF_8).length <= maxBytes) {
        assertThat(cut).isEqualTo(name);
      }
    }
  }

  @Provide
  Arbitrary<String> any() {
    return UnicodeTexts.any();
  }

  @Provide
  Arbitrary<String> wellFormed() {
    return UnicodeTexts.wellFormed();
  }
}
