package io.ratemill.sinks.workbook;

import io.ratemill.model.UsageSchema;
import java.util.ArrayList;
import java.util.List;

/** What the first tab tells its reader about the file. */
final class InstructionsText {
  private InstructionsText() {}

  /** One paragraph of the tab: what it is about, and what it says. */
  record Paragraph(String about, String text) {}

  static String title(UsageTabs tabs) {
    return "Usage report " + tabs.general().value(GeneralAttribute.REPORT_ID);
  }

  static List<Paragraph> paragraphs(UsageTabs tabs, WorkbookPart part) {
    GeneralTab general = tabs.general();
    List<Paragraph> paragraphs = new ArrayList<>();
    paragraphs.add(
        new Paragraph(
            "This file",
            "What the customers of "
                + named(general, GeneralAttribute.PRODUCT_NAME, GeneralAttribute.PRODUCT_ID)
                + " in "
                + named(general, GeneralAttribute.MARKETPLACE_NAME, GeneralAttribute.MARKETPLACE_ID)
                + " used from "
                + general.value(GeneralAttribute.REPORT_START_TIME_UTC)
                + " to "
                + general.value(GeneralAttribute.REPORT_END_TIME_UTC)
                + " (UTC)."));
    if (part.isOneOfSeveral()) {
      paragraphs.add(
          new Paragraph(
              "Part " + part.number() + " of " + part.count(),
              "The report has more records than one sheet holds. Its parts lie beside each other,"
                  + " from "
                  + WorkbookPart.fileName(1)
                  + " to "
                  + WorkbookPart.fileName(part.count())
                  + "; their totals add up to the report's."));
    }
    paragraphs.add(
        new Paragraph(Tab.GENERAL.text(), "Whose report it is: period, parties, currency."));
    paragraphs.add(
        new Paragraph(
            Tab.CATEGORIES.text(), "The categories that the records name, one for each item."));
    paragraphs.add(new Paragraph(Tab.RECORDS.text(), records(tabs)));
    paragraphs.add(
        new Paragraph(
            Tab.SUMMARY.text(), "The same records added up by item, with the total below."));
    paragraphs.add(
        new Paragraph(
            "Numbers",
            "Amounts have eight decimals and are kept with every digit; a spreadsheet program may"
                + " show fewer, and works with about fifteen. records.csv beside this file has the"
                + " same records as text."));
    paragraphs.add(
        new Paragraph(
            "Ids", "Account numbers and other ids are text. Keep them so, or they lose zeros."));
    return paragraphs;
  }

  private static String records(UsageTabs tabs) {
    String each =
        switch (tabs.grain()) {
          case SERVICE -> "One row for each subscription and service";
          case SKU -> "One row for each subscription and SKU";
          case RESOURCE -> "One row for each subscription, SKU and resource";
        };
    String shows =
        switch (tabs.schema()) {
          case QT -> " with its quantity; this report has no amounts";
          case TR -> " and tier with its amount: 0 customer, 1 reseller, 2 service provider's cost";
          case CR -> " with what it costs the service provider";
          case PR -> " with what the customer pays";
        };
    String currency = tabs.general().value(GeneralAttribute.CURRENCY);
    boolean priced = tabs.schema() != UsageSchema.QT && !currency.isEmpty();
    return each + shows + (priced ? ", in " + currency + "." : ".");
  }

  private static String named(GeneralTab general, GeneralAttribute name, GeneralAttribute id) {
    String text = general.value(name);
    return text.isEmpty() ? general.value(id) : text;
  }
}
