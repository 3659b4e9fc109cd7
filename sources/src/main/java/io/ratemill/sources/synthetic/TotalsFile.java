package io.ratemill.sources.synthetic;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ratemill.model.Money;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The control totals of a bill as JSON; amounts are decimal text, paths relative to the bill. */
final class TotalsFile {
  private TotalsFile() {}

  static void write(SyntheticBill bill, GeneratedBill generated) throws IOException {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("provider", bill.provider())
        .put("format", bill.format())
        .put("period", bill.period().toString())
        .put("lines", bill.lines())
        .put("seed", bill.seed())
        .put("accounts", bill.accounts())
        .put("currency", bill.currency())
        .put("fault", bill.fault().name());
    ArrayNode deliveries = root.putArray("deliveries");
    for (GeneratedBill.Delivery delivery : generated.deliveries()) {
      ObjectNode entry = deliveries.addObject();
      entry
          .put("number", delivery.number())
          .put("id", delivery.id())
          .put("time", delivery.time().toString())
          .put("lines", delivery.lines())
          .put("billed", Money.text(delivery.billed()));
      ArrayNode classes = entry.putArray("classes");
      for (GeneratedBill.ClassTotal total : delivery.classes()) {
        classes
            .addObject()
            .put("class", total.chargeClass().text())
            .put("lines", total.lines())
            .put("billed", Money.text(total.billed()))
            .put("list", Money.text(total.list()))
            .put("effective", Money.text(total.effective()));
      }
      paths(entry.putArray("markers"), delivery.markers(), bill.out());
      paths(entry.putArray("files"), delivery.files(), bill.out());
    }
    Files.write(
        generated.totals(),
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
  }

  private static void paths(ArrayNode array, Iterable<Path> paths, Path out) {
    for (Path path : paths) {
      array.add(out.relativize(path).toString().replace('\\', '/'));
    }
  }
}
