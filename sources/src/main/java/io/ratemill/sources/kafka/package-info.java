/**
 * Kafka: FOCUS lines of a topic, one a message.
 *
 * <p>A day of arrival in a partition is what a file is elsewhere; it becomes FOCUS text as it is
 * read, and what FOCUS means is known elsewhere. No offset is committed anywhere.
 */
@NullMarked
package io.ratemill.sources.kafka;

import org.jspecify.annotations.NullMarked;
