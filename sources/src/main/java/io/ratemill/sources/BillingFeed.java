package io.ratemill.sources;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One place where a provider leaves bills.
 *
 * <p>Shape: immutable configuration only; clients are opened per call, so that a feed can travel to
 * any worker.
 */
public interface BillingFeed extends Serializable {
  /** The id of the connector that this feed reads for. */
  String connector();

  /**
   * Brings what is new into the place before a look, where nobody else does. May write and be slow;
   * called by the engine only, away from the coordinator's thread.
   *
   * @throws FeedException if that fails; there is then no look
   */
  default void prepare() throws FeedException {}

  /**
   * All deliveries that are there now, in any order, each with what its marker says is missing. May
   * be slow; called away from the coordinator's thread.
   *
   * @param now the time of the look, against which files without a marker settle
   * @throws FeedException if the place itself cannot be looked at
   */
  List<Delivery> discover(Instant now) throws FeedException;

  /**
   * What lies in the place where {@link #discover} found no delivery, in words for people; empty if
   * there is nothing to tell.
   */
  default String insteadOfDeliveries() throws FeedException {
    return "";
  }

  /** How long a look is left alone before the next one, where looking costs requests. */
  default Duration pause() {
    return Duration.ZERO;
  }

  /**
   * Whether a delivery is only what the place still has of one that was read: it is then left
   * alone.
   *
   * @param read the one of its slot that was read whole
   */
  default boolean isRest(DeliveryStamp read, Delivery found) {
    return false;
  }

  /**
   * Why a delivery may not replace the one that was read although it is newer, or null if it may.
   *
   * @param read the one of its slot that was read whole
   */
  default @Nullable Refusal gap(DeliveryStamp read, Delivery found) {
    return null;
  }

  /**
   * Opens a slice of a part for reading, exactly the bytes that the delivery meant. What comes out
   * are charges, already added up.
   *
   * @throws FeedException if the part is not there, or no longer what the delivery meant
   */
  SliceReader open(Delivery delivery, Slice slice) throws FeedException;
}
