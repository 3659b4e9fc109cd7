package io.ratemill.jobs.cli;

/**
 * How far a run has come.
 *
 * @param lines lines read or written so far
 * @param bytes bytes read or written so far
 * @param totalBytes bytes that there are, 0 while nobody knows
 */
public record Progress(long lines, long bytes, long totalBytes) {}
