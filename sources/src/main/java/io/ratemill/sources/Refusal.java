package io.ratemill.sources;

import java.io.Serializable;

/**
 * Why a delivery is not taken, in words for people.
 *
 * @param code a short stable word, such as {@code missing-part}
 * @param text what is wrong, why, and what to do
 * @param place connector, delivery, file, row, column, as far as they are known
 */
public record Refusal(String code, String text, String place) implements Serializable {}
