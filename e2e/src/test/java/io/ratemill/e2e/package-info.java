/**
 * Tests of the whole house: an oracle that rates a bill by brute force from the written rules, a
 * writer of bills, and the engine driven from outside as a child process. Nothing here may look
 * into the engine: only files, exit codes and what is printed count, apart from the architecture
 * rules, which read its classes. Nothing points at this package.
 */
@NullMarked
package io.ratemill.e2e;

import org.jspecify.annotations.NullMarked;
