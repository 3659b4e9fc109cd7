package io.ratemill.benchmarks;

import java.util.List;
import java.util.Locale;

/** The picture of docs/benchmarks.svg: lines per second of both engines, case by case. */
final class SpeedChart {
  private static final int LEFT = 300;
  private static final int BARS = 520;
  private static final int ROW = 52;
  private static final int BAR = 18;
  private static final int TOP = 40;
  private static final String OURS = "#1f6f8b";
  private static final String THEIRS = "#c9a227";

  private SpeedChart() {}

  static String of(Results results) {
    List<CaseResult> cases = results.cases();
    int height = TOP + ROW * cases.size() + 10;
    int width = LEFT + BARS + 130;
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\" font-size=\"13\">%n",
            width,
            height,
            width,
            height));
    svg.append("<title>Lines per second, ratemill and DuckDB</title>\n");
    svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
    legend(svg, LEFT, OURS, "ratemill");
    legend(svg, LEFT + 110, THEIRS, "DuckDB");
    double most = 1;
    for (CaseResult result : cases) {
      most = Math.max(most, Math.max(result.ratemillRate(), result.duckDbRate()));
    }
    int y = TOP;
    for (CaseResult result : cases) {
      BenchCase of = result.of();
      text(svg, 10, y + 16, result.words());
      text(svg, 10, y + 34, String.format(Locale.ROOT, "%,d lines", of.lines()));
      bar(svg, y, OURS, result.ratemillRate(), most);
      bar(svg, y + BAR + 2, THEIRS, result.duckDbRate(), most);
      y += ROW;
    }
    return svg.append("</svg>\n").toString();
  }

  private static void legend(StringBuilder svg, int x, String colour, String words) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"12\" width=\"14\" height=\"14\" fill=\"%s\"/>%n",
            x,
            colour));
    text(svg, x + 20, 24, words);
  }

  private static void bar(StringBuilder svg, int y, String colour, double rate, double most) {
    int length = (int) Math.max(1, Math.round(BARS * rate / most));
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>%n",
            LEFT,
            y,
            length,
            BAR,
            colour));
    text(svg, LEFT + length + 6, y + 14, String.format(Locale.ROOT, "%,.0f lines/s", rate));
  }

  private static void text(StringBuilder svg, int x, int y, String words) {
    svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\">%s</text>%n", x, y, words));
  }
}
