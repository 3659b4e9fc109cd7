package io.ratemill.sources;

import org.apache.flink.api.connector.source.SourceEvent;

/** Told by the coordinator to a reader that asked for work: there is none for now. */
record NothingToRead() implements SourceEvent {}
