package io.ratemill.sources;

import org.apache.flink.api.connector.source.SourceEvent;

/** Told by the coordinator to a reader: the outcome is in my state, forget it. */
record OutcomeKept(String splitId) implements SourceEvent {}
