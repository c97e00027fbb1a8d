/** What became of each record, and how it is written for clients that read Amazon Bedrock's output. */
@NullMarked
package dev.outcrop.evaluation.result;

import org.jspecify.annotations.NullMarked;
