package io.ratemill.columnar;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LevelsTest {
  /** The worked example of the format's specification for the deprecated encoding. */
  @Test
  void levelsInTheOldWayStartAtTheHighestBit() throws PageException {
    byte[] data = {9, 0b00000101, 0b00111001, 0b01110111};
    Levels levels = Levels.bits(data, 1, 7, 8);
    int[] read = new int[8];
    assertThat(levels.passRun(3)).isEqualTo(-1);
    levels.read(read, 5);
    assertThat(read).startsWith(0, 1, 2, 3, 4);
    levels.read(read, 3);
    assertThat(read).startsWith(5, 6, 7);
    assertThat(Levels.bitsLength(7, 8)).isEqualTo(3);
    assertThat(Levels.bitsLength(1, 9)).isEqualTo(2);
  }

  /** The worked example of the format's specification: the same numbers, the lowest bit first. */
  @Test
  void packedRunsStartAtTheLowestBitAndRunsOfOneValueArePassedWhole() throws Exception {
    byte[] data = {
      0b00000011,
      (byte) 0b10001000,
      (byte) 0b11000110,
      (byte) 0b11111010,
      20,
      5,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0
    };
    Hybrid runs = new Hybrid(data, 0, 6, 3);
    int[] read = new int[8];
    assertThat(runs.passRun(2)).isEqualTo(-1);
    runs.read(read, 8);
    assertThat(read).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(runs.passRun(11)).isEqualTo(-1);
    assertThat(runs.passRun(6)).isEqualTo(5);
    runs.read(read, 4);
    assertThat(read).startsWith(5, 5, 5, 5);
  }
}
