package io.ratemill.sources.synthetic;

import java.util.List;
import java.util.Locale;

/** What a Cost and Usage Report calls things that are no product. */
final class CurWords {
  private static final List<String> ATTRIBUTES =
      List.of(
          "availabilityZone",
          "capacitystatus",
          "classicnetworkingsupport",
          "clockSpeed",
          "currentGeneration",
          "databaseEngine",
          "dedicatedEbsThroughput",
          "deploymentOption",
          "ecu",
          "engineCode",
          "enhancedNetworkingSupported",
          "fromLocation",
          "fromLocationType",
          "gpuMemory",
          "group",
          "groupDescription",
          "instanceFamily",
          "instanceType",
          "instanceTypeFamily",
          "intelAvx2Available",
          "intelAvxAvailable",
          "intelTurboAvailable",
          "licenseModel",
          "marketoption",
          "maxIopsvolume",
          "maxThroughputvolume",
          "maxVolumeSize",
          "memory",
          "networkPerformance",
          "normalizationSizeFactor",
          "operatingSystem",
          "physicalProcessor",
          "preInstalledSw",
          "processorArchitecture",
          "processorFeatures",
          "storage",
          "storageClass",
          "storageMedia",
          "tenancy",
          "toLocation",
          "toLocationType",
          "transferType",
          "vcpu",
          "version",
          "volumeApiName",
          "volumeType",
          "vpcnetworkingsupport");

  private static final List<String> TAGS =
      List.of(
          "user:Name",
          "user:CostCenter",
          "user:Environment",
          "user:Owner",
          "user:Project",
          "user:Application",
          "user:Team",
          "user:BusinessUnit",
          "aws:createdBy",
          "aws:autoscaling:groupName",
          "aws:cloudformation:stack-name");

  private CurWords() {}

  /**
   * The name of a column that nothing depends on: tags, then attributes, then more tags.
   *
   * @param number which one, from 0; each has another name
   */
  static String filler(int number) {
    if (number < TAGS.size()) {
      return "resourceTags/" + TAGS.get(number);
    }
    int attribute = number - TAGS.size();
    return attribute < ATTRIBUTES.size()
        ? "product/" + ATTRIBUTES.get(attribute)
        : "resourceTags/user:tag" + (attribute - ATTRIBUTES.size());
  }

  /** The description of a line that is about no product. */
  static String described(LineKind kind) {
    return switch (kind) {
      case TAX -> "Tax for product";
      case CREDIT -> "AWS Activate, promotional credit";
      case REFUND -> "Refund of an overcharge";
      case PLAN_RECURRING -> "1 year No Upfront Compute Savings Plan";
      case ENTERPRISE_DISCOUNT -> "Enterprise Discount Program";
      case PARTNER_DISCOUNT -> "Solution Provider Program discount";
      default -> kind.cur() + " " + kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }

  /** The kind of bill that a line is on. */
  static String billType(LineKind kind) {
    return switch (kind) {
      case REFUND -> "Refund";
      case PLAN_UPFRONT, RESERVATION_UPFRONT -> "Purchase";
      default -> "Anniversary";
    };
  }

  /** The usage type of a line that is about no product; empty if it has none. */
  static String usageType(LineKind kind) {
    return switch (kind) {
      case MARKETPLACE_USAGE -> "MP:SoftwareUsage-Units";
      case MARKETPLACE_FEE -> "Global-SoftwareUsage-Contracts";
      case SUPPORT_USAGE, SUPPORT_FEE -> "Dollar";
      case PLAN_RECURRING, PLAN_UPFRONT -> "ComputeSP:1yrNoUpfront";
      case RESERVATION_RECURRING -> "HeavyUsage:m5.large";
      default -> "";
    };
  }
}
