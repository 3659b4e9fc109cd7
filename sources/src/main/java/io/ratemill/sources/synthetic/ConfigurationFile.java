package io.ratemill.sources.synthetic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A configuration with which a synthetic bill can be run as it lies. */
final class ConfigurationFile {
  private ConfigurationFile() {}

  static void write(SyntheticBill bill, String payer, @Nullable Messages messages, Path file)
      throws IOException {
    String text =
        """
        # Runs the synthetic bill in this folder: ratemill run -c ratemill.yaml
        workspace: out
        owners: owners.csv
        products:
          - {id: PRD-001-001-001, name: Synthetic cloud, usage-schema: PR, grain: service}
        marketplaces:
          - id: MP-00001
            name: United States
            hub: {id: HB-1234-1234, name: NA Production}
            vendor: {id: VA-123-123, name: Synthetic Vendor}
            distributor: {id: PA-321-321, name: Synthetic Distributor}
            contract: {id: CRD-00000-00000-00000, name: Synthetic Agreement}
            parameters:
              customMarkup: 1.1
              customMarkupMarketplace: 1.2
              fxRate: 1
              marketplaceCurrency: CURRENCY
              defaultPayer: "PAYER"
        RATING
        connectors:
          - id: synthetic
            provider: PROVIDER
            format: FORMAT
            location: LOCATION
            secret: SECRET
            OPTIONS
            product: PRD-001-001-001
            marketplace: MP-00001
        """
            .replace("RATING\n", rating(bill))
            .replace("LOCATION", messages == null ? "file:bills" : messages.location())
            .replace("SECRET", messages == null ? "none" : messages.secret())
            .replace("    OPTIONS\n", options(bill))
            .replace("CURRENCY", bill.currency())
            .replace("PAYER", payer)
            .replace("PROVIDER", bill.provider())
            .replace("FORMAT", bill.format());
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  private static String options(SyntheticBill bill) {
    return bill.encoding() == SyntheticBill.Encoding.AVRO
        ? "    options: {avro-schema: file:" + AvroMessage.SCHEMA_FILE + "}\n"
        : "";
  }

  /** An amortized export alone tells of no billed costs, which other presets price. */
  private static String rating(SyntheticBill bill) {
    return bill.format().equals("amortized") ? "    rating: {preset: amortised}\n" : "";
  }
}
