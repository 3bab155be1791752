package dev.gitexport.cli;

import java.util.ArrayList;
import java.util.List;

/// Rows in aligned columns. A heading that starts with '>' aligns its column to the right.
final class TextTable {

  private final List<List<String>> rows = new ArrayList<>();
  private final List<String> headings;

  TextTable(String... headings) {
    this.headings = List.of(headings);
    rows.add(this.headings.stream().map(TextTable::heading).toList());
  }

  TextTable row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cell.toString());
    }
    rows.add(List.copyOf(row));
    return this;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        line.append(column == 0 ? "" : "  ").append(pad(row.get(column), column));
      }
      text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return text.toString();
  }

  private String pad(String cell, int column) {
    int width =
        rows.stream().map(row -> row.get(column)).mapToInt(TextTable::width).max().orElse(0);
    String padding = " ".repeat(width - width(cell));
    return isRight(column) ? padding + cell : cell + padding;
  }

  private boolean isRight(int column) {
    return headings.get(column).startsWith(">");
  }

  private static String heading(String heading) {
    return heading.startsWith(">") ? heading.substring(1) : heading;
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
