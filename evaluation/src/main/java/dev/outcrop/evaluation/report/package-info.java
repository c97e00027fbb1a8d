/** What a job's records come to: a summary for programs, a page for people. */
@NullMarked
package dev.outcrop.evaluation.report;

import org.jspecify.annotations.NullMarked;
