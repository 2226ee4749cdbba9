package dev.shoal.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class LineChartTest {
  private final LineChart chart =
      new LineChart("speed & <cost>", "MB", List.of("1", "2", "4"))
          .line("one", List.of(0.0, 50.0, 100.0))
          .line("two", List.of(7.0, 7.0, 7.0));

  @Test
  void shouldDrawEachLineBetweenTheAxes() throws Exception {
    Document document = parse(chart.svg());
    assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(2);
    Element one = (Element) document.getElementsByTagName("polyline").item(0);
    assertThat(one.getAttribute("points")).isEqualTo("175,300 385,175 595,50");
    assertThat(document.getDocumentElement().getTextContent()).contains("speed & <cost>", "two");
  }

  @Test
  void shouldPutChartsUnderEachOther() throws Exception {
    Document document = parse(LineChart.stacked(List.of(chart.svg(), chart.svg())));
    assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(4);
    assertThat(document.getDocumentElement().getAttribute("viewBox")).isEqualTo("0 0 720 720");
  }

  @Test
  void shouldRefuseALineThatDoesNotFit() {
    assertThatIllegalArgumentException().isThrownBy(() -> chart.line("three", List.of(1.0)));
  }

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }
}
