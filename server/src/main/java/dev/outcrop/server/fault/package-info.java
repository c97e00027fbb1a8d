/**
 * Faults on purpose: rules that make matching calls fail, wait or break off, so that applications can test how they take it.
 * Off unless rules are there, and then every answer that one touched says so.
 */
@NullMarked
package dev.outcrop.server.fault;

import org.jspecify.annotations.NullMarked;
