package io.ratemill.model;

/** A product whose usage is reported: how it is priced, and how fine its records are. */
public record Product(String id, String name, UsageSchema usageSchema, Grain grain) {}
