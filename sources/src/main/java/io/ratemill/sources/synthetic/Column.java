package io.ratemill.sources.synthetic;

/**
 * A column of a bill.
 *
 * @param name as the file's header has it
 * @param type the word that a manifest has for its type
 */
record Column(String name, String type, Cell cell) {}
