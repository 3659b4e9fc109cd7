package io.ratemill.jobs.config;

/**
 * Something in a file that a person has to put right, or, as a warning, may want to look at.
 *
 * <p>Units: line and column count from 1; 0 where the file as a whole is meant.
 *
 * @param file the file as the reader was told it, or the message in words
 * @param what what is wrong, with the value, without a full stop
 * @param remedy what to do, without a full stop
 */
public record Problem(String file, int line, int column, String what, String remedy) {

  /** The problem as one line: {@code file:line:column: what. remedy.} */
  public String text() {
    String place = line > 0 ? file + ":" + line + ":" + column : file;
    return place + ": " + what + ". " + remedy + ".";
  }
}
