package io.ratemill.jobs.books;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people what a watching engine could not write to the workspace, and why; other runs end
 * with their errors.
 *
 * <p>Shape: one line to a logger of its own, which the embedded engine shows on the terminal. The
 * job fails with the same error, starts again from its last checkpoint and tries again, later and
 * later; nothing that was read is lost meanwhile.
 */
public final class Unwritten {
  private static final Logger PEOPLE = LoggerFactory.getLogger("ratemill.people");

  private Unwritten() {}

  /**
   * Tells that something could not be written.
   *
   * @param what names it, where the error says only which file it was
   */
  public static void tell(String what, IOException why) {
    // Errors of the file system say what they are by their class and only where by their text.
    boolean inWords = why.getClass().equals(IOException.class) && why.getMessage() != null;
    PEOPLE.error(
        "{}; the engine tries again by itself",
        inWords ? why.getMessage() : what + " could not be written: " + why);
  }
}
