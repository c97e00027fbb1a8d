/** Tests of second opinions: consultants by hand, a judge that is told what to say, a classifier with known weights. */
@NullMarked
package dev.outcrop.guardrails.classifier;

import org.jspecify.annotations.NullMarked;
